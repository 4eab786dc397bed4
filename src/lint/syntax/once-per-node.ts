import type typescript from 'typescript';

/**
 * What is found out of a node once, for as long as it is part of a file. Kept in the node itself: what a WeakMap keeps lives
 * until the garbage collector has looked at all memory, and so would every version of a file that is typed.
 */
export function oncePerNode<N extends typescript.Node, T extends object, R extends readonly unknown[]>(
  find: (node: N, ...rest: R) => T,
): (node: N, ...rest: R) => T {
  const key = Symbol(find.name);
  return (node, ...rest) => {
    const keeping = node as N & { [key]?: T };
    return (keeping[key] ??= find(node, ...rest));
  };
}
