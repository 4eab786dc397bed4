import type typescript from 'typescript';

/**
 * Keeps something in nodes themselves, for as long as they are part of a file. What a WeakMap keeps lives until the garbage
 * collector has looked at all memory, and so would every version of a file that is typed.
 */
export class NodeMap<N extends typescript.Node, T extends object> {
  private readonly key = Symbol();

  get(node: N): T | undefined {
    return keeping<T>(node)[this.key];
  }

  /** Gives the value. */
  set(node: N, value: T): T {
    return (keeping<T>(node)[this.key] = value);
  }
}

interface Keeping<T> {
  [key: symbol]: T | undefined;
}

function keeping<T>(node: typescript.Node): Keeping<T> {
  return node as typescript.Node & Keeping<T>;
}

/** What is found out of a node once. */
export function oncePerNode<N extends typescript.Node, T extends object, R extends readonly unknown[]>(
  find: (node: N, ...rest: R) => T,
): (node: N, ...rest: R) => T {
  const known = new NodeMap<N, T>();
  return (node, ...rest) => known.get(node) ?? known.set(node, find(node, ...rest));
}
