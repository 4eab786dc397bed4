/**
 * What `run` gives, or undefined where it throws: for code that meets whatever people write (and half write), where one
 * failure must not take the rest with it.
 */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
