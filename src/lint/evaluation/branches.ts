import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { truthOf } from './operators';
import type { Frame, Value } from './value';

/** Whether the code of a function, once run, runs `node`: false or undefined by the conditions around it. */
export function reaches(node: typescript.Node, code: typescript.Node, frame: Frame): boolean | undefined {
  let certain: boolean | undefined = true;
  for (let at = node; at !== code && !ts.isSourceFile(at); at = at.parent) {
    const taken = isTaken(at, frame);
    if (taken === false) return false;
    if (taken === undefined) certain = undefined;
  }
  return certain;
}

/** Whether `node` runs when its parent does; undefined where that is not known. */
export function isTaken(node: typescript.Node, frame: Frame): boolean | undefined {
  const { parent } = node;
  const truth = (condition: typescript.Expression): boolean | undefined => truthOf(frame.evaluate(condition));
  if (ts.isIfStatement(parent) && parent.expression !== node) {
    const holds = truth(parent.expression);
    return holds === undefined ? undefined : holds === (parent.thenStatement === node);
  }
  if (ts.isConditionalExpression(parent) && parent.condition !== node) {
    const holds = truth(parent.condition);
    return holds === undefined ? undefined : holds === (parent.whenTrue === node);
  }
  if (ts.isBinaryExpression(parent) && parent.right === node) return isRightTaken(parent, truth);
  if (ts.isCaseOrDefaultClause(parent)) return isClauseTaken(parent, frame);
  const isUncertain = ts.isIterationStatement(parent, false) || ts.isTryStatement(parent) || ts.isCatchClause(parent);
  return isUncertain && !(ts.isTryStatement(parent) && parent.tryBlock === node) ? undefined : true;
}

function isRightTaken(
  { left, operatorToken }: typescript.BinaryExpression,
  truth: (condition: typescript.Expression) => boolean | undefined,
): boolean | undefined {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return truth(left);
    case ts.SyntaxKind.BarBarToken: {
      const holds = truth(left);
      return holds === undefined ? undefined : !holds;
    }
    case ts.SyntaxKind.QuestionQuestionToken:
      return undefined;
    default:
      return true;
  }
}

function isClauseTaken(clause: typescript.CaseOrDefaultClause, frame: Frame): boolean | undefined {
  const { clauses, parent } = clause.parent;
  const wanted = frame.evaluate(parent.expression);
  const index = matchingClause(clauses, wanted, frame);
  if (index === undefined) return undefined;
  const own = clauses.indexOf(clause);
  if (index === own) return true;
  // Labels without statements share those of the next one.
  const isShared = index < own && clauses.slice(index, own).every((each) => each.statements.length === 0);
  return isShared ? true : index > own ? false : clauses.slice(index, own).some(leaves) ? false : undefined;
}

function leaves(clause: typescript.CaseOrDefaultClause): boolean {
  const last = clause.statements.at(-1);
  const end = last && ts.isBlock(last) ? last.statements.at(-1) : last;
  return !!end && (ts.isBreakStatement(end) || ts.isReturnStatement(end) || ts.isThrowStatement(end));
}

/** The clause that a switch starts with for a value: -1 for none, undefined where it is open. */
export function matchingClause(
  clauses: readonly typescript.CaseOrDefaultClause[],
  wanted: Value,
  frame: Frame,
): number | undefined {
  if (wanted.kind !== 'literal') return undefined;
  for (const [index, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const label = frame.evaluate(clause.expression);
    if (label.kind !== 'literal') return undefined;
    if (label.value === wanted.value) return index;
  }
  return clauses.findIndex((clause) => ts.isDefaultClause(clause));
}
