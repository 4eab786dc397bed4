import { randomUUID } from 'node:crypto';
import addJob from 'bull/lib/scripts/addJob-6';
import { keyBase, queueKey, type QueueRef } from '../../bull/keys';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Action, each, LOOK_AGAIN, mustBeSortedSet, mustBeWaitingList, optionsInLua, RESULTS } from './action';
import { completeOptions, type NewJob } from './new-job';
import type { ActionOutcome } from './outcome';
import { perform, type ActionProgress } from './perform';

/** Lua with an `add` that is Bull's own script, which knows as `redis` what is given. */
export const addJobAs = (redis: string) => `
local function add(KEYS, ARGV)
  local redis = ${redis}
  local cmsgpack = { unpack = function(text) return text end }
${addJob.content}
end`;

/** Ids that others may take between the look at the counter and the script: its keys have to be known before. */
const TAKEN_MEANWHILE = 500;

/** What Bull pushes to, and where it notes priorities. */
const list = ['TYPE', 'LPUSH', 'RPUSH', 'LLEN', 'LINDEX', 'LINSERT'] as const;

/** The keys of the jobs that are added stand in the place of others: those of the ids that the counter comes to. */
export const addAction = new Action(
  'add',
  {
    id: ['GET', 'INCR'],
    wait: list,
    paused: list,
    'meta-paused': ['EXISTS'],
    priority: ['TYPE', 'ZADD', 'ZCOUNT'],
    delayed: ['TYPE', 'ZADD'],
    meta: ['HMGET'],
    other: ['EXISTS', 'HMSET'],
  },
  {
    check: `${mustBeWaitingList}
${mustBeSortedSet('priority')}
${mustBeSortedSet('delayed')}

local token, now = options[1], tonumber(options[2])
count = (#options - 2) / 3
local counter = tonumber(redis.call('GET', key.id) or '0')
local firstKnown = count > 0 and tonumber(string.sub(KEYS[others + 1], prefix))

-- The keys of the next ids. One that somebody has given to a job by hand is passed over: Bull would overwrite the job.
local free, passed = {}, {}
local at = count > 0 and counter and counter - firstKnown + 1 or 0
for i = 1, count do
  passed[i] = -1
  repeat
    at = at + 1
    passed[i] = passed[i] + 1
    free[i] = at >= 1 and KEYS[others + at] or nil
    if not free[i] then return ${LOOK_AGAIN} end
  until redis.call('EXISTS', free[i]) == 0
end

local function standing() return ${RESULTS.done} end`,
    change: each(`${optionsInLua}
local redisOfBull = ofBull(key.wait .. 'ing@' .. token)
${addJobAs('redisOfBull')}

local function change(i)
  for _ = 1, passed[i] do call('INCR', key.id) end
  local name, data, json = unpack(options, 3 * i, 3 * i + 2)
  local opts = optionsOf(json)
  local delay = math.max(0, tonumber(opts.delay) or 0)
  add(
    { key.wait, key.paused, key['meta-paused'], key.id, key.delayed, key.priority, free[i] },
    { base, '', name, data, json, now, delay, delay > 0 and now + delay or 0, tonumber(opts.priority) or 0,
      pushOf(json), token, '', '', '' })
  return ${RESULTS.done}
end`),
  },
  async (connection, queue, ids) => {
    const counter = await connection.run((redis) => redis.get(queueKey(queue, 'id')));
    const known = Number(counter) || 0;
    const next = Array.from({ length: ids.length + TAKEN_MEANWHILE }, (_, i) => known + 1 + i);
    return next.map((id) => Buffer.from(keyBase(queue) + id));
  },
);

/**
 * Adds jobs, as Bull's `queue.add()` would. Never throws: `problem` says what went wrong.
 *
 * @param ids what each of them is told of as
 */
export function addJobs(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  jobs: readonly NewJob[],
  progress: ActionProgress = {},
): Promise<ActionOutcome> {
  const now = Date.now();
  const jobOf = new Map(ids.map((id, i) => [id, jobs[i] as NewJob]));
  return perform(addAction, connection, queue, ids, progress, (batch) => [
    ...[randomUUID(), now],
    ...batch.flatMap((id) => {
      const { name, data, options } = jobOf.get(id) as NewJob;
      return [name, data, completeOptions(options, now)];
    }),
  ]);
}
