import type typescript from 'typescript';
import type { Value } from './value';

/**
 * One activation of a function (or the making of one instance of a class) while its result is evaluated: what its
 * parameters are bound to. Code outside any known activation is evaluated in the environment null.
 */
export interface Environment {
  readonly code: typescript.Node;
  /** The activation of the code around `code`. */
  readonly outer: Environment | null;
  readonly arguments: ReadonlyMap<typescript.ParameterDeclaration, Value>;
  /** `this`, set when the instance that a constructor makes is known. */
  self: Value | null;
  /** Names this activation among all of its function's: a call that the module makes once; null for one of many. */
  readonly once: string | null;
  readonly values: Map<typescript.Node, Value>;
}

/** The innermost activation whose code holds `node`. */
export function environmentOf(node: typescript.Node, from: Environment | null): Environment | null {
  let environment = from;
  while (environment && !contains(environment.code, node)) environment = environment.outer;
  return environment;
}

function contains(outer: typescript.Node, node: typescript.Node): boolean {
  if (node.pos < outer.pos || node.end > outer.end) return false;
  return node.getSourceFile() === outer.getSourceFile();
}

/** What a parameter is given in this activation or one around it; undefined when it is in none of them. */
export function argumentFor(parameter: typescript.ParameterDeclaration, from: Environment | null): Value | undefined {
  for (let environment = from; environment; environment = environment.outer) {
    const value = environment.arguments.get(parameter);
    if (value) return value;
  }
  return undefined;
}

/** A name for what `node` makes that is the same whenever it is the same object; null when each call makes another. */
export function onceKey(node: typescript.Node, from: Environment | null): string | null {
  const environment = environmentOf(node, from);
  if (environment?.once === null) return null;
  const file = node.getSourceFile();
  return `${environment ? `${environment.once}>` : ''}${file.fileName}:${node.getStart(file)}`;
}
