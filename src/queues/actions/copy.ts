import type { QueueRef } from '../../bull/keys';
import { ahead } from '../ahead';
import { decode, jobId, type JobId } from '../job-id';
import { jobKeys } from '../job-keys';
import type { RedisConnection } from '../redis/connection';
import { explain } from '../redis/problem';
import { isWrongType } from '../redis/replies';
import { bySize } from '../export/whole-jobs';
import { slices } from '../slices';
import { addJobs } from './add';
import { optionsForAnother, type NewJob } from './new-job';
import { emptyOutcome, together, type ActionOutcome } from './outcome';
import type { ActionProgress } from './perform';

/** Jobs that are looked at together, and bytes of those that are read, with one job more. */
const STEP = 1_000;
const STEP_BYTES = 4 * 1024 * 1024;

/**
 * Adds jobs like these to another queue of the same Redis: with their names, their data and their options, but those
 * that belong to one job only. They themselves stay as they are. Never throws: `problem` says what went wrong.
 */
export async function copyJobs(
  connection: RedisConnection,
  from: QueueRef,
  to: QueueRef,
  ids: readonly JobId[],
  { signal, isDry = false, onProgress }: ActionProgress = {},
): Promise<ActionOutcome> {
  const outcomes: ActionOutcome[] = [];
  let dealtWith = 0;
  try {
    for await (const { some, tooLarge, jobs } of ahead(readSome(connection, from, ids, isDry))) {
      if (signal?.aborted) break;
      const isThere = (_: unknown, i: number) => jobs[i] !== null;
      const fresh = jobs.filter((job) => job !== null);
      const added = await addJobs(connection, to, some.filter(isThere).map(jobId), fresh, { isDry });
      const gone = some.filter((_, i) => jobs[i] === null).map(jobId);
      outcomes.push({ ...emptyOutcome(), gone, unsent: tooLarge.map(jobId) }, added);
      dealtWith += some.length + tooLarge.length;
      onProgress?.(dealtWith);
      if (added.problem) break;
    }
  } catch (error) {
    outcomes.push({ ...emptyOutcome(), problem: explain(error, connection.spec) });
  }
  return together([...outcomes, { ...emptyOutcome(), unsent: ids.slice(dealtWith) }]);
}

/** Each as it would be added, those that can be read together at a time. @throws RedisProblem */
async function* readSome(connection: RedisConnection, from: QueueRef, ids: readonly JobId[], isDry: boolean) {
  const bytes = ids.map((id) => id.bytes);
  for await (const { some, tooLarge } of bySize(connection, { ref: from }, slices(bytes, STEP), STEP_BYTES))
    yield { some, tooLarge, jobs: await (isDry ? countedAsNew : readAsNew)(connection, from, some) };
}

/** The same of jobs that are only counted: none of their data is read. @throws RedisProblem */
async function countedAsNew(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly Buffer[],
): Promise<(NewJob | null)[]> {
  const areThere = await connection.run((redis) =>
    Promise.all(
      jobKeys({ ref: queue }, ids).map((key) =>
        redis.hexists(key, 'data').catch((error: Error) => {
          if (isWrongType(error)) return 0;
          throw error;
        }),
      ),
    ),
  );
  return areThere.map((isThere) => (isThere === 1 ? { name: '', data: '', options: '{}' } : null));
}

/** Each as it would be added; null of one that is not there. @throws RedisProblem */
export async function readAsNew(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly Buffer[],
): Promise<(NewJob | null)[]> {
  const hashes = await connection.run((redis) =>
    Promise.all(
      jobKeys({ ref: queue }, ids).map((key) =>
        redis.hmgetBuffer(key, 'name', 'data', 'opts').catch((error: Error) => {
          if (isWrongType(error)) return [];
          throw error;
        }),
      ),
    ),
  );
  return hashes.map(([name, data, options]) =>
    name && data ? { name, data, options: optionsForAnother(decode(options ?? Buffer.from('{}'))) } : null,
  );
}
