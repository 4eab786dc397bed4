import type Redis from 'ioredis';
import { JOB_STATES, STATE_KEYS, type JobState } from '../bull/states';
import { keyBase, type QueueRef } from '../bull/keys';
import { refusesScripts, Script } from './redis/script';

/** BullMQ queues share Bull's prefix; they are shown and never written to. */
export type QueueKind = 'bull' | 'bullmq';

export interface KnownQueue {
  readonly ref: QueueRef;
  readonly kind: QueueKind;
}

export interface QueueSnapshot {
  /** How many jobs each state holds; null where the key holds something that Bull never puts there. */
  readonly counts: Readonly<Record<JobState, number | null>>;
  readonly isPaused: boolean;
}

/** BullMQ keeps its prioritized jobs under another key; the rest is named alike (bullmq 5 src/classes/queue-keys.ts). */
function stateKey(kind: QueueKind, state: JobState): string {
  return kind === 'bullmq' && state === 'priority' ? 'prioritized' : STATE_KEYS[state].key;
}

const countCommand = (state: JobState) => (STATE_KEYS[state].type === 'list' ? 'LLEN' : 'ZCARD');

/** Bull: a key that exists (pause-5.lua). BullMQ: a field of `meta`. */
const countsOf = (kind: QueueKind) => `
    ${JOB_STATES.map((state) => `count('${countCommand(state)}', base .. '${stateKey(kind, state)}')`).join(',\n    ')},
    ${kind === 'bull' ? `count('EXISTS', base .. 'meta-paused')` : `count('HEXISTS', base .. 'meta', 'paused')`}`;

const countsScript = new Script(`
local function count(...)
  local reply = redis.pcall(...)
  return type(reply) == 'number' and reply or -1
end
local rows = {}
for i = 1, #ARGV, 2 do
  local base = ARGV[i + 1]
  rows[#rows + 1] = ARGV[i] == 'bullmq' and {${countsOf('bullmq')}
  } or {${countsOf('bull')}
  }
end
return rows`);

/** The counts of all queues, in one round trip: one command where Redis allows scripts, one pipeline where it does not. */
export async function readCounts(redis: Redis, queues: readonly KnownQueue[]): Promise<QueueSnapshot[]> {
  if (queues.length === 0) return [];
  try {
    const args = queues.flatMap(({ ref, kind }) => [kind, keyBase(ref)]);
    const rows = (await countsScript.run(redis, [], args)) as number[][];
    return rows.map((row) => snapshot(row.map((count) => (count < 0 ? null : count))));
  } catch (error) {
    if (!refusesScripts(error)) throw error;
    return await readCountsByCommands(redis, queues);
  }
}

async function readCountsByCommands(redis: Redis, queues: readonly KnownQueue[]): Promise<QueueSnapshot[]> {
  const pipeline = redis.pipeline();
  for (const { ref, kind } of queues) {
    const base = keyBase(ref);
    for (const state of JOB_STATES) pipeline.call(countCommand(state), base + stateKey(kind, state));
    if (kind === 'bull') pipeline.exists(`${base}meta-paused`);
    else pipeline.hexists(`${base}meta`, 'paused');
  }
  const replies = (await pipeline.exec()) ?? [];
  const refusal = replies.find(([error]) => error && !error.message.startsWith('WRONGTYPE'))?.[0];
  if (refusal) throw refusal;
  const width = JOB_STATES.length + 1;
  return queues.map((_, i) =>
    snapshot(replies.slice(i * width, (i + 1) * width).map(([error, count]) => (error ? null : (count as number)))),
  );
}

function snapshot(row: readonly (number | null)[]): QueueSnapshot {
  const counts = Object.fromEntries(JOB_STATES.map((state, i) => [state, row[i] ?? null]));
  return { counts: counts as Record<JobState, number | null>, isPaused: row[JOB_STATES.length] === 1 };
}
