import { randomUUID } from 'node:crypto';
import reprocessJob from 'bull/lib/scripts/reprocessJob-6';
import retryJobs from 'bull/lib/scripts/retryJobs-5';
import type { QueueRef } from '../../bull/keys';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, mustBeWaitingList, optionsInLua, RESULTS, type Uses } from './action';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';

/** What is used of a queue to take failed jobs out of it. */
export const failedJobs = {
  failed: ['ZCARD', 'ZSCORE', 'ZREM'],
  wait: ['TYPE', 'LPUSH'],
  'meta-paused': ['EXISTS'],
  paused: ['TYPE', 'LPUSH'],
  meta: ['HMGET'],
  job: ['HLEN', 'HGET', 'EXISTS', 'HDEL'],
  lock: ['EXISTS'],
} as const satisfies Uses;

/** What `failureCause` calls `alreadyFinished`, in Lua. */
export const hadFinished = `
local function hadFinished(reason)
  return reason and string.sub(reason, 1, 21) == 'Missing lock for job '
    and #reason >= 30 and string.sub(reason, -9) == ' finished'
end`;

/**
 * Bull's own scripts would wipe the times of a job that has not failed before they notice (reprocessJob-6.lua), and do
 * not look at its lock (retryJobs-5.lua).
 */
export const checkFailed = `${hadFinished}
if redis.call('ZCARD', key.failed) == 0 then
  local none = {}
  for i = 1, count do
    none[2 * i - 1] = i
    none[2 * i] = redis.call('EXISTS', jobs[i]) == 0 and ${RESULTS.gone} or ${RESULTS.notInState}
  end
  return none
end
${mustBeWaitingList}
local isFinishedToo, isOneFailure = options[1] == 'finished too', options[2] == 'this failure'
local function isWanted(i)
  return isFinishedToo or not hadFinished(read('HGET', jobs[i], 'failedReason'))
end
-- A job that has failed again since has another score.
local function isOfNow(i)
  return not isOneFailure or tonumber(redis.call('ZSCORE', key.failed, ids[i])) == tonumber(options[#options - count + i])
end

local function standing(i)
  local fields = read('HLEN', jobs[i])
  if not fields then return ${RESULTS.notInState} end
  if fields == 0 then return ${RESULTS.gone} end
  if not redis.call('ZSCORE', key.failed, ids[i]) then return ${RESULTS.notInState} end
  if redis.call('EXISTS', lock(i)) == 1 then return ${RESULTS.locked} end
  if not isOfNow(i) then return ${RESULTS.notInState} end
  if not isWanted(i) then return ${RESULTS.finished} end
  return ${RESULTS.done}
end`;

/** What is used to retry one job. */
export const failedJob = {
  ...failedJobs,
  wait: [...failedJobs.wait, 'RPUSH'],
  paused: [...failedJobs.paused, 'RPUSH'],
  job: [...failedJobs.job, 'HSET'],
} as const satisfies Uses;

/** Lua with a `change(i)` that does what `job.retry()` does: in its own order (lifo), noted in `retriedOn`, told to subscribers. */
export const reprocess = `${optionsInLua}
local token, now = options[3], options[4]
local redisOfBull = ofBull(key.wait .. 'ing@' .. token)

local function reprocess(KEYS, ARGV)
  local redis = redisOfBull
${reprocessJob.content}
end

local function change(i)
  return reprocess(
    { jobs[i], lock(i), key.failed, key.wait, key['meta-paused'], key.paused },
    { ids[i], pushOf(redis.call('HGET', jobs[i], 'opts')), token, now })
end`;

export const retryEachAction = new Action('retry', failedJob, { check: checkFailed, change: each(reprocess) });

/**
 * Retries jobs in bulk as `queue.retryJobs()` does. Bull's script retries whatever ZRANGE gives it, so here ZRANGE
 * gives it the jobs that were chosen and stand as failed. What one command can say of all of them is not asked of each:
 * that keeps it close to Bull's own speed (test/bench/retry.bench.ts).
 */
export const retryManyAction = new Action(
  'retryAll',
  { ...failedJobs, failed: [...failedJobs.failed, 'ZRANGE', 'ZMSCORE'] },
  {
    check: checkFailed,
    change: `
local allFree = redis.call('EXISTS', unpack(KEYS, 1, count)) == count
  and redis.call('EXISTS', unpack(KEYS, count + 1, 2 * count)) == 0

-- They come oldest first: unless somebody else works on the set too, or some were left out, they are the head of it.
local head = redis.call('ZRANGE', key.failed, 0, count - 1)
local areHead = true
for i = 1, count do
  if head[i] ~= ids[i] then areHead = false end
end
local scores = areHead and head or redis.pcall('ZMSCORE', key.failed, unpack(ids)) -- since Redis 6.2

local exceptions, chosen
local function choose(canTell)
  local isChosen = {}
  exceptions, chosen = {}, {}
  for i, id in ipairs(ids) do
    local isFree = canTell and scores[i] and isOfNow(i) and isWanted(i)
    local result = isFree and ${RESULTS.done} or standing(i)
    if not areHead then
      if isChosen[id] then result = ${RESULTS.notInState} end
      isChosen[id] = true
    end
    if result == ${RESULTS.done} then
      chosen[#chosen + 1] = id
    else
      exceptions[#exceptions + 1] = i
      exceptions[#exceptions + 1] = result
    end
  end
end

local function retry(KEYS, ARGV)
  local redis = { call = call }
${retryJobs.content}
end

local function retryChosen()
  if #chosen > 0 then
    answers.ZRANGE = chosen
    retry({ base, key.failed, key.wait, key['meta-paused'], key.paused }, { #chosen })
  end
end

if allFree and areHead and isFinishedToo and not isOneFailure then
  exceptions, chosen = {}, ids
else
  choose(allFree and not scores.err)
end
local isDone, err = pcall(retryChosen)
if not isDone then
  local isNoJob = string.find(type(err) == 'table' and err.err or err, 'WRONGTYPE', 1, true)
  if not isNoJob or removal then error(err, 0) end
  -- A key among them is no hash: Bull's script has stopped there, before it moved any job.
  choose(false)
  retryChosen()
end
return exceptions`,
  },
);

export interface RetryOptions extends ActionProgress {
  /** Also those whose handler had succeeded (`Missing lock`): the person knows that their work is done twice. */
  readonly finishedToo?: boolean;
  /** When each job has failed, by its id's key, as the failed set says: one that has failed again since is left as it is. */
  readonly failedAt?: ReadonlyMap<string, number>;
}

/** Retries these failed jobs one by one, as Bull's `job.retry()` would. Never throws: `problem` says what went wrong. */
export const retryEach = retryBy(retryEachAction);

/** Runs a script on failed jobs that names a list of its own for a moment, and says when they were retried. */
export function retryBy(action: Action) {
  return (
    connection: RedisConnection,
    queue: QueueRef,
    ids: readonly JobId[],
    options: RetryOptions = {},
  ): Promise<ActionOutcome> => {
    const token = randomUUID();
    return perform(action, connection, queue, ids, options, (batch) => {
      const [which, times] = wanted(batch, options);
      return [...which, token, Date.now(), ...times];
    });
  };
}

/** Retries these failed jobs in bulk, as Bull's `queue.retryJobs()` would. Never throws: `problem` says what went wrong. */
export function retryMany(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  options: RetryOptions = {},
): Promise<ActionOutcome> {
  return perform(retryManyAction, connection, queue, ids, options, (batch) => wanted(batch, options).flat());
}

/** Which of the jobs, and the times of those, as `checkFailed` finds them in its options: first, and last. */
export function wanted(batch: readonly JobId[], { finishedToo, failedAt }: RetryOptions): [string[], number[]] {
  const which = [finishedToo ? 'finished too' : '', failedAt ? 'this failure' : ''];
  return [which, failedAt ? batch.map(({ key }) => failedAt.get(key) ?? -1) : []];
}
