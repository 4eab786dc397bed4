import { StringDecoder } from 'node:string_decoder';
import type Redis from 'ioredis';
import { keyBase, queueKey } from '../bull/keys';
import { JOB_STATES, type JobState } from '../bull/states';
import type { KnownQueue } from './counts';
import { dialectOf } from './dialects';
import { decode, type JobId } from './job-id';
import { isErrorReply } from './redis/replies';
import { Script } from './redis/script';

/** All that Redis holds of one job. */
export interface JobDocument {
  /** null where it is in no list: Bull calls that `stuck`. */
  readonly state: JobState | null;
  /** ms that the lock of a running job still lasts; null where there is none. */
  readonly lockExpiresIn: number | null;
  /** Every field of the hash, as it is in Redis; in Bull's order of writing. */
  readonly fields: ReadonlyMap<string, FieldText>;
  readonly logs: readonly string[];
  /** How many there are; more than `logs` holds where it was cut. */
  readonly logCount: number;
}

export interface FieldText {
  readonly text: string;
  /** Bytes in Redis; more than the text where it was cut. */
  readonly bytes: number;
  readonly isCut: boolean;
}

/** Bytes of one field that are shown before it is asked for whole. */
export const FIELD_LIMIT = 1024 * 1024;
const LOG_LIMIT = 1_000;

const fieldsScript = new Script(`
local reply = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local text = redis.call('HGET', KEYS[1], field)
  reply[#reply + 1] = field
  reply[#reply + 1] = #text
  reply[#reply + 1] = string.sub(text, 1, ARGV[1])
end
return reply`);

/**
 * Reads a job; null where its hash is gone.
 *
 * @param whole Also what is over FIELD_LIMIT, and every log row.
 */
export async function readJob(
  redis: Redis,
  queue: KnownQueue,
  id: JobId,
  { whole = false } = {},
): Promise<JobDocument | null> {
  const key = Buffer.concat([Buffer.from(keyBase(queue.ref)), id.bytes]);
  const fields = await readFields(redis, key, whole ? Number.MAX_SAFE_INTEGER : FIELD_LIMIT);
  if (fields.size === 0) return null;

  const logs = Buffer.concat([key, Buffer.from(':logs')]);
  const pipeline = redis.pipeline();
  pipeline.pttl(Buffer.concat([key, Buffer.from(':lock')]));
  pipeline.llen(logs);
  pipeline.lrangeBuffer(logs, 0, whole ? -1 : LOG_LIMIT - 1);
  for (const state of JOB_STATES) {
    const { key, type } = dialectOf(queue).states[state];
    const list = queueKey(queue.ref, key);
    if (type === 'list') pipeline.lpos(list, id.bytes);
    else pipeline.zscore(list, id.bytes);
  }
  const [lock, logCount, logRows, ...places] = (await pipeline.exec()) ?? [];
  // A job with a priority is in `waiting` as well; JOB_STATES names that first.
  const place = places.findIndex(([error, reply]) => !error && reply !== null);
  return {
    state: JOB_STATES[place] ?? null,
    lockExpiresIn: Number(lock?.[1]) > 0 ? Number(lock?.[1]) : null,
    fields,
    logs: ((logRows?.[1] ?? []) as Buffer[]).map(decode),
    logCount: Number(logCount?.[1] ?? 0),
  };
}

async function readFields(redis: Redis, key: Buffer, limit: number): Promise<Map<string, FieldText>> {
  const fields = new Map<string, FieldText>();
  for (const [field, bytes, start] of await rawFields(redis, key, limit)) {
    const isCut = bytes > start.length;
    fields.set(decode(field), { bytes, isCut, text: isCut ? new StringDecoder('utf8').write(start) : decode(start) });
  }
  return fields;
}

type RawField = readonly [field: Buffer, bytes: number, start: Buffer];

async function rawFields(redis: Redis, key: Buffer, limit: number): Promise<RawField[]> {
  try {
    const reply = (await fieldsScript.run(redis, [key], [limit])) as (Buffer | number)[];
    return Array.from(
      { length: reply.length / 3 },
      (_, i) => reply.slice(i * 3, i * 3 + 3) as unknown as [Buffer, number, Buffer],
    );
  } catch (error) {
    if (!isErrorReply(error)) throw error;
    const all = await redis.callBuffer('HGETALL', [key]);
    const pairs = all as Buffer[];
    return Array.from({ length: pairs.length / 2 }, (_, i) => {
      const [field, text] = [pairs[i * 2] as Buffer, pairs[i * 2 + 1] as Buffer];
      return [field, text.length, text.subarray(0, limit)];
    });
  }
}
