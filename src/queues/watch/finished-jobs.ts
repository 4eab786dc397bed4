import type Redis from 'ioredis';
import { queueKey } from '../../bull/keys';
import type { KnownQueue } from '../counts';
import { dialectOf } from '../dialects';
import { readJobsOf, type JobRow } from '../jobs';
import { readScored } from '../scored-ids';
import { slices } from '../slices';

export type FinishedState = 'completed' | 'failed';

/** An id in one of the two sets, and its score: when it finished, by its worker's clock, in ms since the epoch. */
export interface FinishedId {
  readonly id: Buffer;
  readonly time: number;
}

const PAGE = 1_000;
/** Jobs whose rows are read in one command. */
const ROWS = 500;

/** When the newest finished, or 0. */
export async function newestTime(redis: Redis, queue: KnownQueue, state: FinishedState): Promise<number> {
  const [newest] = await readPage(redis, queue, state, 0, 1);
  return newest?.time ?? 0;
}

/** Those that finished at that time or later, newest first; one may be there twice where jobs finish meanwhile. */
export async function finishedSince(
  redis: Redis,
  queue: KnownQueue,
  state: FinishedState,
  time: number,
): Promise<FinishedId[]> {
  const found: FinishedId[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await readPage(redis, queue, state, offset, PAGE);
    const since = page.filter((job) => job.time >= time);
    found.push(...since);
    if (since.length < PAGE) return found;
  }
}

async function readPage(redis: Redis, queue: KnownQueue, state: FinishedState, offset: number, size: number) {
  const key = queueKey(queue.ref, dialectOf(queue).states[state].key);
  return (await readScored(redis, key, offset, size)).map(({ id, score }) => ({ id, time: Number(score) }));
}

/** A row for each id, in their order. */
export async function readFinished(
  redis: Redis,
  queue: KnownQueue,
  state: FinishedState,
  ids: readonly Buffer[],
): Promise<JobRow[]> {
  const rows: JobRow[] = [];
  for (const some of slices(ids, ROWS)) rows.push(...(await readJobsOf(redis, queue, state, some)));
  return rows;
}
