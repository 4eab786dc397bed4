import { randomUUID } from 'node:crypto';
import type Redis from 'ioredis';
import reprocessJob from 'bull/lib/scripts/reprocessJob-6';
import retryJobs from 'bull/lib/scripts/retryJobs-5';
import { keyBase, queueKey, type QueueRef } from '../bull/keys';
import type { RedisConnection } from './connection';
import type { JobId } from './jobId';
import type { RedisProblem } from './problem';
import { Script } from './script';

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
 * KEYS: base, failed, wait, meta-paused, paused. `standing[i]` is 1 (failed, free), 0 (gone), -1 (locked), -2 (not failed).
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
local results = {}
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
  results[#results + 1] = result
end
return results`);

/**
 * Retries jobs in bulk as `queue.retryJobs()` does. Bull's script retries whatever ZRANGE gives it, so here ZRANGE
 * gives it the jobs that were chosen and stand as failed.
 */
const retryManyScript = new Script(`${guard}
local results, chosen = {}, {}
for i = 1, #ARGV do
  results[i] = standing(ARGV[i])
  if results[i] == 1 then chosen[#chosen + 1] = ARGV[i] end
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
if #chosen > 0 then retry(KEYS, { #chosen }) end
return results`);

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

async function inBatches(
  connection: RedisConnection,
  ids: readonly JobId[],
  { signal, onProgress }: RetryProgress,
  retry: (redis: Redis, batch: Buffer[]) => Promise<unknown>,
): Promise<RetryOutcome> {
  const outcome = { retried: [], gone: [], notFailed: [], locked: [], unanswered: [] } as Record<
    'retried' | 'gone' | 'notFailed' | 'locked' | 'unanswered',
    JobId[]
  >;
  const results = new Map<unknown, JobId[]>([
    [1, outcome.retried],
    [0, outcome.gone],
    [-1, outcome.locked],
    [-2, outcome.notFailed],
  ]);
  let done = 0;
  let problem: RedisProblem | null = null;
  while (done < ids.length && !signal?.aborted) {
    const batch = ids.slice(done, done + BATCH_SIZE);
    try {
      const reply = (await connection.run((redis) =>
        retry(
          redis,
          batch.map(({ bytes }) => bytes),
        ),
      )) as number[];
      batch.forEach((id, i) => (results.get(reply[i]) ?? outcome.notFailed).push(id));
    } catch (error) {
      problem = error as RedisProblem;
      if (lostTheAnswer(problem)) {
        outcome.unanswered.push(...batch);
        done += batch.length;
      }
      break;
    }
    done += batch.length;
    onProgress?.(done);
  }
  return { ...outcome, left: ids.slice(done), problem };
}

function lostTheAnswer({ kind }: RedisProblem): boolean {
  return kind === 'timed-out' || kind === 'closed' || kind === 'disconnected';
}
