import { createHash, randomUUID } from 'node:crypto';
import updateData from 'bull/lib/scripts/updateData-1';
import { keyBase, type QueueRef } from '../../bull/keys';
import { argument, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, joinKeys, RESULTS } from './action';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';
import { checkFailed, failedJob, reprocess } from './retry';

/** The data that a person has looked at, and what they have made of it. */
export interface EditedData {
  readonly before: Buffer;
  /** JSON, which Redis gets as it is. */
  readonly after: string;
}

export const retryEditedAction = new Action('retryEdited', failedJob, {
  check: `${checkFailed}
local standingOfFailed = standing
function standing(i)
  local result = standingOfFailed(i)
  if result ~= ${RESULTS.done} then return result end
  -- Somebody else has changed the data meanwhile.
  if redis.sha1hex(redis.call('HGET', jobs[i], 'data') or '') ~= options[5] then return ${RESULTS.notInState} end
  return result
end`,
  change: each(`${reprocess}

local function update(KEYS, ARGV)
  local redis = { call = call }
${updateData.content}
end

local retry = change
function change(i)
  local result = retry(i)
  if result == ${RESULTS.done} then update({ jobs[i] }, { options[6] }) end
  return result
end`),
});

/** The data of a job as Redis holds it; null where there is none, or no such job. @throws RedisProblem */
export function readData(connection: RedisConnection, queue: QueueRef, id: JobId): Promise<Buffer | null> {
  return connection.run((redis) => redis.hgetBuffer(joinKeys(keyBase(queue), argument(id)), 'data'));
}

/**
 * Retries failed jobs with other data, as Bull's `job.update()` and `job.retry()` would; those only whose data is still
 * as it was before. Never throws: `problem` says what went wrong.
 */
export function retryEdited(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  { before, after, ...progress }: EditedData & ActionProgress,
): Promise<ActionOutcome> {
  const digest = createHash('sha1').update(before).digest('hex');
  const options = ['finished too', '', randomUUID(), Date.now(), digest, after];
  return perform(retryEditedAction, connection, queue, ids, progress, () => options);
}
