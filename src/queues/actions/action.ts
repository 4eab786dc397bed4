import { keyBase, queueKey, type QueueKey, type QueueRef } from '../../bull/keys';
import { argument, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { permitted, type Right } from '../redis/permissions';
import { Script, type ScriptKeys } from '../redis/script';
import type { ActionName } from '../../bull/actions';

/** How a command that writes is tried: it fails once it was permitted, or changes nothing. In Lua, where `on` is its key. */
const WRITES = {
  DEL: () => 'absent',
  HDEL: (on) => `${on}, ''`,
  HMSET: (on) => `${on}, 'x', 'x', 'x'`,
  HSET: (on) => `${on}, 'x', 'x', 'x'`,
  /** Comes first where there is no job yet, so that nothing was written before it. */
  INCR: () => 'job',
  LINSERT: (on) => `${on}, 'x', 'x', 'x'`,
  LPUSH: () => `noList, 'x'`,
  LREM: (on) => `${on}, 'x', 'x'`,
  LTRIM: (on) => `${on}, 'x', 'x'`,
  RENAME: (on) => `${on}, ${on}`,
  RPUSH: () => `noList, 'x'`,
  SET: (on) => `${on}, 'x', 'x'`,
  SREM: (on) => `${on}, ''`,
  ZADD: (on) => `${on}, 'NX', 'XX', '1', 'x'`,
  ZREM: (on) => `${on}, ''`,
} as const satisfies Record<string, (on: string) => string>;

/** The same of what Bull's scripts read once they have written; our own Lua reads all else before. */
const READS_LATE = {
  GET: (on) => on,
  HGET: (on) => `${on}, 'x'`,
  LINDEX: (on) => `${on}, 0`,
  LLEN: (on) => on,
  PTTL: (on) => on,
  ZCOUNT: (on) => `${on}, 0, 0`,
} as const satisfies Record<string, (on: string) => string>;

const TRIALS = { ...READS_LATE, ...WRITES };

type Write = keyof typeof WRITES;
type Read =
  | keyof typeof READS_LATE
  | ('EXISTS' | 'TYPE' | 'HLEN' | 'HMGET' | 'LRANGE')
  | ('ZCARD' | 'ZMSCORE' | 'ZRANGE' | 'ZSCORE');

/** What belongs to a job, by what its key ends with. */
const OF_JOB = { job: '', lock: ':lock', logs: ':logs' } as const;
type OfJob = keyof typeof OF_JOB;

/** The commands of a script by what they are used on: a key of the queue, or of a job, or one that was looked up. */
export type Uses = Readonly<Partial<Record<QueueKey | OfJob | 'other', readonly (Read | Write)[]>>>;

/** What became of one job, as scripts answer it. */
export const RESULTS = { done: 1, gone: 0, locked: -1, notInState: -2, finished: -3, repeats: -4 } as const;

/** What a check answers where something has changed since `others` were looked up, so that they have to be once more. */
export const LOOK_AGAIN = 0;

/** The Lua of an action. */
export interface ActionScript {
  /** Changes nothing, and may refuse. */
  readonly check: string;
  /** Returns `[position, result, …]` for those jobs that it left as they were, positions counting from 1. */
  readonly change: string;
}

type FindOthers = (connection: RedisConnection, queue: QueueRef, ids: readonly JobId[]) => Promise<readonly Buffer[]>;

/** Something that changes jobs: a Lua script of Bull's behind a guard, so that it happens whole or not at all. */
export class Action {
  readonly script: Script;

  /**
   * The Lua knows `base`, the keys that `uses` names (`key.failed`), `options`, what `perform` was given, whether it
   * `isDry` and has to leave all as it is, and of each of `count` jobs `jobs[i]`, `lock(i)`, `logs(i)` and `ids[i]`.
   *
   * A script is not rolled back where one of its commands is refused: what ran before has happened. So each command is
   * held against what the user is permitted before anything is written. All keys are in KEYS, so that Redis does the
   * same with them, and knows which node of a cluster they are on.
   */
  constructor(
    readonly name: ActionName,
    readonly uses: Uses,
    { check, change }: ActionScript,
    /** Looks up what else belongs to the jobs, as a debounce key does. @throws RedisProblem */
    readonly others: FindOthers | null = null,
  ) {
    this.script = new Script([head(uses), guard(uses), check, trials(uses), whole(change)].join('\n'));
  }

  /** Those of the jobs, of what belongs to each, of the queue, and the others. */
  keys(queue: QueueRef, ids: readonly JobId[], others: readonly Buffer[] = []): ScriptKeys {
    const base = keyBase(queue);
    const jobs = ids.map((id) => joinKeys(base, argument(id)));
    const ofJobs = keysOfJob(this.uses).flatMap((of) => jobs.map((job) => joinKeys(job, OF_JOB[of])));
    return [...ofJobs, ...keysOfQueue(this.uses).map((key) => queueKey(queue, key)), ...others];
  }

  /** What the user of Redis must be permitted, to do this to these jobs or to any. */
  rights(queue: QueueRef, jobs: readonly string[] = ['1']): Right[] {
    const keysOf = (on: keyof Uses) => {
      if (on === 'other') return [];
      return isOfJob(on) ? jobs.map((id) => keyBase(queue) + id + OF_JOB[on]) : [queueKey(queue, on)];
    };
    return entries(this.uses).flatMap(([command, on]) => keysOf(on).map((key) => ({ command, key })));
  }
}

/** A change that is made to one job after the other: Lua with a `change(i)` for those whose `standing(i)` is done. */
export function each(change: string): string {
  return `${change}
local exceptions = {}
for i = 1, count do
  local result = standing(i)
  if result == ${RESULTS.done} and not isDry then result = change(i) end
  if result ~= ${RESULTS.done} then
    exceptions[#exceptions + 1] = i
    exceptions[#exceptions + 1] = result
  end
end
return exceptions`;
}

/** Lua that reads the JSON of a job's options, and says how Bull pushes such a job to the list of those that wait. */
export const optionsInLua = `
local function optionsOf(json)
  local isJson, opts = pcall(cjson.decode, json or '{}')
  return isJson and type(opts) == 'table' and opts or {}
end
local function pushOf(json) return optionsOf(json).lifo == true and 'RPUSH' or 'LPUSH' end`;

/** Lua of a check: what Bull's scripts push a job to is a list, or nothing yet. */
export const mustBeWaitingList = `
local target = redis.call('EXISTS', key['meta-paused']) == 1 and key.paused or key.wait
local targetType = redis.call('TYPE', target).ok
if targetType ~= 'list' and targetType ~= 'none' then
  return redis.error_reply('BULLLENS the waiting list is no list')
end`;

/** The same of a sorted set, as that where it notes priorities. */
export const mustBeSortedSet = (name: QueueKey) => `
local typeOfSet = redis.call('TYPE', key['${name}']).ok
if typeOfSet ~= 'zset' and typeOfSet ~= 'none' then
  return redis.error_reply('BULLLENS ${name} is no sorted set')
end`;

/**
 * `call` stands in for Bull's `redis.call`. Where Bull's script takes a job out of one list, then puts it into another,
 * it is put first, so that even a Redis that refuses against its word leaves it where it was.
 */
function head(uses: Uses): string {
  const ofQueue = keysOfQueue(uses);
  const ofJob = keysOfJob(uses);
  return `${permitted}
local base, isDry, others = ARGV[1], ARGV[2] == 'dry', #KEYS - ARGV[3]
local options = { unpack(ARGV, 4) }
local count = ${ofJob.length === 0 ? '0' : `(others - ${ofQueue.length}) / ${ofJob.length}`}
local key = { ${ofQueue.map((key, i) => `['${key}'] = KEYS[others - ${ofQueue.length - 1 - i}]`).join(', ')} }
local jobs, ids, prefix = KEYS, {}, #base + 1
for i = 1, count do ids[i] = string.sub(jobs[i], prefix) end
${ofJob.map((of, i) => `local function ${of}(i) return KEYS[${i} * count + i] end`).join('\n')}

local writes = { ${Object.keys(WRITES)
    .map((command) => `${command} = true`)
    .join(', ')} }
local puts = { ${['LPUSH', 'RPUSH', 'LINSERT'].map((command) => `${command} = true`).join(', ')} }
local hasWritten, answers, removal, lastCommand = false, {}, nil, nil
local function call(command, ...)
  lastCommand = command
  if answers[command] then return answers[command] end
  if command == 'ZREM' and ${triedIn(uses).some(([command]) => command === 'LPUSH')} then
    removal = { ... }
    return #removal - 1
  end
  local reply = redis.call(command, ...)
  hasWritten = hasWritten or writes[command]
  if removal and puts[command] then
    redis.call('ZREM', unpack(removal))
    removal = nil
  end
  return reply
end

-- What Bull's scripts know as redis. Who listens is told where that is permitted: all is done without.
local function ofBull(channel)
  local real = redis
  local isTold = not real.acl_check_cmd or permitted('PUBLISH', channel)
  return {
    call = function(command, ...)
      if command ~= 'PUBLISH' then return call(command, ...) end
      if isTold then real.pcall(command, ...) end
    end,
  }
end

-- The reply; nil where the key holds another type.
local function read(...)
  local reply = redis.pcall(...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then return redis.call(...) end
end

local function denied(command, key)
  return redis.error_reply('BULLLENS may not ' .. command .. ' ' .. key)
end

local function isRefusal(err)
  return string.find(err, 'NOPERM', 1, true) or string.find(err, "can't run this command", 1, true)
    or string.find(string.lower(err), 'unknown', 1, true)
end`;
}

const guard = (uses: Uses) => `
if redis.acl_check_cmd then
  local rights = { ${entries(uses)
    .filter(([, on]) => on !== 'other')
    .map(([command, on]) => `{ '${command}', ${inLua(on)} }`)
    .join(', ')} }
  for i = others + 1, #KEYS do
    for _, command in ipairs({ ${(uses.other ?? []).map((command) => `'${command}'`).join(', ')} }) do
      rights[#rights + 1] = { command, KEYS[i] }
    end
  end
  for _, right in ipairs(rights) do
    if not permitted(right[1], right[2]) then return denied(right[1], right[2]) end
  end
end

local meta = read('HMGET', key.meta, 'version', 'opts.maxLenEvents')
if meta and (meta[1] or meta[2]) then return redis.error_reply('BULLLENS not a Bull queue') end`;

/** Before Redis 7.0, and elsewhere, what is permitted shows only when it is tried. */
function trials(uses: Uses): string {
  const tried = triedIn(uses).map(([command, on]) => `{ '${command}', ${TRIALS[command](inLua(on))} }`);
  return `
if not redis.acl_check_cmd then
  ${tried.some((trial) => /, (job|noList)\b/.test(trial)) ? noListOf(uses) : ''}
  ${tried.some((trial) => /, absent\b/.test(trial)) ? AN_ABSENT_KEY : ''}
  local harmless = { 'WRONGTYPE', 'wrong number of', 'syntax error', 'not an integer', 'not compatible', 'no such key' }
  for _, trial in ipairs({ ${tried.join(', ')} }) do
    local reply = trial[2] and redis.pcall(unpack(trial)) or nil
    local err = type(reply) == 'table' and reply.err or 'WRONGTYPE'
    if isRefusal(err) then return denied(trial[1], base) end
    local isHarmless = false
    for _, words in ipairs(harmless) do isHarmless = isHarmless or string.find(err, words, 1, true) end
    if not isHarmless then return reply end
  end
end`;
}

/** A queue to which jobs are added has its counter at least; it is counted up before anything else is written. */
const noListOf = (uses: Uses) =>
  uses.job
    ? `
  local job
  for i = 1, count do
    if not job and (read('HLEN', jobs[i]) or 0) > 0 then job = jobs[i] end
  end
  local noList = job`
    : `
  local job, noList = nil, read('GET', key.id) and key.id`;

const AN_ABSENT_KEY = `
  local absent
  for i = 1, count do
    if not absent and redis.call('EXISTS', lock(i)) == 0 then absent = lock(i) end
  end`;

const whole = (change: string) => `
local isWhole, result = pcall(function()
${change}
end)
if isWhole then return result end
local err = type(result) == 'table' and result.err or tostring(result)
if not hasWritten and lastCommand and isRefusal(err) then return denied(lastCommand, base) end
return redis.error_reply(hasWritten and 'BULLLENS interrupted: ' .. err or err)`;

function entries(uses: Uses): [command: Read | Write, on: keyof Uses][] {
  return (Object.keys(uses) as (keyof Uses)[]).flatMap((on) =>
    (uses[on] ?? []).map((command) => [command, on] as [Read | Write, keyof Uses]),
  );
}

function isOfJob(on: keyof Uses): on is OfJob {
  return Object.hasOwn(OF_JOB, on);
}

/** The jobs themselves first. */
function keysOfJob(uses: Uses): OfJob[] {
  return Object.keys(OF_JOB).filter((of): of is OfJob => Object.hasOwn(uses, of));
}

function keysOfQueue(uses: Uses): QueueKey[] {
  return Object.keys(uses).filter((on) => !isOfJob(on as keyof Uses) && on !== 'other') as QueueKey[];
}

/** The commands that are tried, each on the first key that it is used on. */
function triedIn(uses: Uses): [command: keyof typeof TRIALS, on: keyof Uses][] {
  const isTried = (entry: [Read | Write, keyof Uses]): entry is [keyof typeof TRIALS, keyof Uses] =>
    Object.hasOwn(TRIALS, entry[0]);
  return [...new Map(entries(uses).filter(isTried).reverse())].reverse();
}

function inLua(on: keyof Uses): string {
  if (on === 'other') return 'KEYS[others + 1]';
  return isOfJob(on) ? (on === 'job' ? 'jobs[1]' : `${on}(1)`) : `key['${on}']`;
}

export function joinKeys(start: string | Buffer, end: string | Buffer): string | Buffer {
  if (typeof start === 'string' && typeof end === 'string') return start + end;
  return Buffer.concat([Buffer.from(start), Buffer.from(end)]);
}
