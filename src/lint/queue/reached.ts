import type typescript from 'typescript';
import { isTaken } from '../evaluation/branches';
import { truthOf } from '../evaluation/operators';
import type { Evaluator } from '../evaluation/value';
import { functionAround } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

/**
 * Whether a piece of code is run in production whenever the function around it is, by the conditions around and before it;
 * undefined where one of them is not known.
 */
export function isReached(node: typescript.Node, production: () => Evaluator): boolean | undefined {
  const code = functionAround(node);
  let reached: boolean | undefined = true;
  for (let at = node; at !== code; at = at.parent) {
    const { parent } = at;
    const statements: readonly typescript.Statement[] = ts.isBlock(parent) ? parent.statements : [];
    const before = statements.slice(0, statements.indexOf(at as typescript.Statement));
    const ways = [
      isBranch(parent) ? isTakenIn(production(), at) : true,
      ...before.map((each) => isPassed(each, production)),
    ];
    if (ways.includes(false)) return false;
    if (ways.includes(undefined)) reached = undefined;
  }
  return reached;
}

function isTakenIn(production: Evaluator, node: typescript.Node): boolean | undefined {
  production.refuel();
  return isTaken(node, production.outermost);
}

function isBranch(node: typescript.Node): boolean {
  if (ts.isBinaryExpression(node)) return isChoice(node.operatorToken.kind);
  return ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isCaseOrDefaultClause(node);
}

function isChoice(kind: typescript.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** Whether what follows a statement is run: not behind an `if (!handler) return;` that holds. */
function isPassed(statement: typescript.Statement, production: () => Evaluator): boolean | undefined {
  if (!ts.isIfStatement(statement)) return true;
  const { thenStatement, expression } = statement;
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  if (!last || !(ts.isReturnStatement(last) || ts.isBreakOrContinueStatement(last))) return true;
  production().refuel();
  const holds = truthOf(production().evaluate(expression));
  return holds === undefined ? undefined : !holds;
}
