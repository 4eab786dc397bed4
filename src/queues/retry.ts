import { randomUUID } from 'node:crypto';
import type Redis from 'ioredis';
import reprocessJob from 'bull/lib/scripts/reprocessJob-6';
import retryJobs from 'bull/lib/scripts/retryJobs-5';
import { keyBase, queueKey, type QueueRef } from '../bull/keys';
import type { RedisConnection } from './redis/connection';
import { argument, type JobId } from './job-id';
import type { RedisProblem } from './redis/problem';
import { Script } from './redis/script';

/** What became of each job that was to be retried; every id is in exactly one of them. */
export interface RetryOutcome {
  readonly retried: JobId[];
  /** Its hash is not there any more. */
  readonly gone: JobId[];
  /** It was retried by someone else, or its key is no job: it was left as it is. */
  readonly notFailed: JobId[];
  /** A worker holds its lock. */
  readonly locked: JobId[];
  /** Not reached: cancelled, or the connection was lost before. */
  readonly left: JobId[];
  /** Sent, and the connection was lost before the answer: retried or still failed, never lost. */
  readonly unanswered: JobId[];
  /** What ended it early; null where it ran to its end or was cancelled. */
  readonly problem: RedisProblem | null;
}

/** Jobs that one script retries: under 10 ms of Redis's time. */
export const BATCH_SIZE = 1_000;

const REFUSED = { bullmq: 'BULLLENS not a Bull queue', target: 'BULLLENS the waiting list is no list' };

/**
 * What both scripts check before Bull's own script runs, in the same step: Bull's would wipe the times of a job that
 * has not failed before it notices (reprocessJob-6.lua), and would take jobs out of `failed` before it finds that it
 * cannot put them into `wait`.
 *
 * KEYS: base, failed, wait, meta-paused, paused. `standing(id)` is 1 (failed, free), 0 (gone), -1 (locked), -2 (not failed).
 */
const guard = `
local base = KEYS[1]
local meta = redis.pcall('HMGET', base .. 'meta', 'version', 'opts.maxLenEvents')
if not meta.err and (meta[1] or meta[2]) then return redis.error_reply('${REFUSED.bullmq}') end
local target = redis.call('EXISTS', KEYS[4]) == 1 and KEYS[5] or KEYS[3]
local targetType = redis.call('TYPE', target).ok
if targetType ~= 'list' and targetType ~= 'none' then return redis.error_reply('${REFUSED.target}') end

local function standing(id)
  local fields = redis.pcall('HLEN', base .. id)
  if type(fields) ~= 'number' then return -2 end
  if fields == 0 then return 0 end
  if not redis.call('ZSCORE', KEYS[2], id) then return -2 end
  if redis.call('EXISTS', base .. id .. ':lock') == 1 then return -1 end
  return 1
end`;

/** Retries each job by itself as `job.retry()` does: in its own order (lifo), noted in `retriedOn`, told to subscribers. */
const retryEachScript = new Script(`${guard}
local function reprocess(KEYS, ARGV)
${reprocessJob.content}
end
local token, now = ARGV[1], ARGV[2]
local exceptions = {}
for i = 3, #ARGV do
  local id = ARGV[i]
  local result = standing(id)
  if result == 1 then
    local opts = redis.call('HGET', base .. id, 'opts')
    local parsed, options = pcall(cjson.decode, opts or '{}')
    local push = parsed and type(options) == 'table' and options.lifo == true and 'RPUSH' or 'LPUSH'
    result = reprocess(
      { base .. id, base .. id .. ':lock', KEYS[2], KEYS[3], KEYS[4], KEYS[5] },
      { id, push, token, now })
  end
  if result ~= 1 then
    exceptions[#exceptions + 1] = i - 2
    exceptions[#exceptions + 1] = result
  end
end
return exceptions`);

/**
 * Retries jobs in bulk as `queue.retryJobs()` does. Bull's script retries whatever ZRANGE gives it, so here ZRANGE
 * gives it the jobs that were chosen and stand as failed. What one command can say of all of them is not asked of each:
 * that keeps it close to Bull's own speed (test/bench/retry.bench.ts).
 */
const retryManyScript = new Script(`${guard}
local ids, keys, locks = ARGV, {}, {}
for i, id in ipairs(ids) do
  local key = base .. id
  keys[i] = key
  locks[i] = key .. ':lock'
end
local allFree = redis.call('EXISTS', unpack(keys)) == #ids and redis.call('EXISTS', unpack(locks)) == 0

-- They come oldest first: unless somebody else works on the set too, or some were left out, they are the head of it.
local head = redis.call('ZRANGE', KEYS[2], 0, #ids - 1)
local areHead = true
for i, id in ipairs(ids) do areHead = areHead and head[i] == id end
local scores = areHead and head or redis.pcall('ZMSCORE', KEYS[2], unpack(ids)) -- since Redis 6.2

local exceptions, chosen = {}, {}
local function choose(canTell)
  exceptions, chosen = {}, {}
  for i, id in ipairs(ids) do
    local result = canTell and scores[i] and 1 or standing(id)
    if result == 1 then
      chosen[#chosen + 1] = id
    else
      exceptions[#exceptions + 1] = i
      exceptions[#exceptions + 1] = result
    end
  end
end

local function retry(KEYS, ARGV)
  local real = redis
  local redis = {
    call = function(command, ...)
      if command == 'ZRANGE' then return chosen end
      return real.call(command, ...)
    end,
  }
${retryJobs.content}
end

choose(allFree and not scores.err)
if #chosen > 0 and not pcall(retry, KEYS, { #chosen }) then
  -- A key among them is no hash: Bull's script has stopped there, before it moved any job.
  choose(false)
  if #chosen > 0 then retry(KEYS, { #chosen }) end
end
return exceptions`);

export interface RetryProgress {
  readonly signal?: AbortSignal;
  /** Told after each batch how many jobs have been dealt with. */
  readonly onProgress?: (done: number) => void;
}

/** Retries these failed jobs one by one, as Bull's `job.retry()` would. Never throws: `problem` says what went wrong. */
export function retryEach(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  progress: RetryProgress = {},
): Promise<RetryOutcome> {
  const token = randomUUID();
  return inBatches(connection, ids, progress, (redis, batch) =>
    retryEachScript.run(redis, retryKeys(queue), [token, Date.now(), ...batch]),
  );
}

/** Retries these failed jobs in bulk, as Bull's `queue.retryJobs()` would. Never throws: `problem` says what went wrong. */
export function retryMany(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  progress: RetryProgress = {},
): Promise<RetryOutcome> {
  return inBatches(connection, ids, progress, (redis, batch) => retryManyScript.run(redis, retryKeys(queue), batch));
}

function retryKeys(queue: QueueRef): string[] {
  const keys = (['failed', 'wait', 'meta-paused', 'paused'] as const).map((key) => queueKey(queue, key));
  return [keyBase(queue), ...keys];
}

/** Batches under way at once: one is prepared and read while Redis runs the other. */
const IN_FLIGHT = 2;

type Send = (redis: Redis, batch: (string | Buffer)[]) => Promise<unknown>;

async function inBatches(
  connection: RedisConnection,
  ids: readonly JobId[],
  { signal, onProgress }: RetryProgress,
  send: Send,
): Promise<RetryOutcome> {
  const ends = { retried: [], gone: [], notFailed: [], locked: [], left: [], unanswered: [] } as Record<End, JobId[]>;
  const inFlight: { readonly batch: readonly JobId[]; readonly reply: Promise<unknown> }[] = [];
  let problem: RedisProblem | null = null;
  let sent = 0;
  let done = 0;
  for (;;) {
    while (sent < ids.length && inFlight.length < IN_FLIGHT && !signal?.aborted && !problem) {
      const batch = ids.slice(sent, sent + BATCH_SIZE);
      const reply = connection.change((redis) => send(redis, batch.map(argument)));
      // It is awaited in its turn, which may be after it has failed.
      reply.catch(() => {});
      inFlight.push({ batch, reply });
      sent += batch.length;
    }
    const oldest = inFlight.shift();
    if (!oldest) break;
    try {
      const results = exceptionsIn((await oldest.reply) as number[]);
      oldest.batch.forEach((id, i) => ends[endOf(results.get(i) ?? RETRIED)].push(id));
    } catch (error) {
      const failure = error as RedisProblem;
      ends[lostTheAnswer(failure) ? 'unanswered' : 'left'].push(...oldest.batch);
      problem ??= failure;
    }
    done += oldest.batch.length;
    onProgress?.(done);
  }
  ends.left.push(...ids.slice(sent));
  return { ...ends, problem };
}

type End = Exclude<keyof RetryOutcome, 'problem'>;

const RETRIED = 1;

/** The scripts answer `[position, result, …]` for those jobs only that were not retried; positions count from 1. */
function exceptionsIn(reply: readonly number[]): ReadonlyMap<number, number> {
  const exceptions = new Map<number, number>();
  for (let i = 0; i < reply.length; i += 2) exceptions.set((reply[i] ?? 0) - 1, reply[i + 1] ?? 0);
  return exceptions;
}

/** What a result means; Bull's own numbers (reprocessJob-6.lua). */
function endOf(result: number): End {
  if (result === RETRIED) return 'retried';
  if (result === 0) return 'gone';
  return result === -1 ? 'locked' : 'notFailed';
}

function lostTheAnswer({ kind, sent }: RedisProblem): boolean {
  return sent && (kind === 'timed-out' || kind === 'closed' || kind === 'disconnected');
}
