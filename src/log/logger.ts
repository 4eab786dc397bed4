import { format } from 'node:util';
import { withoutSecrets } from './without-secrets';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/**
 * Where the parts say what a person is not told otherwise. `cause` is whatever was thrown: its stack is written, and the
 * stack of what caused it. Errors and warnings are written once for each message, however often they are said; what
 * looks like a secret is never written.
 */
export type Logger = Readonly<Record<LogLevel, (message: string, cause?: unknown) => void>>;

/** For who does not care. */
export const silent: Logger = { error() {}, warn() {}, info() {}, debug() {} };

/** More problems than a person reads; after so many others one is told again. */
const MOST_REMEMBERED = 1_000;

/** A logger that hands each text, which may have several lines, to `write`. */
export function createLogger(write: (level: LogLevel, text: string) => void): Logger {
  const told = new Set<string>();
  const isNew = (problem: string): boolean => {
    if (told.has(problem)) return false;
    if (told.size >= MOST_REMEMBERED) told.clear();
    told.add(problem);
    return true;
  };
  const say = (level: LogLevel, message: string, cause: unknown): void =>
    write(level, withoutSecrets([message, ...stacks(cause)].join('\n')));
  return {
    error: (message, cause) => isNew(message) && say('error', message, cause),
    warn: (message, cause) => isNew(message) && say('warn', message, cause),
    info: (message, cause) => say('info', message, cause),
    debug: (message, cause) => say('debug', message, cause),
  };
}

/** Stacks only: what else an error holds may be a command with its arguments. */
function stacks(cause: unknown): readonly string[] {
  if (cause === undefined) return [];
  if (!(cause instanceof Error)) return [format('%s', cause)];
  return [cause.stack ?? `${cause.name}: ${cause.message}`, ...stacks(cause.cause)];
}
