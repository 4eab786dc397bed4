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
  let [count, of] = [0, 0];
  while (of < LIMIT) {
    const ids =
      type === 'list'
        ? await redis.lrangeBuffer(list, -(of + STEP), -(of + 1))
        : order === 'newest first'
          ? await redis.zrevrangeBuffer(list, of, of + STEP - 1)
          : await redis.zrangeBuffer(list, of, of + STEP - 1);
    if (ids.length > 0) count += ids.length - (await redis.exists(jobKeys(queue, ids)));
    of += ids.length;
    if (ids.length < STEP) break;
  }
  return { count, of };
}
