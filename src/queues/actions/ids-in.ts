import { keyBase, queueKey } from '../../bull/keys';
import type { JobState } from '../../bull/states';
import type { KnownQueue } from '../counts';
import { dialectOf } from '../dialects';
import { argument, jobId, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { isWrongType } from '../redis/replies';
import { readScored } from '../scored-ids';
import { joinKeys } from './action';

/** Jobs that one step reads: a few ms of Redis's time. */
const STEP = 5_000;

export interface WhichJobs {
  readonly signal?: AbortSignal;
  /** Those only that have finished, or where they have not, were added before: ms since the epoch. */
  readonly before?: number;
}

/** The jobs of a queue in a state, each once: of a list the next first, of a sorted set the lowest score. @throws RedisProblem */
export async function idsIn(
  connection: RedisConnection,
  queue: KnownQueue,
  state: JobState,
  { signal, before }: WhichJobs = {},
): Promise<JobId[]> {
  const found = new Map<string, JobId>();
  for (let first = 0; !signal?.aborted; first += STEP) {
    const page = await readPage(connection, queue, state, first);
    const isOld = before === undefined ? null : await areOlder(connection, queue, state, page, before);
    page.forEach(({ id }, i) => isOld?.[i] !== false && found.set(id.key, id));
    if (page.length < STEP) break;
  }
  return [...found.values()];
}

interface Listed {
  readonly id: JobId;
  /** NaN in a list. */
  readonly score: number;
}

function readPage(
  connection: RedisConnection,
  queue: KnownQueue,
  state: JobState,
  first: number,
): Promise<readonly Listed[]> {
  const { key, type } = dialectOf(queue).states[state];
  const list = queueKey(queue.ref, key);
  return connection.run(async (redis) => {
    if (type === 'list') {
      const ids = await redis.lrangeBuffer(list, -(first + STEP), -(first + 1));
      return ids.reverse().map((id) => ({ id: jobId(id), score: NaN }));
    }
    const members = await readScored(redis, list, first, STEP, 'ZRANGE');
    return members.map(({ id, score }) => ({ id: jobId(id), score: Number(score) }));
  });
}

/** Of a job that says no time it is not known: it is none of the old ones. */
async function areOlder(
  connection: RedisConnection,
  queue: KnownQueue,
  state: JobState,
  page: readonly Listed[],
  before: number,
): Promise<boolean[]> {
  if (state === 'failed' || state === 'completed') return page.map(({ score }) => score < before);
  const base = keyBase(queue.ref);
  const times = await connection.run((redis) =>
    Promise.all(
      page.map(({ id }) =>
        redis.hgetBuffer(joinKeys(base, argument(id)), 'timestamp').catch((error: Error) => {
          if (isWrongType(error)) return null;
          throw error;
        }),
      ),
    ),
  );
  return times.map((time) => time !== null && Number(time) < before);
}
