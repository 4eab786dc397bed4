import type { Logger } from './logger';

/** For work that nobody waits for: where it fails, the log has the sentence `failed`, and what was thrown. */
export function inBackground(log: Logger, failed: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error(failed, error));
}
