import type { CountedQueue } from '../../actions/counted-queues';
import { inGroups } from '../../actions/groups';
import { describeRate } from '../../actions/pace';
import type { ActionOutcome, atPace, JobId, RedisConnection } from '../../queues';
import type { QueueFolder } from '../nodes/folders';
import { count } from '../../words';
import { askToGoOn } from './ask-to-go-on';
import { withCancel } from './with-cancel';

/** Jobs of one queue to which something is done. */
export interface Sure {
  readonly queue: QueueFolder;
  /** As it was before the person was asked about them: what is answered holds for no other. */
  readonly connection: RedisConnection;
  readonly ids: readonly JobId[];
  /** As `RetryOptions` has it. */
  readonly failedAt?: ReadonlyMap<string, number>;
}

export type Start = Parameters<typeof atPace>[0];

export interface How<T extends Sure> {
  readonly start: (some: T) => Start;
  readonly title: string;
  readonly finishedToo: boolean;
  readonly isDry?: boolean;
  /** Jobs a second; null for as fast as Redis goes. */
  readonly rate?: number | null;
  /** As `Pace` has it. */
  readonly keys?: ReadonlySet<string> | null;
  /** These jobs run then, so that it may be seen whether they fail. */
  readonly letsRun?: boolean;
}

export interface Performed {
  /** Of the jobs in the same place each. */
  readonly outcomes: readonly ActionOutcome[];
  /** How many of the jobs have run by the end of it, and failed; 0 where nobody looked. */
  readonly failedSince: number;
}

/**
 * Below one notification; null where a person has stopped a dry run. At a pace it is one queue and state after the
 * other: who does not go on where jobs fail again in one queue does not begin with the next.
 */
export async function performAll<T extends Sure>(
  chosen: readonly T[],
  { start, title, finishedToo, isDry = false, rate = null, keys = null, letsRun = false }: How<T>,
): Promise<Performed | null> {
  const { atPace } = await import('../../queues');
  const total = sum(chosen.map(({ ids }) => ids.length));
  return withCancel(
    rate === null ? title : `${title} at ${describeRate(rate)}`,
    async ({ signal, onProgress }) => {
      const outcomes: ActionOutcome[] = [];
      const stop = new AbortController();
      const anyStop = AbortSignal.any([signal, stop.signal]);
      const goesOn = async (failures: number, queue: string) => {
        const isGoingOn = await askToGoOn(failures, queue);
        if (!isGoingOn) stop.abort();
        return isGoingOn;
      };
      let before = 0;
      let failedBefore = 0;
      const perform = (some: T, onBatch: (done: number, failed?: number) => void) => {
        const { connection, queue, ids, failedAt } = some;
        const onFailedAgain = (failures: number) => goesOn(failures, queue.queue.ref.name);
        const pace = { rate, keys, ...(letsRun && { onFailedAgain }) };
        const progress = { signal: anyStop, isDry, onProgress: onBatch };
        const options = { ...progress, ...pace, finishedToo, ...(failedAt && { failedAt }) };
        return atPace(start(some))(connection, queue.queue, ids, options);
      };
      for (const group of rate === null ? inGroups(chosen) : chosen.map((some) => [some])) {
        const doneOf = group.map(() => 0);
        const failedOf = group.map(() => 0);
        const onBatch =
          (i: number) =>
          (done: number, failed = 0) => {
            [doneOf[i], failedOf[i]] = [done, failed];
            const all = failedBefore + sum(failedOf);
            onProgress(before + sum(doneOf), all > 0 ? { note: `${count(all)} failed` } : {});
          };
        outcomes.push(...(await Promise.all(group.map((some, i) => perform(some, onBatch(i))))));
        before += sum(group.map(({ ids }) => ids.length));
        failedBefore += sum(failedOf);
      }
      return isDry && signal.aborted ? null : { outcomes, failedSince: failedBefore };
    },
    total,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What of these jobs was not sent; each outcome is of the jobs in its place. */
export function unsentOf<T extends Sure>(chosen: readonly T[], outcomes: readonly ActionOutcome[]): T[] {
  return chosen
    .map((some, i) => ({ ...some, ids: outcomes[i]?.unsent ?? some.ids }))
    .filter(({ ids }) => ids.length > 0);
}

/** How many of these jobs are of which queue. */
export function countedQueues(chosen: readonly Pick<Sure, 'queue' | 'ids'>[]): CountedQueue[] {
  return [...new Set(chosen.map(({ queue }) => queue))].map((queue) => ({
    name: queue.queue.ref.name,
    jobs: chosen.filter((some) => some.queue === queue).reduce((jobs, { ids }) => jobs + ids.length, 0),
  }));
}
