import type typescript from 'typescript';
import { scopesOf } from './scopes';
import { ts } from './typescript';
import { unwrap } from './unwrap';

/** The module that the name at the start of a callee is imported from; of `service` in `const service = new Service()` that of `Service`. */
export function moduleOf(callee: typescript.Expression, left = DEEPEST): typescript.StringLiteralLike | undefined {
  let root = callee;
  while (ts.isPropertyAccessExpression(root) || ts.isParenthesizedExpression(root)) root = root.expression;
  // `functions.region('eu').https.onRequest`
  if (ts.isCallExpression(root))
    return requiredIn(root) ?? (left > 0 ? moduleOf(root.expression, left - 1) : undefined);
  if (!ts.isIdentifier(root)) return undefined;
  const [declaration] = scopesOf(root.getSourceFile()).resolve(root.text, root)?.declarations ?? [];
  const statement =
    declaration &&
    ts.findAncestor(declaration, (node) => ts.isImportDeclaration(node) || ts.isVariableDeclaration(node));
  if (!statement) return undefined;
  if (ts.isImportDeclaration(statement)) {
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier : undefined;
  }
  const initializer = statement.initializer && unwrap(statement.initializer);
  if (!initializer) return undefined;
  const isMade = ts.isNewExpression(initializer) || ts.isCallExpression(initializer);
  return requiredIn(initializer) ?? (isMade && left > 0 ? moduleOf(initializer.expression, left - 1) : undefined);
}

/** Longer chains of variables are not followed. */
const DEEPEST = 3;

/** `require('./queues')` or `await import('./queues')`, and members of it. */
export function requiredIn(node: typescript.Expression): typescript.StringLiteralLike | undefined {
  let at = node;
  while (ts.isPropertyAccessExpression(at) || ts.isAwaitExpression(at) || ts.isParenthesizedExpression(at))
    at = at.expression;
  if (!ts.isCallExpression(at) || !isLoading(at.expression)) return undefined;
  const [specifier] = at.arguments;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

function isLoading(callee: typescript.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}
