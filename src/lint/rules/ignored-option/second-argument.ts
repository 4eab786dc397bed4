import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';

/** Whether a createClient can see the `redis` options that Bull hands it. */
export function readsSecondArgument({ parameters, body }: typescript.FunctionLikeDeclaration): boolean {
  if (!body || parameters.some(({ dotDotDotToken }) => dotDotDotToken) || mentions(body, 'arguments')) return true;
  const second = parameters[1];
  if (!second) return false;
  return !ts.isIdentifier(second.name) || mentions(body, second.name.text);
}

function mentions(node: typescript.Node, name: string): boolean {
  return (
    (ts.isIdentifier(node) && node.text === name) || (ts.forEachChild(node, (child) => mentions(child, name)) ?? false)
  );
}
