import { addJobAs } from './add';
import { Action, each, mustBeSortedSet, optionsInLua, RESULTS } from './action';
import { checkFailed, failedJobs, retryBy } from './retry';

/** What a job has gathered since it was added (bull 4.16.5 lib/job.js:623-665). Its logs stay. */
const GATHERED = [
  ...['attemptsMade', 'stalledCounter', 'failedReason', 'stacktrace', 'returnvalue', 'progress'],
  ...['processedOn', 'finishedOn', 'retriedOn'],
];

/**
 * Adds each job anew in its own place: with the name, data and options that it has, byte for byte, and under its id,
 * which Bull takes for one that was given by hand.
 */
export const retryAsNewAction = new Action(
  'retryAsNew',
  {
    ...failedJobs,
    wait: [...failedJobs.wait, 'RPUSH', 'LLEN', 'LINDEX', 'LINSERT'],
    paused: [...failedJobs.paused, 'RPUSH', 'LLEN', 'LINDEX', 'LINSERT'],
    priority: ['TYPE', 'ZADD', 'ZCOUNT'],
    id: ['INCR'],
    job: [...failedJobs.job, 'HMGET', 'HMSET'],
  },
  {
    check: checkFailed + mustBeSortedSet('priority'),
    change: each(`${optionsInLua}
local token, now = options[3], options[4]
local redisOfBull = ofBull(key.wait .. 'ing@' .. token)

${addJobAs(`{
    call = function(command, ...)
      -- It is there already, and is to be added all the same.
      if command == 'EXISTS' and ... == KEYS[7] then return 0 end
      return redisOfBull.call(command, ...)
    end,
  }`)}

local function change(i)
  local fields = redis.call('HMGET', jobs[i], 'name', 'data', 'opts', 'priority')
  -- Happens once the job waits.
  call('ZREM', key.failed, ids[i])
  add(
    { key.wait, key.paused, key['meta-paused'], key.id, '', key.priority, jobs[i] },
    { base, ids[i], fields[1] or '', fields[2] or '{}', fields[3] or '{}', now, 0, 0, tonumber(fields[4] or '') or 0,
      pushOf(fields[3]), token, '', '', '' })
  call('HDEL', jobs[i], ${GATHERED.map((field) => `'${field}'`).join(', ')})
  return ${RESULTS.done}
end`),
  },
);

/**
 * Lets failed jobs begin anew, with all of their attempts and no stall counted, as Bull's `queue.add()` would. Never
 * throws: `problem` says what went wrong.
 */
export const retryAsNew = retryBy(retryAsNewAction);
