import type typescript from 'typescript';
import { ts } from './typescript';

/** An expression that has the value of the one inside it: `(x)`, `x!`, `x as T`, `<T>x`, `x satisfies T`, `await x`, `x<T>`. */
export type Wrapper =
  | typescript.ParenthesizedExpression
  | typescript.NonNullExpression
  | typescript.AsExpression
  | typescript.TypeAssertion
  | typescript.SatisfiesExpression
  | typescript.AwaitExpression
  | typescript.ExpressionWithTypeArguments;

const WRAPPERS: ReadonlySet<typescript.SyntaxKind> = new Set([
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.TypeAssertionExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.ExpressionWithTypeArguments,
]);

export function isWrapper(node: typescript.Node): node is Wrapper {
  return WRAPPERS.has(node.kind);
}

/** The expression inside all wrappers. */
export function unwrap(node: typescript.Expression): typescript.Expression {
  let at = node;
  while (isWrapper(at)) at = at.expression;
  return at;
}

/** The expression with all wrappers around it: whose parent does something with the value. */
export function wrapped(node: typescript.Node): typescript.Node {
  let at = node;
  while (isWrapper(at.parent)) at = at.parent;
  return at;
}
