import type Redis from 'ioredis';
import { queueKey } from '../bull/keys';
import type { JobState } from '../bull/states';
import { ahead } from './ahead';
import type { KnownQueue } from './counts';
import { dialectOf } from './dialects';
import type { RedisConnection } from './redis/connection';
import { readScored } from './scored-ids';
import { slices } from './slices';

/** An id where a queue holds the jobs of a state. */
export interface ListedJob {
  readonly id: Buffer;
  /** As Redis writes it; null in a list. */
  readonly score: Buffer | null;
}

/** Jobs that one command looks at: some 3 ms of Redis's time. */
export const STEP = 500;

/** Ids that are read at a time: so many first, which is all that is new most times, then twice as many each time. */
const FIRST_PAGE = STEP;
const LARGEST_PAGE = 8 * STEP;

/** Of a page that is asked for twice: unless more jobs than these go between two pages, none is passed over. */
const OVERLAP = 0.1;

/**
 * The ids of a queue's jobs in a state, up to `STEP` at a time: failed, completed and waiting ones newest first, delayed
 * ones and those with a priority in the order in which they will run. Where hundreds come or go between two steps, some
 * may come twice. It needs no right that the rows of the jobs do not need. The first are asked for at once, and more of
 * them before they are wanted.
 *
 * @throws RedisProblem
 */
export function listedJobs(
  connection: RedisConnection,
  queue: KnownQueue,
  state: JobState,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedJob[], void> {
  return inSteps(ahead(pages(connection, queue, state, signal)));
}

async function* inSteps(pages: AsyncGenerator<readonly ListedJob[], void>): AsyncGenerator<readonly ListedJob[], void> {
  for await (const page of pages) yield* slices(page, STEP);
}

async function* pages(
  connection: RedisConnection,
  queue: KnownQueue,
  state: JobState,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedJob[], void> {
  let [start, width] = [0, FIRST_PAGE];
  /** The last ones of the page before. */
  let before: ReadonlySet<string> = new Set();
  let mustMeet = false;
  while (!signal.aborted) {
    const [from, count] = [start, width];
    const listed = await connection.run((redis) => readFrom(redis, queue, state, from, count));
    const fresh = listed.slice(endOf(before, listed));
    if (mustMeet && fresh.length === listed.length) {
      start = Math.max(0, start - width);
      mustMeet = false;
      continue;
    }
    yield fresh;
    if (listed.length < width) return;
    const overlap = width * OVERLAP;
    before = new Set(listed.slice(-overlap).map(({ id }) => keyOf(id)));
    mustMeet = true;
    start += width - overlap;
    width = Math.min(2 * width, LARGEST_PAGE);
  }
}

/** Where those of the step before end among these; 0 where none of them is there. */
function endOf(before: ReadonlySet<string>, listed: readonly ListedJob[]): number {
  const isOfBefore = ({ id }: ListedJob) => before.has(keyOf(id));
  const first = before.size === 0 ? -1 : listed.findIndex(isOfBefore);
  if (first < 0) return 0;
  const rest = listed.slice(first).findIndex((job) => !isOfBefore(job));
  return rest < 0 ? listed.length : first + rest;
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
  count: number,
): Promise<readonly ListedJob[]> {
  const { key, type, order } = dialectOf(queue).states[state];
  const list = queueKey(queue.ref, key);
  if (type === 'zset') return readScored(redis, list, start, count, order === 'newest first' ? 'ZREVRANGE' : 'ZRANGE');
  return (await redis.lrangeBuffer(list, start, start + count - 1)).map((id) => ({ id, score: null }));
}
