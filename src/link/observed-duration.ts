import type { QueueRef } from '../bull/keys';
import type { CodePlace, PlacedQueue } from '../lint-thread/answers';
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

/** What was measured of the jobs of a construction. */
export interface ObservedDuration {
  readonly message: string;
  /** Of the job that took longest, in ms. */
  readonly longest: number;
}

/**
 * What to say of a construction whose jobs took longer than their lock lasts, or else than their budget; null where none
 * is known to have.
 */
export function observedDuration(queue: PlacedQueue, measured: readonly MeasuredQueue[]): ObservedDuration | null {
  const { lock, budget } = queue;
  if (!lock) return null;
  const own = measured.filter(({ ref }) => surelyMakes(queue, ref));
  const [worst] = own.toSorted((a, b) => longestOf(b) - longestOf(a));
  if (!worst) return null;
  const longest = longestOf(worst);
  const passed = [
    { ms: lock.ms, text: `the lock of ${seconds(lock.ms)} (${lock.source})` },
    ...(budget ? [{ ms: budget.ms, text: `their budget of ${seconds(budget.ms)} (${budget.source})` }] : []),
  ].find(({ ms }) => longest > ms);
  if (!passed) return null;
  const { connection, ref, durations, since } = worst;
  const longer = durations.filter((ms) => ms > passed.ms).length;
  const took =
    durations.length === 1
      ? seconds(longest)
      : `95 % took up to ${seconds(percentile(durations, 95))}, the longest ${seconds(longest)}`;
  const message =
    `Measured: ${count(longer)} of ${plural(durations.length, 'job')} of ${ref.name} on ${connection} took longer than ` +
    `${passed.text}: ${took}. ` +
    `Completed since ${dateAndTime(since)}; failed, retried and removed jobs do not count.`;
  return { message, longest };
}

/** A comment that declares what the longest job took as the budget, where a comment about the construction is. */
export interface BudgetComment extends CodePlace {
  /** `90s` */
  readonly budget: string;
  readonly newText: string;
}

/** null where the budget that is declared allows for it. */
export function budgetComment({ file, head, budget }: PlacedQueue, longest: number): BudgetComment | null {
  if (budget && budget.ms >= longest) return null;
  const declared = `${Math.ceil(longest / 1_000)}s`;
  const tag = `@jobBudget ${declared}`;
  if (budget?.source === '@jobBudget' && budget.place) return { ...budget.place, budget: declared, newText: tag };
  // The nearest comment counts, before what may be declared for several.
  const range = { start: head.start, end: head.start };
  return { file, range, budget: declared, newText: `/* ${tag} */ ` };
}

function longestOf({ durations }: MeasuredQueue): number {
  return durations.at(-1) ?? 0;
}

/** The least of these, in order, that so many per cent of them do not exceed. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
