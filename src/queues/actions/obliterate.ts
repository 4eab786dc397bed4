import obliterateQueue from 'bull/lib/scripts/obliterate-2';
import type { QueueKey } from '../../bull/keys';
import type { JobState } from '../../bull/states';
import type { KnownQueue } from '../counts';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { explain } from '../redis/problem';
import { Action, RESULTS } from './action';
import { debounceKeys } from './debounce-keys';
import { idsIn } from './ids-in';
import { emptyOutcome, together, type ActionOutcome } from './outcome';
import { pause } from './pause';
import { perform, performOnQueue, type ActionProgress } from './perform';

const list = ['LLEN', 'LRANGE', 'LTRIM'] as const;
const set = ['ZCARD', 'ZSCORE', 'ZREM'] as const;

/** What Bull's script deletes last. */
const REST = [
  ...['priority', 'stalled-check', 'stalled', 'id', 'repeat'],
  ...['metrics:completed', 'metrics:completed:data', 'metrics:failed', 'metrics:failed:data'],
] as const satisfies QueueKey[];

/**
 * Bull's script takes as many jobs as it is told from wherever they are. Here it gets the jobs that were named, as far
 * as they are in the queue, since their keys have to be declared: of a list from its tail, as new ones are put before its
 * head. With no job named it deletes the rest, if there is no job left.
 */
export const obliterateAction = new Action(
  'obliterate',
  {
    'meta-paused': ['EXISTS', 'DEL'],
    active: list,
    paused: list,
    delayed: set,
    completed: set,
    failed: set,
    ...(Object.fromEntries(REST.map((key) => [key, ['DEL']])) as Record<(typeof REST)[number], ['DEL']>),
    meta: ['HMGET', 'DEL'],
    job: ['HGET', 'DEL'],
    lock: ['DEL'],
    logs: ['DEL'],
    other: ['DEL'],
  },
  {
    check: `
local force = options[1]
if redis.call('EXISTS', key['meta-paused']) == 0 then return redis.error_reply('BULLLENS not paused') end
if redis.call('LLEN', key.active) > 0 and force == '' then return redis.error_reply('BULLLENS active jobs') end

local position, isTaken, taken, total, rest = {}, {}, {}, 0, 0
for i = 1, count do position[ids[i]] = i end
local function take(name, found, size)
  for _, id in ipairs(found) do isTaken[position[id]] = true end
  taken[key[name]] = found
  total = total + #found
  rest = rest + size - #found
end
for _, name in ipairs({ 'active', 'paused' }) do
  local tail = count > 0 and redis.call('LRANGE', key[name], -count, -1) or {}
  local found = {}
  for i = #tail, 1, -1 do
    if not position[tail[i]] then break end
    found[#found + 1] = tail[i]
  end
  take(name, found, redis.call('LLEN', key[name]))
end
for _, name in ipairs({ 'delayed', 'completed', 'failed' }) do
  local found = {}
  for i = 1, count do
    if redis.call('ZSCORE', key[name], ids[i]) then found[#found + 1] = ids[i] end
  end
  take(name, found, redis.call('ZCARD', key[name]))
end
if count == 0 and rest > 0 then return { 1, ${RESULTS.notInState} } end

-- Bull's script asks for it once the job is deleted.
local isDeclared, debounceId = {}, {}
for i = others + 1, #KEYS do isDeclared[KEYS[i]] = true end
for i = 1, count do
  local id = read('HGET', jobs[i], 'deid')
  debounceId[jobs[i]] = id and isDeclared[base .. 'de:' .. id] and id or false
end`,
    change: `
local function obliterate(KEYS, ARGV)
  local redis = {
    call = function(command, name, ...)
      if command == 'LRANGE' or command == 'ZRANGE' then return taken[name] end
      if command == 'LTRIM' then return call(command, name, 0, -1 - #taken[name]) end
      if command == 'HGET' then return debounceId[name] end
      return call(command, name, ...)
    end,
  }
${obliterateQueue.content}
end

local exceptions = {}
for i = 1, count do
  if not isTaken[i] then
    exceptions[#exceptions + 1] = i
    exceptions[#exceptions + 1] = ${RESULTS.notInState}
  end
end
-- With one more than there are it would go on to the rest.
if count == 0 then total = 1 end
if total > 0 and not isDry then obliterate({ key['meta-paused'], base }, { total, force }) end
return exceptions`,
  },
  debounceKeys,
);

/** Where Bull's script looks for jobs, in its order; those that wait are in `paused` by then. */
const STATES = ['active', 'paused', 'delayed', 'completed', 'failed'] as const satisfies JobState[];

/** Times that all jobs are read, where others add some meanwhile. */
const ROUNDS = 10;

/** What became of each job that was in the queue, and whether nothing is left of it. */
export interface ObliterateOutcome extends ActionOutcome {
  readonly isWhole: boolean;
  /** What is left of it is. */
  readonly isPaused: boolean;
}

export interface ObliterateOptions {
  /** Also the jobs that workers have. */
  readonly isForced: boolean;
  readonly signal?: AbortSignal;
  /** Told after each step of how many jobs, of those that were seen so far. */
  readonly onProgress?: (removed: number, of: number) => void;
}

/**
 * Removes a queue with all that is in it, as Bull's `queue.obliterate()` would: pauses it, then removes its jobs, then
 * the rest. Never throws: `problem` says what went wrong; the queue then stays paused, once it was.
 */
export async function obliterate(
  connection: RedisConnection,
  queue: KnownQueue,
  { isForced, signal, onProgress }: ObliterateOptions,
): Promise<ObliterateOutcome> {
  const outcomes: ActionOutcome[] = [];
  const seen = new Map<string, JobId>();
  const options = [isForced ? 'force' : ''];
  let isWhole = false;
  const { problem } = await pause(connection, queue.ref);
  for (let round = 0; !isWhole && round < ROUNDS && !problem && !signal?.aborted; round++) {
    const before = outcomes.reduce((sum, { done }) => sum + done.length, 0);
    const progress = { signal, onProgress: (jobs: number) => onProgress?.(before + jobs, seen.size) };
    const outcome = await removeAll(connection, queue, options, progress, seen);
    outcomes.push(outcome);
    if (outcome.problem || signal?.aborted) break;
    const finish = await performOnQueue(obliterateAction, connection, queue.ref, options);
    if (finish.problem) outcomes.push({ ...emptyOutcome(), problem: finish.problem });
    if (finish.problem) break;
    isWhole = finish.end === 'done';
  }
  const all = together([{ ...emptyOutcome(), problem }, ...outcomes]);
  const told = new Set([all.done, all.refused, all.unsent, all.unknown].flat().map(({ key }) => key));
  // Somebody else has removed it, or it was removed as it ended.
  const gone = [...seen.values()].filter(({ key }) => !told.has(key));
  return { ...all, gone, isWhole, isPaused: !problem && !isWhole };
}

/** One look at all jobs; those that had moved by then are for the next. */
async function removeAll(
  connection: RedisConnection,
  queue: KnownQueue,
  options: readonly string[],
  progress: ActionProgress,
  seen: Map<string, JobId>,
): Promise<ActionOutcome> {
  try {
    const found = new Map<string, JobId>();
    const ofStates = await Promise.all(STATES.map((state) => idsIn(connection, queue, state, progress)));
    for (const id of ofStates.flat()) found.set(id.key, id);
    for (const [key, id] of found) seen.set(key, id);
    const outcome = await perform(
      obliterateAction,
      connection,
      queue.ref,
      [...found.values()],
      progress,
      () => options,
    );
    return { ...outcome, notInState: [] };
  } catch (error) {
    return { ...emptyOutcome(), problem: explain(error, connection.spec) };
  }
}
