import type { Budget } from '../budget';

/** A function that a platform starts, freezes between two invocations, and stops after a while. */
export interface PlatformFunction {
  /** How long one invocation may take; null where nothing says so. */
  readonly limit: Budget | null;
}

/** What makes functions of the files of a directory: a configuration, or the place of a file. */
export interface FunctionSource {
  /** The function that a file is; null where it is none. */
  of(file: string): PlatformFunction | null;
}

/** Functions of which the first that matches a file is it. */
export function firstThatMatches(
  functions: readonly { readonly matches: (file: string) => boolean; readonly limit: Budget | null }[],
): FunctionSource {
  return { of: (file) => functions.find(({ matches }) => matches(file)) ?? null };
}

/** Whether a file is the module that a handler such as `src/send.handler` names, seen from a directory. */
export function isModuleOf(handler: string): (file: string) => boolean {
  const module = handler.replace(/\.[^./]+$/, '');
  return (file) => file.replace(/\.[cm]?[jt]sx?$/, '') === module;
}
