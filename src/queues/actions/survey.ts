import { keyBase, queueKey, type QueueRef } from '../../bull/keys';
import { workedOn } from '../ahead';
import { argument, jobId, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { Script } from '../redis/script';
import { slices } from '../slices';
import { joinKeys } from './action';
import { hadFinished } from './retry';

/** Failed jobs of a queue, and what a retry of them means. */
export interface FailedSurvey {
  /** Those that can be retried, in their order. */
  readonly ids: readonly JobId[];
  /** Those whose hash is not there any more. */
  readonly gone: readonly JobId[];
  /** Those whose lock a worker holds. */
  readonly locked: readonly JobId[];
  /** Those whose handler had succeeded before they were marked as failed: a retry does their work twice. */
  readonly finished: readonly JobId[];
  /** How many have used all of their several attempts: Bull does not count anew, so that each runs once more. */
  readonly exhausted: number;
  /** How many have stalled before: Bull does not count anew, so that each may fail at its next stall. */
  readonly stalled: number;
  /** How many have a priority: Bull lets a job that is retried wait as one without (reprocessJob-6.lua, retryJobs-5.lua). */
  readonly prioritized: number;
}

/** Jobs that one step looks at: under 10 ms of Redis's time. */
const STEP = 2_000;

const FINISHED = 1;
const EXHAUSTED = 2;
const STALLED = 4;
const PRIORITIZED = 8;
const GONE = 16;
const LOCKED = 32;

/** KEYS: the hashes, then their locks. `[position, facts, …]` of those jobs of which there is something to say, positions counting from 0. */
const factsScript = new Script(`${hadFinished}
local count = #KEYS / 2
local areLocked = redis.call('EXISTS', unpack(KEYS, count + 1)) > 0
local replies = {}
for i = 1, count do
  local job = KEYS[i]
  local fields = redis.pcall('HMGET', job, 'failedReason', 'attemptsMade', 'stalledCounter', 'priority')
  local facts = 0
  if not fields.err then
    if hadFinished(fields[1]) then facts = facts + ${FINISHED} end
    local attemptsMade = tonumber(fields[2] or '') or 0
    if attemptsMade > 1 then
      local isJson, opts = pcall(cjson.decode, redis.call('HGET', job, 'opts') or '')
      local attempts = isJson and type(opts) == 'table' and tonumber(opts.attempts) or 1
      if attempts > 1 and attemptsMade >= attempts then facts = facts + ${EXHAUSTED} end
    end
    if (tonumber(fields[3] or '') or 0) > 0 then facts = facts + ${STALLED} end
    if (tonumber(fields[4] or '') or 0) > 0 then facts = facts + ${PRIORITIZED} end
    if not (fields[1] or fields[2] or fields[4]) and redis.call('EXISTS', job) == 0 then facts = facts + ${GONE} end
    if areLocked and redis.call('EXISTS', KEYS[count + i]) == 1 then facts = facts + ${LOCKED} end
  end
  if facts > 0 then
    replies[#replies + 1] = i - 1
    replies[#replies + 1] = facts
  end
end
return replies`);

/**
 * Looks through all failed jobs of a queue, oldest first, before they are retried in bulk.
 *
 * @throws RedisProblem, also where the user may not run scripts: then nothing can be retried either.
 */
export async function surveyFailed(
  connection: RedisConnection,
  queue: QueueRef,
  signal?: AbortSignal,
): Promise<FailedSurvey> {
  return surveySteps(connection, queue, failedIds(connection, queue), signal);
}

/** The failed jobs, oldest first, each once. @throws RedisProblem */
async function* failedIds(connection: RedisConnection, queue: QueueRef): AsyncGenerator<JobId[], void> {
  const seen = new Set<string>();
  for (let first = 0; ; first += STEP) {
    const members = await connection.run((redis) =>
      redis.zrangeBuffer(queueKey(queue, 'failed'), first, first + STEP - 1),
    );
    yield members.map(jobId).filter(({ key }) => !seen.has(key) && seen.add(key));
    if (members.length < STEP) return;
  }
}

/** Looks at jobs that a person has picked; whether they are in the failed set is seen when they are retried. @throws RedisProblem */
export async function surveyJobs(
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  signal?: AbortSignal,
): Promise<FailedSurvey> {
  return surveySteps(connection, queue, slices(ids, STEP), signal);
}

async function surveySteps(
  connection: RedisConnection,
  queue: QueueRef,
  steps: AsyncIterable<readonly JobId[]> | Iterable<readonly JobId[]>,
  signal?: AbortSignal,
): Promise<FailedSurvey> {
  const survey = new Survey();
  const read = async (ids: readonly JobId[]) => ({ ids, facts: await readFacts(connection, queue, ids) });
  for await (const { ids, facts } of workedOn(steps, connection, read)) {
    survey.add(ids, facts);
    if (signal?.aborted) break;
  }
  return survey;
}

async function readFacts(connection: RedisConnection, queue: QueueRef, ids: readonly JobId[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const jobs = ids.map((id) => joinKeys(keyBase(queue), argument(id)));
  const keys = [...jobs, ...jobs.map((job) => joinKeys(job, ':lock'))];
  return (await connection.run((redis) => factsScript.run(redis, keys, []))) as number[];
}

class Survey implements FailedSurvey {
  readonly ids: JobId[] = [];
  readonly gone: JobId[] = [];
  readonly locked: JobId[] = [];
  readonly finished: JobId[] = [];
  exhausted = 0;
  stalled = 0;
  prioritized = 0;

  add(ids: readonly JobId[], facts: readonly number[]): void {
    let at = 0;
    for (const [i, id] of ids.entries()) {
      const isToldOf = facts[at] === i;
      this.addOne(id, isToldOf ? (facts[at + 1] as number) : 0);
      if (isToldOf) at += 2;
    }
  }

  private addOne(id: JobId, facts: number): void {
    if (facts & GONE) return void this.gone.push(id);
    if (facts & LOCKED) return void this.locked.push(id);
    this.ids.push(id);
    if (facts & FINISHED) this.finished.push(id);
    if (facts & EXHAUSTED) this.exhausted++;
    if (facts & STALLED) this.stalled++;
    if (facts & PRIORITIZED) this.prioritized++;
  }
}
