import type typescript from 'typescript';
import { isTaken } from '../evaluation/branches';
import { truthOf } from '../evaluation/operators';
import type { Evaluator } from '../evaluation/value';
import { functionAround } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

/** Whether a piece of code is run in production whenever the function around it is. */
export function isCertain(node: typescript.Node, production: () => Evaluator): boolean {
  const code = functionAround(node);
  for (let at = node; at !== code; at = at.parent) {
    const { parent } = at;
    if (isBranch(parent) && !isTakenIn(production(), at)) return false;
    if (!ts.isBlock(parent)) continue;
    const before = parent.statements.slice(0, parent.statements.indexOf(at as typescript.Statement));
    if (before.some((each) => mayLeave(each, production))) return false;
  }
  return true;
}

function isTakenIn(production: Evaluator, node: typescript.Node): boolean {
  production.refuel();
  return isTaken(node, production.outermost) === true;
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

/** `if (!handler) return;` */
function mayLeave(statement: typescript.Statement, production: () => Evaluator): boolean {
  if (!ts.isIfStatement(statement)) return false;
  const { thenStatement, expression } = statement;
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  if (!last || !(ts.isReturnStatement(last) || ts.isBreakOrContinueStatement(last))) return false;
  production().refuel();
  return truthOf(production().evaluate(expression)) !== false;
}
