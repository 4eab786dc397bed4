import type Redis from 'ioredis';
import { queueKey, type QueueKey, type QueueRef } from '../bull/keys';
import type { QueueKind } from './dialects';
import { isErrorReply, isOutOfReach, isWrongType } from './redis/replies';
import { Script } from './redis/script';
import { slices } from './slices';

/** A key that may be one of a queue, and the type that it has if it is. */
export interface SupposedKey {
  readonly ref: QueueRef;
  readonly key: QueueKey;
  readonly type: 'string' | 'list' | 'zset' | 'hash';
}

/** What a key is, and what its queue says of itself. */
export interface KeyFacts {
  readonly isOfType: boolean;
  /** It has a time to live. */
  readonly ends: boolean;
  readonly kind: QueueKind;
  /** There is a `meta` that a library has written, and not a job of that id. */
  readonly hasQueueMeta: boolean;
}

const OF_TYPE = 1;
const ENDS = 2;
const BULLMQ = 4;
const PAUSED = 8;
const REFUSED = -1;

/** Keys that one script looks at: under two milliseconds of Redis's time. */
const KEYS_PER_SCRIPT = 250;

/** KEYS: of each supposed key itself, `meta` and `events`. ARGV: its type. One number of each. */
const factsScript = new Script(`
local isRefused
local function ask(...)
  local reply = redis.pcall(...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if not string.find(reply.err, 'WRONGTYPE', 1, true) then isRefused = true end
end

-- Not every engine gives a status as a table.
local function typeOf(key)
  local reply = ask('TYPE', key)
  return type(reply) == 'table' and reply.ok or reply
end

local function factsOf(key, meta, events, expected)
  local found, endsIn, eventsType = typeOf(key), ask('PTTL', key), typeOf(events)
  local fields = ask('HMGET', meta, 'version', 'opts.maxLenEvents', 'paused') or {}
  if isRefused then return ${REFUSED} end
  local isBullMQ = string.sub(fields[1] or '', 1, 6) == 'bullmq' or fields[2] or eventsType == 'stream'
  return (found == expected and ${OF_TYPE} or 0) + (endsIn >= 0 and ${ENDS} or 0)
    + (isBullMQ and ${BULLMQ} or 0) + (fields[3] and ${PAUSED} or 0)
end

local facts = {}
for i, expected in ipairs(ARGV) do
  isRefused = false
  facts[i] = factsOf(KEYS[3 * i - 2], KEYS[3 * i - 1], KEYS[3 * i], expected)
end
return facts`);

/**
 * The facts of each key, in one round trip: by a script where Redis runs it, by commands where it does not; null of keys
 * that the user may not read, or that are on another node.
 *
 * @throws Error of ioredis
 */
export async function readFacts(redis: Redis, keys: readonly SupposedKey[]): Promise<(KeyFacts | null)[]> {
  const batches = slices(keys, KEYS_PER_SCRIPT).map((some) => readBatch(redis, some));
  return (await Promise.all(batches)).flat();
}

async function readBatch(redis: Redis, keys: readonly SupposedKey[]): Promise<(KeyFacts | null)[]> {
  let numbers: readonly number[];
  try {
    const touched = keys.flatMap((supposed) => keysOf(supposed));
    const types = keys.map(({ type }) => type);
    numbers = (await factsScript.run(redis, touched, types)) as number[];
  } catch (error) {
    if (!isErrorReply(error)) throw error;
    return readByCommands(redis, keys);
  }
  const isRefused = (i: number) => numbers[i] === REFUSED;
  const again = await readByCommands(
    redis,
    keys.filter((_, i) => isRefused(i)),
  );
  const asked = again.values();
  return numbers.map((flags, i) => (isRefused(i) ? (asked.next().value ?? null) : factsIn(flags)));
}

function factsIn(flags: number): KeyFacts {
  const isBullMQ = (flags & BULLMQ) > 0;
  return {
    isOfType: (flags & OF_TYPE) > 0,
    ends: (flags & ENDS) > 0,
    kind: isBullMQ ? 'bullmq' : 'bull',
    // That `meta` exists proves nothing: Bull's pause writes it too (pause-5.lua).
    hasQueueMeta: isBullMQ || (flags & PAUSED) > 0,
  };
}

async function readByCommands(redis: Redis, keys: readonly SupposedKey[]): Promise<(KeyFacts | null)[]> {
  if (keys.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const supposed of keys) {
    const [key, meta, events] = keysOf(supposed);
    pipeline.type(key);
    pipeline.pttl(key);
    pipeline.hmget(meta, 'version', 'opts.maxLenEvents', 'paused');
    pipeline.type(events);
  }
  const replies = (await pipeline.exec()) ?? [];
  const refusal = replies.find(([error]) => error && !isWrongType(error) && !isOutOfReach(error))?.[0];
  if (refusal) throw refusal;
  return keys.map((supposed, i) => {
    const row = replies.slice(i * 4, i * 4 + 4);
    if (row.some(([error]) => error && !isWrongType(error))) return null;
    const [type, endsIn, meta, events] = row.map(([, reply]) => reply);
    const [version, maxLenEvents, paused] = (meta ?? []) as (string | null)[];
    const isBullMQ = version?.startsWith('bullmq') === true || maxLenEvents != null || events === 'stream';
    return factsIn(
      (type === supposed.type ? OF_TYPE : 0) |
        (Number(endsIn) < 0 ? 0 : ENDS) |
        (isBullMQ ? BULLMQ : 0) |
        (paused == null ? 0 : PAUSED),
    );
  });
}

function keysOf({ ref, key }: SupposedKey): [key: string, meta: string, events: string] {
  return [queueKey(ref, key), queueKey(ref, 'meta'), queueKey(ref, 'events')];
}
