import type { Budget } from '../budget';
import { CALLED_EXPORTS } from './called-exports';

/** A function that a platform starts, freezes between two invocations, and stops after a while. */
export interface PlatformFunction {
  /** How long one invocation may take; null where nothing says so. */
  readonly limit: Budget | null;
  /** The exports of the file that it calls; `default` is also what `module.exports` is. */
  readonly exports: readonly string[];
}

/** What makes functions of the files of a directory: a configuration, or the place of a file. */
export interface FunctionSource {
  /** The function that a file is; null where it is none. */
  of(file: string): PlatformFunction | null;
}

/** Functions that are known by what file they are: of several, the limit of the first, and what they call together. */
export function functionsThatMatch(
  functions: readonly (PlatformFunction & { readonly matches: (file: string) => boolean })[],
): FunctionSource {
  return { of: (file) => together(functions.filter(({ matches }) => matches(file))) };
}

export function together(functions: readonly PlatformFunction[]): PlatformFunction | null {
  const [first] = functions;
  return first ? { limit: first.limit, exports: [...new Set(functions.flatMap((each) => each.exports))] } : null;
}

/** The function that a handler such as `src/send.handler` names, seen from a directory. */
export function functionOf(handler: string): Pick<PlatformFunction, 'exports'> & { matches(file: string): boolean } {
  const [, module = handler, name] = /^(.*)\.([^./]+)$/.exec(handler) ?? [];
  return {
    matches: (file) => file.replace(/\.[cm]?[jt]sx?$/, '') === module,
    exports: name === undefined ? CALLED_EXPORTS.lambda : [name],
  };
}
