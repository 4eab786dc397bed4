/** Tells that a file or folder could not be read or written, and that the work goes on without it. */
export type Notice = (path: string, error: unknown) => void;

/** The reason of a failed file operation without Node's codes and quotes: `permission denied`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E\w+: ([^,]+)/.exec(message)?.[1] ?? message;
}
