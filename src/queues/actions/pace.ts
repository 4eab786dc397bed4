import { setTimeout as pause } from 'node:timers/promises';
import { queueKey, type QueueRef } from '../../bull/keys';
import { keyOfFailure } from '../causes/grouping';
import { readFacts } from '../causes/failed-jobs';
import { STEP } from '../listed-jobs';
import { readVagueTraces } from '../causes/vague-traces';
import type { KnownQueue } from '../counts';
import { jobId, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { emptyOutcome, together, type ActionOutcome } from './outcome';
import { retryMany, type RetryOptions } from './retry';

/** How fast, and until when, something is done that lets jobs run. */
export interface Pace {
  /** Jobs a second; null for as fast as Redis goes. */
  readonly rate: number | null;
  /** The keys of the groups that the jobs are of; null where they may have failed for any cause, or not at all. */
  readonly keys: ReadonlySet<string> | null;
  /**
   * So many of the jobs that have run have failed, of the same cause where `keys` says which. Nothing is sent until it
   * answers; false ends it.
   */
  readonly onFailedAgain?: (failures: number) => Promise<boolean>;
  /** As `ActionProgress` has it; at a rate with how many of the jobs that have run have failed, whatever the cause. */
  readonly onProgress?: (done: number, failed?: number) => void;
}

export type PacedRetryOptions = Omit<RetryOptions, 'onProgress'> & Pace;

/** What lets jobs run: a retry, say. */
type Start = (
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  options: RetryOptions,
) => Promise<ActionOutcome>;

/** ms between two batches. */
const BEAT = 200;

/** ms between two looks at what has failed again. */
const LOOK = 1_000;

/** Jobs that have to fail again before that is told. */
const WORTH_A_PAUSE = 5;

/** Retries failed jobs in bulk at a pace. Never throws: `problem` says what went wrong. */
export const retryPaced = atPace(retryMany);

/** The same no faster than `rate`, which pauses where the jobs fail. Never throws: `problem` says what went wrong. */
export function atPace(start: Start) {
  return async (
    connection: RedisConnection,
    queue: KnownQueue,
    ids: readonly JobId[],
    { rate, keys, onFailedAgain, onProgress, ...options }: PacedRetryOptions,
  ): Promise<ActionOutcome> => {
    if (rate === null) return start(connection, queue.ref, ids, { ...options, onProgress });
    const { signal } = options;
    const relapses = new Relapses(connection, queue, keys);
    const outcomes: ActionOutcome[] = [];
    let begun = performance.now();
    let counted = 0;
    let taken = 0;
    let looked = begun;
    while (taken < ids.length && !signal?.aborted && !outcomes.at(-1)?.problem) {
      const due = Math.floor(((performance.now() - begun) / 1_000 + BEAT / 1_000) * rate) - (taken - counted);
      if (due >= 1) {
        const batch = ids.slice(taken, taken + due);
        taken += batch.length;
        const some = await start(connection, queue.ref, batch, options);
        outcomes.push(some);
        relapses.watch(some.done);
        onProgress?.(taken, relapses.failed);
      }
      if (onFailedAgain && performance.now() - looked >= LOOK) {
        looked = performance.now();
        const failures = await relapses.look();
        if (failures >= WORTH_A_PAUSE) {
          if (!(await onFailedAgain(failures))) break;
          relapses.forget();
          [begun, counted] = [performance.now(), taken];
        }
      }
      if (taken < ids.length) await pause(BEAT, undefined, { signal }).catch(() => {});
    }
    if (onFailedAgain && taken > 0 && !outcomes.at(-1)?.problem) {
      await relapses.look();
      onProgress?.(taken, relapses.failed);
    }
    return together([...outcomes, { ...emptyOutcome(), unsent: ids.slice(taken) }]);
  };
}

/** Which of the jobs that were let run have failed: those that are in the failed set by now. */
class Relapses {
  private readonly waiting = new Set<string>();
  private failures = 0;
  /** How many have failed, whatever the cause, as of the last look. */
  failed = 0;

  constructor(
    private readonly connection: RedisConnection,
    private readonly queue: KnownQueue,
    private readonly keys: ReadonlySet<string> | null,
  ) {}

  watch(jobs: readonly JobId[]): void {
    for (const { key } of jobs) this.waiting.add(key);
  }

  /** How many there are by now. What cannot be read is looked for at the next look. */
  async look(): Promise<number> {
    try {
      for (let start = 0; await this.countIn(await this.newest(start)); start += STEP);
    } catch {
      // Whoever sends the next batch finds out, and says so.
    }
    return this.failures;
  }

  forget(): void {
    this.failures = 0;
  }

  /** Whether there may be more of them below. */
  private async countIn(newest: readonly { readonly id: Buffer }[]): Promise<boolean> {
    const again = newest.filter(({ id }) => this.waiting.has(jobId(id).key));
    const isOfGroups = await this.ofGroups(again);
    this.failed += again.length;
    again.forEach(({ id }, i) => {
      this.waiting.delete(jobId(id).key);
      if (isOfGroups[i]) this.failures++;
    });
    return newest.length === STEP && again.length > 0;
  }

  private async newest(start: number): Promise<{ readonly id: Buffer }[]> {
    const key = queueKey(this.queue.ref, 'failed');
    const ids = await this.connection.run((redis) => redis.zrevrangeBuffer(key, start, start + STEP - 1));
    return ids.map((id) => ({ id }));
  }

  /** Whether each has failed for a cause that `keys` names. */
  private async ofGroups(jobs: readonly { readonly id: Buffer }[]): Promise<boolean[]> {
    const { connection, queue, keys } = this;
    if (!keys) return jobs.map(() => true);
    const facts = await readFacts(connection, queue, jobs);
    const traces = await readVagueTraces(connection, queue, jobs, facts);
    return facts.map(
      (fact, i) => fact !== null && keys.has(keyOfFailure({ message: fact.reason, trace: traces[i] ?? null })),
    );
  }
}
