import type { Logger } from '../../log/logger';

/**
 * What `run` gives, or undefined where it throws: for code that meets whatever people write (and half write), where one
 * failure must not take the rest with it. `failed` is the sentence that the log has then.
 */
export function safely<T>(log: Logger, failed: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    log.error(failed, error);
    return undefined;
  }
}
