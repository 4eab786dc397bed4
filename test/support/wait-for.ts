import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

export interface WaitOptions {
  /** Time limit in ms; 15,000 unless given. */
  readonly timeout?: number;
  /** What is waited for, for the error's text. */
  readonly message?: string;
  /** Between two looks, in ms; 20 unless given. */
  readonly interval?: number;
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Polls until `condition` answers with something truthy, and returns that.
 * A condition that throws counts as not met yet; its last error is the cause of the error thrown at the time limit.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeout = 15_000, message = 'the condition', interval = 20 }: WaitOptions = {},
): Promise<Truthy<T>> {
  const deadline = Date.now() + timeout;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Truthy<T>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`Waited ${timeout} ms for ${message}`, { cause });
    await pause(interval);
  }
}

/** `waitFor` what an assertion says: where that does not come, the error's cause is what it last said. */
export async function untilHolds(assertion: () => Promise<void>, options?: WaitOptions): Promise<void> {
  await waitFor(() => assertion().then(() => true), options);
}

/** `waitFor` something that has stopped changing: what two looks in a row answer alike. */
export async function waitUntilSteady<T>(look: () => T | Promise<T>, options?: WaitOptions): Promise<Truthy<T>> {
  let before: T | undefined;
  return waitFor(async () => {
    const now = await look();
    const isSteady = isDeepStrictEqual(now, before);
    before = now;
    return isSteady && now;
  }, options);
}
