import { keyBase, type QueueRef } from '../../bull/keys';
import { argument, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { isWrongType } from '../redis/replies';
import { joinKeys } from './action';

/** The keys that the jobs are debounced by. */
export async function debounceKeys(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
): Promise<readonly Buffer[]> {
  const base = keyBase(queue);
  const debounced = await connection.run((redis) =>
    Promise.all(
      ids.map((id) =>
        redis.hgetBuffer(joinKeys(base, argument(id)), 'deid').catch((error: Error) => {
          // No job: its key holds something else.
          if (isWrongType(error)) return null;
          throw error;
        }),
      ),
    ),
  );
  return debounced.flatMap((id) => (id ? [Buffer.concat([Buffer.from(`${base}de:`), id])] : []));
}
