import type typescript from 'typescript';
import { scopesOf } from './scopes';
import { ts } from './typescript';

/** The constructor with a body; overloads have none. */
export function constructorIn(node: typescript.ClassLikeDeclaration): typescript.ConstructorDeclaration | undefined {
  return node.members.find(
    (member): member is typescript.ConstructorDeclaration => ts.isConstructorDeclaration(member) && !!member.body,
  );
}

/** The `super(…)` of a class's constructor; several where it has them in branches. */
export function superCallsIn(node: typescript.ClassLikeDeclaration): readonly typescript.CallExpression[] {
  const constructor = constructorIn(node);
  if (!constructor) return [];
  return scopesOf(node.getSourceFile()).constructs.filter(
    (call): call is typescript.CallExpression =>
      call.expression.kind === ts.SyntaxKind.SuperKeyword && constructor.pos <= call.pos && call.end <= constructor.end,
  );
}
