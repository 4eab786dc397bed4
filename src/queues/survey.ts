import { queueKey, keyBase, type QueueRef } from '../bull/keys';
import { failureCause } from '../bull/failures';
import type { RedisConnection } from './redis/connection';
import { decode, jobId, type JobId } from './job-id';
import { Script } from './redis/script';

/** The failed jobs of a queue, oldest first. */
export interface FailedSurvey {
  readonly ids: JobId[];
  /** Those whose handler had succeeded before they were marked as failed: a retry does their work twice. */
  readonly alreadyFinished: JobId[];
}

/** Jobs that one step looks at: under 10 ms of Redis's time. */
const STEP = 5_000;

/**
 * The ids of a step, and the reasons that may be one of Bull's own: those which begin like them, cut to a length that
 * none of them exceeds unless the job's id is that long.
 */
const surveyScript = new Script(`
local ids = redis.call('ZRANGE', KEYS[1], ARGV[2], ARGV[3])
local reasons = {}
for i, id in ipairs(ids) do
  local reason = redis.pcall('HGET', ARGV[1] .. id, 'failedReason')
  if type(reason) == 'string' and string.sub(reason, 1, 21) == 'Missing lock for job ' then
    reasons[#reasons + 1] = i
    reasons[#reasons + 1] = string.sub(reason, 1, 1000)
  end
end
return { ids, reasons }`);

/**
 * Looks through all failed jobs of a queue before they are retried in bulk.
 *
 * @throws RedisProblem, also where the user may not run scripts: then nothing can be retried either.
 */
export async function surveyFailed(
  connection: RedisConnection,
  queue: QueueRef,
  signal?: AbortSignal,
): Promise<FailedSurvey> {
  const ids: JobId[] = [];
  const alreadyFinished: JobId[] = [];
  const seen = new Set<string>();
  for (let first = 0; !signal?.aborted; first += STEP) {
    const [members, reasons] = (await connection.run((redis) =>
      surveyScript.run(redis, [queueKey(queue, 'failed')], [keyBase(queue), first, first + STEP - 1]),
    )) as [Buffer[], (number | Buffer)[]];
    const finished = new Set<number>();
    for (let i = 0; i < reasons.length; i += 2) {
      const cause = failureCause(decode(reasons[i + 1] as Buffer));
      if (cause?.alreadyFinished) finished.add((reasons[i] as number) - 1);
    }
    members.forEach((bytes, i) => {
      const id = jobId(bytes);
      if (seen.has(id.key)) return;
      seen.add(id.key);
      ids.push(id);
      if (finished.has(i)) alreadyFinished.push(id);
    });
    if (members.length < STEP) break;
  }
  return { ids, alreadyFinished };
}
