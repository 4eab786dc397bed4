import { longest, type Budget } from './budget';

/** What a platform's configuration says of the functions of a project. */
export interface FunctionLimits {
  /** The limit of the function that this file is; null where it is none, or has no limit of its own. */
  of(file: string): Budget | null;
  /** The longest of all; null where none has one. */
  readonly longest: Budget | null;
}

/** Limits of which the first that matches a file holds. */
export function limitsOf(
  functions: readonly { readonly matches: (file: string) => boolean; readonly limit: Budget }[],
): FunctionLimits {
  return {
    of: (file) => functions.find(({ matches }) => matches(file))?.limit ?? null,
    longest: longest(functions.map(({ limit }) => limit)),
  };
}
