import removeJob from 'bull/lib/scripts/removeJob-11';
import { queueKey, type QueueRef } from '../../bull/keys';
import type { JobState } from '../../bull/states';
import { argument, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, RESULTS } from './action';
import { debounceKeys } from './debounce-keys';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';

/** States of which jobs can be removed: an active one is in the hands of a worker. */
export type RemovableState = Exclude<JobState, 'active'>;

/** Entries of lists that one script looks through: about 10 ms of Redis's time. */
const ENTRIES = 1_000_000;

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
    'limiter:index': ['HGET', 'HDEL', 'HMGET'],
    'limiter:limited': ['SREM'],
    meta: ['HMGET'],
    job: ['TYPE', 'HGET', 'DEL'],
    lock: ['EXISTS', 'GET'],
    logs: ['DEL'],
    other: ['DEL', 'SREM'],
  },
  {
    check: `
local state, isOneFailure = options[1], options[2] == 'this time'
local isActive = {}
for _, id in ipairs(redis.call('LRANGE', key.active, 0, -1)) do isActive[id] = true end

-- Where a sorted set says that it is; nil where none does, so that it waits, or is nowhere.
local function stateOf(i)
  for _, name in ipairs({ 'failed', 'completed', 'delayed' }) do
    local score = redis.call('ZSCORE', key[name], ids[i])
    if score then return name, score end
  end
end

local function standing(i)
  local jobType = redis.call('TYPE', jobs[i]).ok
  if jobType ~= 'hash' and jobType ~= 'none' then return ${RESULTS.notInState} end
  -- Its worker may not have locked it yet.
  if isActive[ids[i]] then return ${RESULTS.locked} end
  local found, score = stateOf(i)
  if jobType == 'none' and not found then return ${RESULTS.gone} end
  if (found or '') ~= state then return ${RESULTS.notInState} end
  if redis.call('EXISTS', lock(i)) == 1 then return ${RESULTS.locked} end
  if isOneFailure and tonumber(score) ~= tonumber(options[#options - count + i]) then return ${RESULTS.notInState} end
  if found == 'delayed' and string.sub(ids[i], 1, 7) == 'repeat:' then return ${RESULTS.repeats} end
  return ${RESULTS.done}
end`,
    change: each(`
local entries = redis.call('LLEN', key.wait) + redis.call('LLEN', key.paused) + redis.call('LLEN', key.active)

-- Bull's script goes through three lists from end to end for each job. What stands in a sorted set stands in none of
-- them; and of many jobs those come first that stand at the tail, which is where Bull's own clean looks (LREM -1).
local function removeFromList(list, occurrences, id)
  if state ~= '' then return 0 end
  return call('LREM', list, count * entries > ${ENTRIES} and -1 or occurrences, id)
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

/** What Bull keeps of a job elsewhere: the key that debounces it, and the sets of those that a limiter holds back. */
async function besideJobs(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
): Promise<readonly Buffer[]> {
  const limited = await connection.run((redis) =>
    redis.hmgetBuffer(queueKey(queue, 'limiter:index'), ...ids.map(argument)),
  );
  return [...(await debounceKeys(connection, queue, ids)), ...limited.filter((key) => key !== null)];
}
