import { createHash } from 'node:crypto';
import removeRepeatableJob from 'bull/lib/scripts/removeRepeatable-2';
import { keyBase, queueKey, type QueueRef } from '../../bull/keys';
import { jobId, type JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { readScored } from '../scored-ids';
import { Action, each, RESULTS } from './action';
import type { ActionOutcome } from './outcome';
import { perform } from './perform';

/** A job that Bull adds again and again (bull 4.16.5 lib/repeatable.js). */
export interface Repeatable {
  readonly key: string;
  readonly name: string;
  /** `0 9 * * 1 (Europe/Berlin)`, or ms between two runs. */
  readonly schedule: string | number;
  /** When it runs next, in ms since the epoch. */
  readonly next: number;
  /** The delayed job of its next run, and whether it is there: one that runs right now adds the next when it ends. */
  readonly nextJob: JobId;
  readonly isScheduled: boolean;
}

/** The repeatable jobs of a queue, the next to run first. @throws RedisProblem */
export async function readRepeatables(connection: RedisConnection, queue: QueueRef): Promise<Repeatable[]> {
  const members = await connection.run((redis) => readScored(redis, queueKey(queue, 'repeat'), 0, MOST, 'ZRANGE'));
  return Promise.all(
    members.map(({ id, score }) => readRepeatable(connection, queue, id.toString(), score.toString())),
  );
}

/** More than a person looks through. */
const MOST = 1_000;

async function readRepeatable(
  connection: RedisConnection,
  queue: QueueRef,
  key: string,
  next: string,
): Promise<Repeatable> {
  const readings = readingsOf(key).map((reading) => ({ ...reading, job: jobId(Buffer.from(`${reading.id}:${next}`)) }));
  const keys = readings.map(({ job }) => keyBase(queue) + job.text);
  const areThere = await connection.run((redis) => Promise.all(keys.map((each) => redis.exists(each))));
  const there = areThere.indexOf(1);
  const { name, job } = readings[Math.max(0, there)] as (typeof readings)[number];
  return { key, name, schedule: scheduleOf(key), next: Number(next), nextJob: job, isScheduled: there >= 0 };
}

/** What the key can mean: `name:id:endDate:tz:cron`, or `name:id:endDate:every`. Names may have colons, too. */
function readingsOf(key: string): { readonly name: string; readonly id: string }[] {
  const parts = key.split(':');
  const lengths = Array.from({ length: Math.max(1, parts.length - 3) }, (_, i) => i + 1);
  return lengths.map((length) => {
    const name = parts.slice(0, length).join(':');
    return { name, id: `repeat:${md5(`${name}${parts[length] ?? ''}:${md5(key)}`)}` };
  });
}

function scheduleOf(key: string): string | number {
  const [zone, last = ''] = key.split(':').slice(-2);
  if (/^\d+$/.test(last)) return Number(last);
  return zone ? `${last} (${zone})` : last;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

export const removeRepeatableAction = new Action(
  'removeRepeatable',
  {
    repeat: ['ZSCORE', 'ZREM'],
    delayed: ['ZREM'],
    meta: ['HMGET'],
    job: ['DEL'],
    lock: ['EXISTS'],
  },
  {
    check: `
local repeatKey, nextRun = options[1], options[2]
local function standing(i)
  local now = redis.call('ZSCORE', key['repeat'], repeatKey)
  if not now then return ${RESULTS.gone} end
  if redis.call('EXISTS', lock(i)) == 1 then return ${RESULTS.locked} end
  -- It has run meanwhile, and its next job is another.
  return now == nextRun and ${RESULTS.done} or ${RESULTS.notInState}
end`,
    change: each(`
local function removeRepeatable(KEYS, ARGV)
  local redis = { call = call }
${removeRepeatableJob.content}
end

local function change(i)
  removeRepeatable({ key['repeat'], key.delayed }, { string.sub(ids[i], 1, -1 - #nextRun), repeatKey, base })
  return ${RESULTS.done}
end`),
  },
);

/** Ends a repeatable job and its next run, as Bull's `queue.removeRepeatableByKey()` would. Never throws. */
export function removeRepeatable(
  connection: RedisConnection,
  queue: QueueRef,
  { key, next, nextJob }: Repeatable,
): Promise<ActionOutcome> {
  return perform(removeRepeatableAction, connection, queue, [nextJob], {}, () => [key, String(next)]);
}
