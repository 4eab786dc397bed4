import moveToFinished from 'bull/lib/scripts/moveToFinished-9';
import type { QueueRef } from '../../bull/keys';
import type { JobState } from '../../bull/states';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, RESULTS } from './action';
import { besideJobs } from './beside-jobs';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';
import { standingInState, takeFromList } from './standing';

/** States of jobs that have yet to run. */
export type DiscardableState = Extract<JobState, 'waiting' | 'delayed' | 'paused' | 'priority'>;

/** Why a job has failed that had no reason to: no attempt of it did. */
export const DISCARDED = 'Discarded while it waited to run';

export const discardAction = new Action(
  'discard',
  {
    failed: ['ZSCORE', 'ZADD', 'ZREM'],
    active: ['LLEN', 'LRANGE'],
    wait: ['LLEN', 'LREM'],
    paused: ['LLEN', 'LREM'],
    delayed: ['ZSCORE', 'ZREM'],
    completed: ['ZSCORE'],
    priority: ['ZREM'],
    repeat: ['ZCOUNT'],
    'limiter:index': ['HGET', 'HMGET', 'HDEL'],
    'limiter:limited': ['SREM'],
    meta: ['HMGET'],
    job: ['TYPE', 'EXISTS', 'HGET', 'HMSET', 'HDEL'],
    lock: ['EXISTS'],
    other: ['PTTL', 'DEL', 'SREM'],
  },
  {
    check: `${standingInState}
local state, now = options[1], options[2]

local function standing(i)
  local result = standingIn(state, i)
  local isGone = result == ${RESULTS.done} and redis.call('EXISTS', jobs[i]) == 0
  return isGone and ${RESULTS.gone} or result
end`,
    change: each(`${takeFromList}
local keepsAll = cmsgpack.pack({ count = -1 })
local redisOfBull = ofBull(key.failed)

local function takeOut(id)
  if state == 'delayed' then return call('ZREM', key.delayed, id) end
  local taken = takeFromList(key.wait, id)
  if taken == 0 then taken = takeFromList(key.paused, id) end
  if taken > 0 then call('ZREM', key.priority, id) end
  return taken
end

-- Stands for the removal from the active list, and puts it first among the failed, so that even a Redis that refuses
-- against its word does not lose it.
local function move(id)
  call('ZADD', key.failed, now, id)
  local taken = takeOut(id)
  if taken == 0 then call('ZREM', key.failed, id) end
  return taken
end

local function moveToFailed(KEYS, ARGV)
  local redis = {
    call = function(command, ...)
      if command == 'LREM' then return move(ARGV[1]) end
      return redisOfBull.call(command, ...)
    end,
  }
${moveToFinished.content}
end

local function change(i)
  local id = ids[i]
  local reason = redis.call('HGET', jobs[i], 'failedReason') or '${DISCARDED}'
  local limited = read('HGET', key['limiter:index'], id)
  local result = moveToFailed(
    { key.active, key.failed, jobs[i], key.wait, key.priority, '', key.delayed, '', '' },
    { id, now, 'failedReason', reason, '0', keepsAll, cjson.encode({ jobId = id, val = reason }), '0', base, '', '', '' })
  if result ~= 0 then return ${RESULTS.notInState} end
  -- When an earlier attempt began: up to now it would seem to have run.
  call('HDEL', jobs[i], 'processedOn')
  if limited then
    call('SREM', limited, id)
    call('HDEL', key['limiter:index'], id)
  end
  return ${RESULTS.done}
end`),
  },
  besideJobs,
);

/**
 * Moves jobs that have yet to run to the failed ones, so that only a retry runs them: what `job.discard()` makes of an
 * attempt that fails in the worker's own process (bull 4.16.5 lib/job.js:298). Data, attempts, stack traces and the
 * reason of the last failure stay. `removeOnFail` is not heeded: neither the job nor an older one is removed. Never
 * throws: `problem` says what went wrong.
 */
export function discard(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  { state, ...progress }: ActionProgress & { readonly state: DiscardableState },
): Promise<ActionOutcome> {
  return perform(discardAction, connection, queue, ids, progress, () => [state === 'delayed' ? state : '', Date.now()]);
}
