import { queueKey, type QueueRef } from '../../bull/keys';
import { argument, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { debounceKeys } from './debounce-keys';

/** What Bull keeps of a job elsewhere: the key that debounces it, and the sets of those that a limiter holds back. */
export async function besideJobs(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
): Promise<readonly Buffer[]> {
  const [debounced, limited] = await Promise.all([
    debounceKeys(connection, queue, ids),
    connection.run((redis) => redis.hmgetBuffer(queueKey(queue, 'limiter:index'), ...ids.map(argument))),
  ]);
  return [...debounced, ...limited.filter((key) => key !== null)];
}
