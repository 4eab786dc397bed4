import type { QueueRef } from '../bull/keys';
import type { PlacedQueue } from '../lint-thread/answers';
import { count, dateAndTime, plural, seconds } from '../words';
import { bestLikeness } from './likeness';

/** The id of the finding, in settings and as its code. */
export const OBSERVED_DURATION = 'observed-duration';

/** How long the jobs of a queue took in a Redis. */
export interface MeasuredQueue {
  readonly connection: string;
  readonly ref: QueueRef;
  /** ms, the shortest first; never empty. */
  readonly durations: readonly number[];
  /** When the first of these jobs was done, in ms since the epoch. */
  readonly since: number;
}

/** Whether code surely makes a queue: its name and prefix are known, and the same. */
export function surelyMakes({ prefixes, names }: Pick<PlacedQueue, 'prefixes' | 'names'>, ref: QueueRef): boolean {
  return bestLikeness(prefixes, ref.prefix) === 'same' && bestLikeness(names, ref.name) === 'same';
}

/** What to say of a construction whose jobs took longer than their lock lasts; null where none is known to have. */
export function observedDuration(queue: PlacedQueue, measured: readonly MeasuredQueue[]): string | null {
  const { lock } = queue;
  if (!lock) return null;
  const own = measured.filter(({ ref }) => surelyMakes(queue, ref));
  const [worst] = own.toSorted((a, b) => longestOf(b) - longestOf(a));
  if (!worst || longestOf(worst) <= lock.ms) return null;
  const { connection, ref, durations, since } = worst;
  const longer = durations.filter((ms) => ms > lock.ms).length;
  const took =
    durations.length === 1
      ? seconds(longestOf(worst))
      : `95 % took up to ${seconds(percentile(durations, 95))}, the longest ${seconds(longestOf(worst))}`;
  return (
    `Measured: ${count(longer)} of ${plural(durations.length, 'job')} of ${ref.name} on ${connection} took longer than ` +
    `the lock of ${seconds(lock.ms)} (${lock.source}): ${took}. ` +
    `Completed since ${dateAndTime(since)}; failed, retried and removed jobs do not count.`
  );
}

function longestOf({ durations }: MeasuredQueue): number {
  return durations.at(-1) ?? 0;
}

/** The least of these, in order, that so many per cent of them do not exceed. */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
