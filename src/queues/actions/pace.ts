import { setTimeout as pause } from 'node:timers/promises';
import { queueKey } from '../../bull/keys';
import { keyOfFailure } from '../causes/grouping';
import { readFacts } from '../causes/failed-jobs';
import { STEP } from '../listed-jobs';
import { readVagueTraces } from '../causes/vague-traces';
import type { KnownQueue } from '../counts';
import { jobId, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import type { ActionOutcome } from './perform';
import { retryMany, type RetryOptions } from './retry';

export interface PacedRetryOptions extends RetryOptions {
  /** Jobs a second; null for as fast as Redis goes. */
  readonly rate: number | null;
  /** The keys of the groups that the jobs are of; null where they may have failed for any cause. */
  readonly keys: ReadonlySet<string> | null;
  /**
   * So many of the jobs that were retried have failed again, of the same cause where `keys` says which. Nothing is sent
   * until it answers; false ends the retry.
   */
  readonly onFailedAgain?: (failures: number) => Promise<boolean>;
}

/** ms between two batches. */
const BEAT = 200;

/** ms between two looks at what has failed again. */
const LOOK = 1_000;

/** Jobs that have to fail again before that is told. */
const WORTH_A_PAUSE = 5;

/**
 * Retries failed jobs in bulk, no faster than `rate`, and pauses where they fail again. Never throws: `problem` says
 * what went wrong.
 */
export async function retryPaced(
  connection: RedisConnection,
  queue: KnownQueue,
  ids: readonly JobId[],
  { rate, keys, onFailedAgain, ...options }: PacedRetryOptions,
): Promise<ActionOutcome> {
  if (rate === null) return retryMany(connection, queue.ref, ids, options);
  const { signal, onProgress } = options;
  const relapses = new Relapses(connection, queue, keys);
  let outcome = await retryMany(connection, queue.ref, [], {});
  let start = performance.now();
  let counted = 0;
  let taken = 0;
  let looked = start;
  while (taken < ids.length && !signal?.aborted && !outcome.problem) {
    const due = Math.floor(((performance.now() - start) / 1_000 + BEAT / 1_000) * rate) - (taken - counted);
    if (due >= 1) {
      const batch = ids.slice(taken, taken + due);
      taken += batch.length;
      const some = await retryMany(connection, queue.ref, batch, { ...options, onProgress: undefined });
      outcome = together(outcome, some);
      relapses.retried(some.done);
      onProgress?.(taken);
    }
    if (onFailedAgain && performance.now() - looked >= LOOK) {
      looked = performance.now();
      const failures = await relapses.look();
      if (failures >= WORTH_A_PAUSE) {
        if (!(await onFailedAgain(failures))) break;
        relapses.forget();
        [start, counted] = [performance.now(), taken];
      }
    }
    if (taken < ids.length) await pause(BEAT, undefined, { signal }).catch(() => {});
  }
  return { ...outcome, unsent: [...outcome.unsent, ...ids.slice(taken)] };
}

function together(before: ActionOutcome, { problem, ...some }: ActionOutcome): ActionOutcome {
  const ends = Object.entries(some) as [Exclude<keyof ActionOutcome, 'problem'>, JobId[]][];
  for (const [end, jobs] of ends) for (const job of jobs) before[end].push(job);
  return { ...before, problem };
}

/** Which of the jobs that were retried have failed again: those that are in the failed set once more. */
class Relapses {
  private readonly waiting = new Set<string>();
  private failures = 0;

  constructor(
    private readonly connection: RedisConnection,
    private readonly queue: KnownQueue,
    private readonly keys: ReadonlySet<string> | null,
  ) {}

  retried(jobs: readonly JobId[]): void {
    for (const { key } of jobs) this.waiting.add(key);
  }

  /** How many there are by now. What cannot be read is looked for at the next look. */
  async look(): Promise<number> {
    try {
      const again = (await this.newest()).filter(({ id }) => this.waiting.has(jobId(id).key));
      const isOfGroups = await this.ofGroups(again);
      again.forEach(({ id }, i) => {
        this.waiting.delete(jobId(id).key);
        if (isOfGroups[i]) this.failures++;
      });
    } catch {
      // Whoever sends the next batch finds out, and says so.
    }
    return this.failures;
  }

  forget(): void {
    this.failures = 0;
  }

  private async newest(): Promise<{ readonly id: Buffer }[]> {
    const key = queueKey(this.queue.ref, 'failed');
    const ids = await this.connection.run((redis) => redis.zrevrangeBuffer(key, 0, STEP - 1));
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
