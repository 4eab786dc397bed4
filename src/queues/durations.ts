import { queueKey } from '../bull/keys';
import { allWorkedOn } from './ahead';
import type { KnownQueue } from './counts';
import { dialectOf } from './dialects';
import { jobKeys } from './job-keys';
import type { RedisConnection } from './redis/connection';
import { refusalIn } from './redis/replies';
import { slices } from './slices';

/** How long jobs that completed at their first run took, from its start to its end. */
export interface Durations {
  /** ms, the shortest first; never empty. */
  readonly all: readonly number[];
  /** When the first of these jobs was done, in ms since the epoch. */
  readonly since: number;
}

/** The newest completed jobs that are looked at. */
const NEWEST = 1_000;

/** Jobs of which one pipeline asks: a ms or two of Redis's time. */
const STEP = 250;

/** `attemptsMade` counts failures (bull 4.16.5 lib/job.js:586), `retriedOn` is when a person retried (reprocessJob-6.lua). */
const FIELDS = ['processedOn', 'finishedOn', 'attemptsMade', 'retriedOn', 'stalledCounter'] as const;

/**
 * Of the newest 1,000 completed jobs that Redis still holds; null where there is none that ran once only.
 *
 * @throws RedisProblem
 */
export async function readDurations(connection: RedisConnection, queue: KnownQueue): Promise<Durations | null> {
  const key = queueKey(queue.ref, dialectOf(queue).states.completed.key);
  const ids = await connection.run((redis) => redis.zrevrangeBuffer(key, 0, NEWEST - 1));
  const read = (some: readonly Buffer[]) => readRuns(connection, queue, some);
  const runs = (await allWorkedOn(slices(ids, STEP), connection, read)).flat();
  if (runs.length === 0) return null;
  return {
    all: runs.map(({ ms }) => ms).sort((a, b) => a - b),
    since: Math.min(...runs.map(({ finishedOn }) => finishedOn)),
  };
}

interface Run {
  readonly ms: number;
  readonly finishedOn: number;
}

async function readRuns(connection: RedisConnection, queue: KnownQueue, ids: readonly Buffer[]): Promise<Run[]> {
  const replies = await connection.run(async (redis) => {
    const pipeline = redis.pipeline();
    for (const key of jobKeys(queue, ids)) pipeline.hmget(key, ...FIELDS);
    const all = (await pipeline.exec()) ?? [];
    const refusal = refusalIn(all);
    if (refusal) throw refusal;
    return all.map(([, reply]) => (reply ?? []) as readonly (string | null)[]);
  });
  return replies.flatMap(onlyRun);
}

/** Nothing of a job that ran more than once, or whose times are none. */
function onlyRun([processedOn, finishedOn, ...others]: readonly (string | null)[]): Run[] {
  const isRetried = others.some((field) => field && field !== '0');
  const [start, end] = [timeIn(processedOn), timeIn(finishedOn)];
  return isRetried || start === null || end === null || end < start ? [] : [{ ms: end - start, finishedOn: end }];
}

function timeIn(text: string | null | undefined): number | null {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
