import type typescript from 'typescript';
import { ts } from './typescript';

/** Whether a class member is the class's own. */
export function isStatic(member: typescript.Node): boolean {
  if (ts.isClassStaticBlockDeclaration(member)) return true;
  const modifiers = ts.canHaveModifiers(member) ? member.modifiers : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

export function hasModifier(node: typescript.Node | undefined, kind: typescript.SyntaxKind): boolean {
  const modifiers = node && ts.canHaveModifiers(node) ? node.modifiers : undefined;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
