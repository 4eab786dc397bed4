import removeJob from 'bull/lib/scripts/removeJob-11';
import type { QueueRef } from '../../bull/keys';
import type { JobState } from '../../bull/states';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, RESULTS } from './action';
import { besideJobs } from './beside-jobs';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';
import { standingInState, takeFromList } from './standing';

/** States of which jobs can be removed: an active one is in the hands of a worker. */
export type RemovableState = Exclude<JobState, 'active'>;

export const removeAction = new Action(
  'remove',
  {
    active: ['LLEN', 'LRANGE', 'LREM'],
    wait: ['LLEN', 'LREM'],
    paused: ['LLEN', 'LREM'],
    delayed: ['ZSCORE', 'ZREM'],
    completed: ['ZSCORE', 'ZREM'],
    failed: ['ZSCORE', 'ZREM'],
    priority: ['ZREM'],
    repeat: ['ZCOUNT'],
    'limiter:index': ['HGET', 'HDEL', 'HMGET'],
    'limiter:limited': ['SREM'],
    meta: ['HMGET'],
    job: ['TYPE', 'HGET', 'DEL'],
    lock: ['EXISTS', 'GET'],
    logs: ['DEL'],
    other: ['DEL', 'SREM'],
  },
  {
    check: `${standingInState}
local state, isOneFailure = options[1], options[2] == 'this time'

local function standing(i)
  local result, score = standingIn(state, i)
  local isOther = isOneFailure and result == ${RESULTS.done} and tonumber(score) ~= tonumber(options[#options - count + i])
  return isOther and ${RESULTS.notInState} or result
end`,
    change: each(`${takeFromList}

-- What stands in a sorted set stands in none of the three lists.
local function removeFromList(list, _, id)
  return state == '' and takeFromList(list, id) or 0
end

local function remove(KEYS, ARGV)
  local redis = {
    call = function(command, ...)
      if command == 'LREM' then return removeFromList(...) end
      return call(command, ...)
    end,
  }
${removeJob.content}
end

local function change(i)
  local result = remove(
    { key.active, key.wait, key.delayed, key.paused, key.completed, key.failed, key.priority,
      jobs[i], logs(i), base .. 'limiter', base },
    { ids[i], '' })
  return result == 1 and ${RESULTS.done} or ${RESULTS.locked}
end`),
  },
  besideJobs,
);

export interface RemoveOptions extends ActionProgress {
  /** As `RetryOptions` has it: one that has failed again since is left as it is. */
  readonly failedAt?: ReadonlyMap<string, number>;
}

/**
 * Removes the jobs that are in this state, with their logs, as Bull's `job.remove()` would. Never throws: `problem` says
 * what went wrong.
 */
export function remove(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  { state, failedAt, ...progress }: RemoveOptions & { readonly state: RemovableState },
): Promise<ActionOutcome> {
  const set = SETS.find((name) => name === state);
  return perform(removeAction, connection, queue, ids, progress, (batch) => [
    set ?? '',
    failedAt ? 'this time' : '',
    ...(failedAt ? batch.map(({ key }) => failedAt.get(key) ?? -1) : []),
  ]);
}

const SETS = ['failed', 'completed', 'delayed'] as const satisfies RemovableState[];
