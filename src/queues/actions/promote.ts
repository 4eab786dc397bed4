import { randomUUID } from 'node:crypto';
import promoteJob from 'bull/lib/scripts/promote-5';
import type { QueueRef } from '../../bull/keys';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, mustBeSortedSet, mustBeWaitingList, RESULTS } from './action';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';

export const promoteAction = new Action(
  'promote',
  {
    delayed: ['ZSCORE', 'ZREM'],
    wait: ['TYPE', 'LPUSH', 'LLEN', 'LINDEX', 'LINSERT', 'RPUSH'],
    paused: ['TYPE', 'LPUSH', 'LLEN', 'LINDEX', 'LINSERT', 'RPUSH'],
    priority: ['TYPE', 'ZADD', 'ZCOUNT'],
    'meta-paused': ['EXISTS'],
    meta: ['HMGET'],
    job: ['HLEN', 'HGET', 'HSET'],
    lock: ['EXISTS'],
  },
  {
    check: `${mustBeWaitingList}
${mustBeSortedSet('priority')}

local function standing(i)
  local fields = read('HLEN', jobs[i])
  if not fields then return ${RESULTS.notInState} end
  if fields == 0 then return ${RESULTS.gone} end
  if not redis.call('ZSCORE', key.delayed, ids[i]) then return ${RESULTS.notInState} end
  if redis.call('EXISTS', lock(i)) == 1 then return ${RESULTS.locked} end
  return ${RESULTS.done}
end`,
    change: each(`
local token = options[1]
local redisOfBull = ofBull(key.wait .. 'ing@' .. token)

local function promote(KEYS, ARGV)
  local redis = redisOfBull
${promoteJob.content}
end

local function change(i)
  local result = promote({ key.delayed, key.wait, key.paused, key['meta-paused'], key.priority }, { base, ids[i], token })
  return result == 0 and ${RESULTS.done} or ${RESULTS.notInState}
end`),
  },
);

/** Lets delayed jobs run now, as Bull's `job.promote()` would. Never throws: `problem` says what went wrong. */
export function promote(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  progress: ActionProgress = {},
): Promise<ActionOutcome> {
  const token = randomUUID();
  return perform(promoteAction, connection, queue, ids, progress, () => [token]);
}
