import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { unwrap } from '../syntax/unwrap';

/** A property of an object literal and what stands between it and its neighbours. */
export interface Item {
  readonly node: typescript.ObjectLiteralElementLike;
  /** Null for a spread and for a name that is computed. */
  readonly name: string | null;
  readonly comma: typescript.Node | null;
  /** The text from the comma before it and to the one after it: comments, or nothing. */
  readonly comments: readonly [before: string, after: string];
}

export function itemsOf(object: typescript.ObjectLiteralExpression): readonly Item[] {
  const { text } = object.getSourceFile();
  const commas = object
    .getChildren()
    .flatMap((child) => (child.kind === ts.SyntaxKind.SyntaxList ? child.getChildren() : []))
    .filter((child) => child.kind === ts.SyntaxKind.CommaToken);
  return object.properties.map((node, i) => {
    const comma = commas[i] ?? null;
    const before = text.slice(commas[i - 1]?.end ?? object.getStart() + 1, node.getStart());
    const after = text.slice(node.end, comma?.getStart() ?? object.end - 1);
    const behindLast = comma && i === object.properties.length - 1 ? text.slice(comma.end, object.end - 1) : '';
    return { node, name: nameOf(node), comma, comments: [before.trimStart(), (after + behindLast).trimEnd()] };
  });
}

function nameOf({ name }: typescript.ObjectLiteralElementLike): string | null {
  return name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? name.text : null;
}

/** A property name as it is written in an object literal. */
export function nameText(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : `'${name}'`;
}

/** The object literal that a property's value is, behind parentheses and casts; null where it is something else. */
export function objectLiteralOf(node: typescript.ObjectLiteralElementLike): typescript.ObjectLiteralExpression | null {
  if (!ts.isPropertyAssignment(node)) return null;
  const value = unwrap(node.initializer);
  return ts.isObjectLiteralExpression(value) ? value : null;
}

/** The object literal that has `object` as a property's value, and that property's name. */
export function holderOf(
  object: typescript.ObjectLiteralExpression,
): { readonly object: typescript.ObjectLiteralExpression; readonly name: string } | null {
  const property = ts.findAncestor(object, ts.isPropertyAssignment);
  const name = property && nameOf(property);
  return property && name && objectLiteralOf(property) === object ? { object: property.parent, name } : null;
}
