import type Redis from 'ioredis';
import { JOB_STATES, type JobState } from '../bull/states';
import { queueKey, type QueueRef } from '../bull/keys';
import { DIALECTS, type CountCommand, type Dialect, type QueueKind } from './dialects';
import { isErrorReply, refusalIn } from './redis/replies';
import { Script } from './redis/script';

export interface KnownQueue {
  readonly ref: QueueRef;
  readonly kind: QueueKind;
}

export interface QueueSnapshot {
  /** How many jobs each state holds; null where that could not be read, or the key holds something that Bull never puts there. */
  readonly counts: Readonly<Record<JobState, number | null>>;
  readonly isPaused: boolean;
}

export interface Counts {
  /** One for each queue that was asked for. */
  readonly snapshots: readonly QueueSnapshot[];
  /** What Redis answered where it refused the script, or a count for which there is null now; null where it refused none. */
  readonly refusal: Error | null;
}

/** In the order of a row: the states, then whether the queue is paused. */
function countCommands({ states, isPaused }: Dialect): CountCommand[] {
  const ofStates = JOB_STATES.map((state): CountCommand => {
    const { key, type } = states[state];
    return { command: type === 'list' ? 'LLEN' : 'ZCARD', key };
  });
  return [...ofStates, isPaused];
}

const COMMANDS: Readonly<Record<QueueKind, readonly CountCommand[]>> = {
  bull: countCommands(DIALECTS.bull),
  bullmq: countCommands(DIALECTS.bullmq),
};
const WIDTH = JOB_STATES.length + 1;

const WRONG_TYPE = -1;
const REFUSED = -2;

/** `{ count('ZCARD', KEYS[k + 1]), …, count('HEXISTS', KEYS[k + 8], 'paused') }` */
const rowOf = (kind: QueueKind) =>
  COMMANDS[kind]
    .map(({ command, field }, i) => `count('${command}', KEYS[k + ${i + 1}]${field ? `, '${field}'` : ''})`)
    .join(',\n    ');

/** KEYS: WIDTH of them for each queue. ARGV: its dialect. */
const countsScript = new Script(`
local function count(...)
  local reply = redis.pcall(...)
  if type(reply) == 'number' then return reply end
  return string.find(reply.err, 'WRONGTYPE', 1, true) and ${WRONG_TYPE} or ${REFUSED}
end
local rows = {}
for i, dialect in ipairs(ARGV) do
  local k = (i - 1) * ${WIDTH}
  rows[i] = dialect == 'bullmq' and {
    ${rowOf('bullmq')}
  } or {
    ${rowOf('bull')}
  }
end
return rows`);

/**
 * The counts of all queues, in one round trip: one command where Redis runs the script, one pipeline where it does not.
 *
 * @throws Error of ioredis where not one of the counts could be read.
 */
export async function readCounts(redis: Redis, queues: readonly KnownQueue[]): Promise<Counts> {
  if (queues.length === 0) return { snapshots: [], refusal: null };
  const counts = await readCountsByScript(redis, queues);
  const isUnread = ({ counts }: QueueSnapshot) => Object.values(counts).every((count) => count === null);
  if (counts.refusal && counts.snapshots.every(isUnread)) throw counts.refusal;
  return counts;
}

async function readCountsByScript(redis: Redis, queues: readonly KnownQueue[]): Promise<Counts> {
  let rows: readonly (readonly number[])[];
  try {
    const kinds = queues.map(({ kind }) => kind);
    rows = (await countsScript.run(redis, queues.flatMap(keysOf), kinds)) as number[][];
  } catch (error) {
    if (!isErrorReply(error)) throw error;
    const { snapshots, refusal } = await readCountsByCommands(redis, queues);
    return { snapshots, refusal: refusal ?? error };
  }
  const isRefused = (i: number) => rows[i]?.includes(REFUSED) === true;
  const again = await readCountsByCommands(
    redis,
    queues.filter((_, i) => isRefused(i)),
  );
  const asked = again.snapshots.values();
  const snapshots = rows.map((row, i) => (isRefused(i) ? asked.next().value : undefined) ?? snapshot(row));
  return { snapshots, refusal: again.refusal };
}

/** Made once for each queue: 1,600 of them for 200 queues, at every refresh. */
const madeKeys: Readonly<Record<QueueKind, WeakMap<QueueRef, readonly string[]>>> = {
  bull: new WeakMap(),
  bullmq: new WeakMap(),
};

function keysOf({ ref, kind }: KnownQueue): readonly string[] {
  const known = madeKeys[kind].get(ref);
  if (known) return known;
  const keys = COMMANDS[kind].map(({ key }) => queueKey(ref, key));
  madeKeys[kind].set(ref, keys);
  return keys;
}

async function readCountsByCommands(redis: Redis, queues: readonly KnownQueue[]): Promise<Counts> {
  if (queues.length === 0) return { snapshots: [], refusal: null };
  const pipeline = redis.pipeline();
  for (const { ref, kind } of queues) {
    for (const { command, key, field } of COMMANDS[kind])
      pipeline.call(command, queueKey(ref, key), ...(field === undefined ? [] : [field]));
  }
  const replies = (await pipeline.exec()) ?? [];
  const counts = replies.map(([error, count]) => (error ? WRONG_TYPE : (count as number)));
  return {
    snapshots: queues.map((_, i) => snapshot(counts.slice(i * WIDTH, (i + 1) * WIDTH))),
    refusal: refusalIn(replies),
  };
}

function snapshot(row: readonly number[]): QueueSnapshot {
  const counts = Object.fromEntries(JOB_STATES.map((state, i) => [state, (row[i] ?? -1) < 0 ? null : row[i]]));
  return { counts: counts as Record<JobState, number | null>, isPaused: row[JOB_STATES.length] === 1 };
}

export function sameSnapshot(a: QueueSnapshot, b: QueueSnapshot | null): boolean {
  return b !== null && a.isPaused === b.isPaused && JOB_STATES.every((state) => a.counts[state] === b.counts[state]);
}
