import type Redis from 'ioredis';
import { queueKey } from '../bull/keys';
import type { JobState } from '../bull/states';
import type { KnownQueue } from './counts';
import { dialectOf } from './dialects';
import type { RedisConnection } from './redis/connection';
import { readScored } from './scored-ids';

/** An id where a queue holds the jobs of a state. */
export interface ListedJob {
  readonly id: Buffer;
  /** As Redis writes it; null in a list. */
  readonly score: Buffer | null;
}

/** Ids that are read at a time, and jobs that one command then looks at: some 3 ms of Redis's time. */
export const STEP = 500;

/** Ids that are read twice: unless more jobs than these go between two steps, none is passed over. */
const OVERLAP = 50;

/**
 * The ids of a queue's jobs in a state, up to `STEP` at a time, some of them twice: failed, completed and waiting ones
 * newest first, delayed ones and those with a priority in the order in which they will run. It needs no right that the rows of the jobs do not need.
 *
 * @throws RedisProblem
 */
export async function* listedJobs(
  connection: RedisConnection,
  queue: KnownQueue,
  state: JobState,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedJob[], void> {
  let start = 0;
  /** The last ones of the step before; null where nothing was read, or it was gone back. */
  let before: ReadonlySet<string> | null = null;
  while (!signal.aborted) {
    const from = start;
    const listed = await connection.run((redis) => readFrom(redis, queue, state, from));
    if (before && !listed.some(({ id }) => before?.has(keyOf(id)))) {
      start = Math.max(0, start - STEP);
      before = null;
      continue;
    }
    yield listed;
    if (listed.length < STEP) return;
    before = new Set(listed.slice(-OVERLAP).map(({ id }) => keyOf(id)));
    start += STEP - OVERLAP;
  }
}

/** Each byte as a character: ids may be any bytes. */
export function keyOf(id: Buffer): string {
  return id.toString('latin1');
}

/** Of a list its head, where jobs are put: what is taken from its tail meanwhile moves nothing. */
async function readFrom(
  redis: Redis,
  queue: KnownQueue,
  state: JobState,
  start: number,
): Promise<readonly ListedJob[]> {
  const { key, type, order } = dialectOf(queue).states[state];
  const list = queueKey(queue.ref, key);
  if (type === 'zset') return readScored(redis, list, start, STEP, order === 'newest first' ? 'ZREVRANGE' : 'ZRANGE');
  return (await redis.lrangeBuffer(list, start, start + STEP - 1)).map((id) => ({ id, score: null }));
}
