import { keyBase, queueKey, type QueueKey, type QueueRef } from '../../bull/keys';
import { argument, type JobId } from '../job-id';
import { permitted, type Right } from '../redis/permissions';
import { Script, type ScriptKeys } from '../redis/script';

/** A key of another type than the command is for: there it only fails, with WRONGTYPE, or finds nothing. */
const ON_ANOTHER_TYPE = {
  HDEL: 'failed',
  HSET: 'failed',
  LPUSH: 'failed',
  RPUSH: 'failed',
  ZREM: 'wait',
} as const satisfies Record<string, QueueKey>;

type Write = keyof typeof ON_ANOTHER_TYPE;
type Read = 'EXISTS' | 'HGET' | 'HLEN' | 'HMGET' | 'TYPE' | 'ZCARD' | 'ZMSCORE' | 'ZRANGE' | 'ZSCORE';

/** The commands of a script by what they are used on: a key of the queue, a job, the lock of a job. */
export type Uses = Readonly<Partial<Record<QueueKey | 'job' | 'lock', readonly (Read | Write)[]>>>;

/** What became of one job, as scripts answer it. */
export const RESULTS = { done: 1, gone: 0, locked: -1, notInState: -2, finished: -3 } as const;

/** As its command is called. */
export type ActionTitle = 'Retry Failed Job' | 'Retry All Failed Jobs';

/** Something that changes jobs: a Lua script of Bull's behind a guard, so that it happens whole or not at all. */
export class Action {
  readonly script: Script;

  /**
   * `check` is Lua that changes nothing and may refuse; `change` is Lua that returns `[position, result, …]` for those
   * jobs that it left as they were, positions counting from 1. Both know `base`, the keys that `uses` names
   * (`key.failed`), `options`, what `perform` was given, and of each of `count` jobs `jobs[i]`, `lock(i)` and `ids[i]`.
   *
   * A script is not rolled back where one of its commands is refused: what ran before has happened. So each command is
   * held against what the user is permitted before anything is written. All keys are in KEYS, so that Redis does the
   * same with them, and knows which node of a cluster they are on.
   */
  constructor(
    readonly title: ActionTitle,
    readonly uses: Uses,
    check: string,
    change: string,
  ) {
    this.script = new Script([head(queueKeys(uses)), guard(uses), check, trials(uses), whole(change)].join('\n'));
  }

  /** Jobs' keys follow the queue's, and their locks' follow them. */
  keys(queue: QueueRef, ids: readonly JobId[]): ScriptKeys {
    const base = keyBase(queue);
    const jobs = ids.map((id) => joinKeys(base, argument(id)));
    const ofQueue = queueKeys(this.uses).map((key) => queueKey(queue, key));
    return [...jobs, ...jobs.map((job) => joinKeys(job, ':lock')), ...ofQueue];
  }

  /** What the user of Redis must be permitted, to do this to these jobs or to any. */
  rights(queue: QueueRef, jobs: readonly string[] = ['1']): Right[] {
    const keysOf = (on: keyof Uses) => {
      if (on !== 'job' && on !== 'lock') return [queueKey(queue, on)];
      return jobs.map((id) => keyBase(queue) + id + (on === 'lock' ? ':lock' : ''));
    };
    return entries(this.uses).flatMap(([command, on]) => keysOf(on).map((key) => ({ command, key })));
  }
}

/**
 * `call` stands in for Bull's `redis.call`. Bull's scripts take a job out of one list, then put it into another: here it
 * is put first, so that even a Redis that refuses against its word leaves it where it was.
 */
const head = (keys: readonly QueueKey[]) => `${permitted}
local base = ARGV[1]
local options = { unpack(ARGV, 2) }
local count = (#KEYS - ${keys.length}) / 2
local key = { ${keys.map((key, i) => `['${key}'] = KEYS[2 * count + ${i + 1}]`).join(', ')} }
local jobs, ids, prefix = KEYS, {}, #base + 1
for i = 1, count do ids[i] = string.sub(jobs[i], prefix) end
local function lock(i) return KEYS[count + i] end

local writes = { ${Object.keys(ON_ANOTHER_TYPE)
  .map((command) => `${command} = true`)
  .join(', ')} }
local hasWritten, answers, removal = false, {}, nil
local function call(command, ...)
  if answers[command] then return answers[command] end
  if command == 'ZREM' then
    removal = { ... }
    return #removal - 1
  end
  local reply = redis.call(command, ...)
  hasWritten = hasWritten or writes[command]
  if removal and (command == 'LPUSH' or command == 'RPUSH') then
    redis.call('ZREM', unpack(removal))
    removal = nil
  end
  return reply
end

-- The reply; nil where the key holds another type.
local function read(...)
  local reply = redis.pcall(...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then return redis.call(...) end
end

local function denied(command, key)
  return redis.error_reply('BULLLENS may not ' .. command .. ' ' .. key)
end`;

const guard = (uses: Uses) => `
if redis.acl_check_cmd then
  for _, right in ipairs({ ${entries(uses)
    .map(([command, on]) => `{ '${command}', ${inLua(on)} }`)
    .join(', ')} }) do
    if not permitted(right[1], right[2]) then return denied(right[1], right[2]) end
  end
end

local meta = read('HMGET', key.meta, 'version', 'opts.maxLenEvents')
if meta and (meta[1] or meta[2]) then return redis.error_reply('BULLLENS not a Bull queue') end`;

/** Before Redis 7.0, and elsewhere, what is permitted shows only when it is tried. */
const trials = (uses: Uses) => `
if not redis.acl_check_cmd then
  for _, trial in ipairs({ ${writesIn(uses)
    .map((command) => `{ '${command}', key['${ON_ANOTHER_TYPE[command]}'] }`)
    .join(', ')} }) do
    local reply = redis.pcall(trial[1], trial[2], 'x', 'x')
    local err = type(reply) == 'table' and reply.err or 'WRONGTYPE'
    if string.find(err, 'NOPERM', 1, true) or string.find(err, "can't run this command", 1, true)
      or string.find(string.lower(err), 'unknown', 1, true) then return denied(trial[1], base) end
    if not string.find(err, 'WRONGTYPE', 1, true) then return reply end
  end
end`;

const whole = (change: string) => `
local isWhole, result = pcall(function()
${change}
end)
if isWhole then return result end
local err = type(result) == 'table' and result.err or tostring(result)
return redis.error_reply(hasWritten and 'BULLLENS interrupted: ' .. err or err)`;

function entries(uses: Uses): [command: Read | Write, on: keyof Uses][] {
  return (Object.keys(uses) as (keyof Uses)[]).flatMap((on) =>
    (uses[on] ?? []).map((command) => [command, on] as [Read | Write, keyof Uses]),
  );
}

function queueKeys(uses: Uses): QueueKey[] {
  return Object.keys(uses).filter((on) => on !== 'job' && on !== 'lock') as QueueKey[];
}

function writesIn(uses: Uses): Write[] {
  const isWrite = (command: Read | Write): command is Write => Object.hasOwn(ON_ANOTHER_TYPE, command);
  return [...new Set(entries(uses).map(([command]) => command))].filter(isWrite);
}

function inLua(on: keyof Uses): string {
  return on === 'job' ? 'jobs[1]' : on === 'lock' ? 'lock(1)' : `key['${on}']`;
}

export function joinKeys(start: string | Buffer, end: string | Buffer): string | Buffer {
  if (typeof start === 'string' && typeof end === 'string') return start + end;
  return Buffer.concat([Buffer.from(start), Buffer.from(end)]);
}
