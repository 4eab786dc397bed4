import { RESULTS } from './action';

/** Entries of lists that one script looks through: about 10 ms of Redis's time. */
const ENTRIES = 1_000_000;

/** Lua of a check: whether a job may be taken out of a state, `''` for those that wait in a list. */
export const standingInState = `
local isActive = {}
for _, id in ipairs(redis.call('LRANGE', key.active, 0, -1)) do isActive[id] = true end

-- Where a sorted set says that it is; nil where none does, so that it waits, or is nowhere.
local function stateOf(i)
  for _, name in ipairs({ 'failed', 'completed', 'delayed' }) do
    local score = redis.call('ZSCORE', key[name], ids[i])
    if score then return name, score end
  end
end

-- A worker that takes a run of a repeatable job adds the next one and notes its time (bull 4.16.5 lib/queue.js:1280,
-- lib/repeatable.js:43): until then the series ends with it.
local function isNextRun(i)
  local time = string.match(ids[i], '^repeat:.*:(%d+)$')
  return time and (read('ZCOUNT', key['repeat'], time, time) or 0) > 0
end

-- Also the score that it has in the set.
local function standingIn(state, i)
  local jobType = redis.call('TYPE', jobs[i]).ok
  if jobType ~= 'hash' and jobType ~= 'none' then return ${RESULTS.notInState} end
  -- Its worker may not have locked it yet.
  if isActive[ids[i]] then return ${RESULTS.locked} end
  local found, score = stateOf(i)
  if jobType == 'none' and not found then return ${RESULTS.gone} end
  if (found or '') ~= state then return ${RESULTS.notInState} end
  if redis.call('EXISTS', lock(i)) == 1 then return ${RESULTS.locked} end
  if found ~= 'failed' and found ~= 'completed' and isNextRun(i) then return ${RESULTS.repeats} end
  return ${RESULTS.done}, score
end`;

/**
 * Lua of a change. Bull's scripts go through a list from end to end for each job. Of many jobs those come first that
 * stand at the tail, which is where Bull's own clean looks (LREM -1).
 */
export const takeFromList = `
local entries = redis.call('LLEN', key.wait) + redis.call('LLEN', key.paused) + redis.call('LLEN', key.active)
local function takeFromList(list, id)
  return call('LREM', list, count * entries > ${ENTRIES} and -1 or 0, id)
end`;
