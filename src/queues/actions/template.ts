import { queueKey, type QueueRef } from '../../bull/keys';
import { jobKeys } from '../job-keys';
import type { RedisConnection } from '../redis/connection';
import { isWrongType } from '../redis/replies';
import { readAsNew } from './copy';
import type { NewJob } from './new-job';

/** The newest job of a queue, as one like it would be added; null where it has none. @throws RedisProblem */
export async function readTemplate(connection: RedisConnection, queue: QueueRef): Promise<NewJob | null> {
  const newest = await newestOfEachState(connection, queue);
  const times = await connection.run((redis) =>
    Promise.all(jobKeys({ ref: queue }, newest).map((key) => redis.hgetBuffer(key, 'timestamp').catch(nothingOf))),
  );
  const byAge = newest
    .map((id, i) => ({ id, time: Number(times[i] ?? NaN) || 0 }))
    .toSorted((a, b) => b.time - a.time)
    .map(({ id }) => id);
  return (await readAsNew(connection, queue, byAge)).find((job) => job !== null) ?? null;
}

/** Those that were put there last. */
function newestOfEachState(connection: RedisConnection, queue: QueueRef): Promise<Buffer[]> {
  return connection.run(async (redis) => {
    const lists = (['wait', 'paused', 'active'] as const).map((list) =>
      redis.lrangeBuffer(queueKey(queue, list), 0, 0).catch(nothingOf),
    );
    const sets = (['completed', 'failed', 'delayed'] as const).map((set) =>
      redis.zrevrangeBuffer(queueKey(queue, set), 0, 0).catch(nothingOf),
    );
    return (await Promise.all([...lists, ...sets])).flatMap((ids) => ids ?? []);
  });
}

function nothingOf(error: Error): null {
  if (isWrongType(error)) return null;
  throw error;
}
