import type { CountedQueue } from '../../actions/counted-queues';
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
 * One queue and state after the other, below one notification; null where a person has stopped a dry run. Who does not
 * go on where jobs fail again in one queue does not begin with the next.
 */
export async function performAll<T extends Sure>(
  chosen: readonly T[],
  { start, title, finishedToo, isDry = false, rate = null, keys = null, letsRun = false }: How<T>,
): Promise<Performed | null> {
  const { atPace } = await import('../../queues');
  const total = chosen.reduce((sum, { ids }) => sum + ids.length, 0);
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
      for (const some of chosen) {
        let failedHere = 0;
        const onBatch = (done: number, failed = 0) => {
          failedHere = failed;
          const all = failedBefore + failed;
          onProgress(before + done, all > 0 ? { note: `${count(all)} failed` } : {});
        };
        const { connection, queue, ids, failedAt } = some;
        const onFailedAgain = (failures: number) => goesOn(failures, queue.queue.ref.name);
        const pace = { rate, keys, ...(letsRun && { onFailedAgain }) };
        const progress = { signal: anyStop, isDry, onProgress: onBatch };
        const options = { ...progress, ...pace, finishedToo, ...(failedAt && { failedAt }) };
        outcomes.push(await atPace(start(some))(connection, queue.queue, ids, options));
        before += ids.length;
        failedBefore += failedHere;
      }
      return isDry && signal.aborted ? null : { outcomes, failedSince: failedBefore };
    },
    total,
  );
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
    jobs: chosen.filter((some) => some.queue === queue).reduce((sum, { ids }) => sum + ids.length, 0),
  }));
}
