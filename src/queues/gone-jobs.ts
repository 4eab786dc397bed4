import type Redis from 'ioredis';
import { queueKey } from '../bull/keys';
import type { JobState } from '../bull/states';
import type { KnownQueue } from './counts';
import { dialectOf } from './dialects';
import { jobKeys } from './job-keys';

/** How many of the ids in a list name a job whose hash is not there any more. */
export interface GoneJobs {
  readonly count: number;
  /** How many ids were looked at: the first of the list, in the order in which it is shown. */
  readonly of: number;
}

/** Ids that are looked at, as many at a time as cost Redis a few ms. */
const LIMIT = 10_000;
const STEP = 2_000;

export async function countGone(redis: Redis, queue: KnownQueue, state: JobState): Promise<GoneJobs> {
  const { key, type, order } = dialectOf(queue).states[state];
  const list = queueKey(queue.ref, key);
  const countFrom = async (start: number): Promise<GoneJobs> => {
    const ids =
      type === 'list'
        ? await redis.lrangeBuffer(list, -(start + STEP), -(start + 1))
        : order === 'newest first'
          ? await redis.zrevrangeBuffer(list, start, start + STEP - 1)
          : await redis.zrangeBuffer(list, start, start + STEP - 1);
    const there = ids.length > 0 ? await redis.exists(jobKeys(queue, ids)) : 0;
    return { count: ids.length - there, of: ids.length };
  };
  const first = await countFrom(0);
  // Most lists end there.
  if (first.of < STEP) return first;
  const starts = Array.from({ length: LIMIT / STEP - 1 }, (_, i) => (i + 1) * STEP);
  const all = [first, ...(await Promise.all(starts.map(countFrom)))];
  const sum = (number: keyof GoneJobs) => all.reduce((total, some) => total + some[number], 0);
  return { count: sum('count'), of: sum('of') };
}
