import { StringDecoder } from 'node:string_decoder';
import type { ChainableCommander, Redis } from 'ioredis';
import { keyBase, queueKey } from '../bull/keys';
import { JOB_STATES, type JobState, type stateWords } from '../bull/states';
import type { KnownQueue } from './counts';
import { dialectOf } from './dialects';
import { decode, type JobId } from './job-id';
import { isErrorReply, isWrongType } from './redis/replies';
import { MAX_REPLY } from './redis/reply-limit';
import { Script } from './redis/script';

/** All that Redis holds of one job. */
export interface JobDocument {
  /** `stuck`: in no list, as Bull calls that. `unknown`: this Redis, or this user, cannot ask each list. */
  readonly state: JobState | keyof typeof stateWords;
  /** ms that the lock of a running job still lasts; null where there is none. */
  readonly lockExpiresIn: number | null;
  /** Every field of the hash, as it is in Redis; in Bull's order of writing. */
  readonly fields: ReadonlyMap<string, FieldText>;
  readonly logs: readonly string[];
  /** How many there are; more than `logs` holds where it was cut. */
  readonly logCount: number;
  /** It was asked for whole, and was cut all the same: a reply has a limit. */
  readonly isTooLarge: boolean;
}

export interface FieldText {
  readonly text: string;
  /** Bytes in Redis; more than the text where it was cut. */
  readonly bytes: number;
  readonly isCut: boolean;
}

/** Bytes of one field, and of all log rows together, that are shown before the job is asked for whole. */
export const FIELD_LIMIT = 1024 * 1024;
const LOG_LIMIT = 1_000;

/** Bytes of all fields together that are read where the job is asked for whole. */
export const WHOLE_LIMIT = MAX_REPLY - 8 * FIELD_LIMIT;

/** KEYS: the job's hash. ARGV: the bytes to read of a field, and of all fields if none is cut. Answers triples. */
const fieldsScript = new Script(`
local names = redis.call('HKEYS', KEYS[1])
local sizes, total, limit = {}, 0, tonumber(ARGV[1])
for i, name in ipairs(names) do
  sizes[i] = redis.call('HSTRLEN', KEYS[1], name)
  total = total + sizes[i]
end
if total > tonumber(ARGV[2]) then limit = ${FIELD_LIMIT} end
local reply = {}
for i, name in ipairs(names) do
  reply[#reply + 1] = name
  reply[#reply + 1] = sizes[i]
  reply[#reply + 1] = string.sub(redis.call('HGET', KEYS[1], name), 1, limit)
end
return reply`);

/** KEYS: the list of the job's log rows. ARGV: how many rows to read, and bytes of them. */
const logsScript = new Script(`
local rows, bytes = {}, 0
for i, row in ipairs(redis.call('LRANGE', KEYS[1], 0, ARGV[1] - 1)) do
  bytes = bytes + #row
  if bytes > tonumber(ARGV[2]) then break end
  rows[i] = row
end
return rows`);

/**
 * Reads a job; null where its hash is gone.
 *
 * @param whole Also what is over FIELD_LIMIT, and every log row; where the fields are over WHOLE_LIMIT it cuts them.
 */
export async function readJob(
  redis: Redis,
  queue: KnownQueue,
  id: JobId,
  { whole = false } = {},
): Promise<JobDocument | null> {
  const key = Buffer.concat([Buffer.from(keyBase(queue.ref)), id.bytes]);
  const logsKey = Buffer.concat([key, Buffer.from(':logs')]);
  const lockAndLogs = redis
    .pipeline()
    .pttl(Buffer.concat([key, Buffer.from(':lock')]))
    .llen(logsKey);
  const [fields, [lock, logCount], state, logs] = await Promise.all([
    readFields(redis, key, whole ? WHOLE_LIMIT : FIELD_LIMIT),
    ask(lockAndLogs),
    readJobState(redis, queue, id),
    readLogs(redis, logsKey, whole),
  ]);
  if (fields.size === 0) return null;
  return {
    ...{ state, fields, logs },
    lockExpiresIn: Number(lock) > 0 ? Number(lock) : null,
    logCount: Number(logCount ?? 0),
    isTooLarge: whole && [...fields.values()].some(({ isCut }) => isCut),
  };
}

/** Where the job is. */
export async function readJobState(redis: Redis, queue: KnownQueue, id: JobId): Promise<JobDocument['state']> {
  const { states, parents } = dialectOf(queue);
  const places = redis.pipeline();
  for (const { key, type } of [...JOB_STATES.map((state) => states[state]), ...(parents ? [parents] : [])]) {
    const list = queueKey(queue.ref, key);
    if (type === 'list') places.lpos(list, id.bytes);
    else places.zscore(list, id.bytes);
  }
  const answers = await ask(places);
  // A job with a priority is in `waiting` as well; JOB_STATES names that first.
  const place = answers.findIndex((answer) => answer !== null && !(answer instanceof Error));
  if (place >= 0) return JOB_STATES[place] ?? 'waiting-children';
  return answers.some((answer) => answer instanceof Error) ? 'unknown' : 'stuck';
}

/** The answers; null also for a key of another type, and the error itself where Redis refused. @throws Error of the socket */
async function ask(pipeline: ChainableCommander): Promise<unknown[]> {
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, reply]) => {
    if (!error) return reply;
    if (!isErrorReply(error)) throw error as Error;
    return isWrongType(error) ? null : error;
  });
}

async function readLogs(redis: Redis, key: Buffer, whole: boolean): Promise<string[]> {
  const limits = whole ? [Number.MAX_SAFE_INTEGER, MAX_REPLY] : [LOG_LIMIT, FIELD_LIMIT];
  const rows = await logsScript.run(redis, [key], limits).catch(async (error: unknown) => {
    if (!isErrorReply(error)) throw error;
    const [answer] = await ask(redis.pipeline().lrangeBuffer(key, 0, whole ? -1 : LOG_LIMIT - 1));
    return Array.isArray(answer) ? (answer as Buffer[]) : [];
  });
  return (rows as Buffer[]).map(decode);
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
    const reply = (await fieldsScript.run(redis, [key], [limit, WHOLE_LIMIT])) as (Buffer | number)[];
    return Array.from(
      { length: reply.length / 3 },
      (_, i) => reply.slice(i * 3, i * 3 + 3) as unknown as [Buffer, number, Buffer],
    );
  } catch (error) {
    if (!isErrorReply(error)) throw error;
    return await rawFieldsByCommands(redis, key, limit);
  }
}

/** No plain command reads the start of a field: of one that is too large there is nothing. */
async function rawFieldsByCommands(redis: Redis, key: Buffer, limit: number): Promise<RawField[]> {
  const names = await redis.hkeysBuffer(key);
  const shapes = redis.pipeline();
  for (const name of names) shapes.hstrlen(key, name);
  const sizes = (await ask(shapes)).map(Number);
  const isWhole = sizes.reduce((sum, size) => sum + size, 0) <= WHOLE_LIMIT;
  const texts = redis.pipeline();
  names.forEach((name, i) => {
    const isRead = (sizes[i] ?? 0) <= (isWhole ? limit : FIELD_LIMIT);
    if (isRead) texts.hgetBuffer(key, name);
    else texts.hexists(key, name);
  });
  const answers = await ask(texts);
  return names.map((name, i) => [name, sizes[i] ?? 0, Buffer.isBuffer(answers[i]) ? answers[i] : Buffer.of()]);
}
