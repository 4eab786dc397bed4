import { StringDecoder } from 'node:string_decoder';
import type Redis from 'ioredis';
import { queueKey } from '../bull/keys';
import { jobTime, type JobTime } from '../bull/job-time';
import type { JobState } from '../bull/states';
import type { KnownQueue } from './counts';
import { dialectOf, type Dialect, type StateKey } from './dialects';
import { decode, jobId, type JobId } from './job-id';
import { jobKeys } from './job-keys';
import type { ListedJob } from './listed-jobs';
import { isErrorReply, refusalIn } from './redis/replies';
import { Script, type ScriptKeys } from './redis/script';
import { readScored } from './scored-ids';
import { startAndEnd, startAndEndLua } from './start-and-end';

/** What a row and its tooltip show of a job: never the whole of a large field. */
export interface JobRow {
  readonly id: JobId;
  readonly state: JobState;
  /** `gone`: the id is listed, its hash is not there. `unreadable`: the key is no hash. */
  readonly presence: 'present' | 'gone' | 'unreadable';
  readonly name: string | null;
  /** Of a long one its start and its end; null where the job has not failed. */
  readonly failedReason: string | null;
  /** null until it happened, all three. */
  readonly timestamp: JobTime | null;
  readonly processedOn: JobTime | null;
  readonly finishedOn: JobTime | null;
  /** When a delayed job is due; null for all others. */
  readonly dueOn: JobTime | null;
  /** The text as it is in Redis where it is no number. */
  readonly attemptsMade: number | string;
  /** How often it may be tried; null where that could not be read. */
  readonly attempts: number | null;
  /** How often it has stalled, which a retry does not reset (bull 4.16.5 lib/commands/moveStalledJobsToWait-7.lua). */
  readonly stalls: number;
  /** 1 is the most urgent; 0 where it has none. */
  readonly priority: number;
  /** The start of the data as it is in Redis (JSON, normally); null where it is too large to be read for a row. */
  readonly dataStart: string | null;
  readonly dataBytes: number;
}

const FIELDS = ['name', 'timestamp', 'processedOn', 'finishedOn', 'stalledCounter', 'priority'] as const;
const LARGE_FIELDS = ['failedReason', 'opts', 'data'] as const;

/** A larger field is not read for a row. */
const READ_LIMIT = 64 * 1024;
const START_BYTES = 600;

/** Of a long reason the end is read too. */
const REASON_END = 300;
/** Reasons beyond the limit are read as well, up to so many bytes of them all together. */
const LARGE_REASONS = 1024 * 1024;

/** Bytes of the data that are read where rows show fields of it. */
export const FIELDS_BYTES = 16 * 1024;

/** KEYS: the hashes of the jobs. ARGV: how many bytes of the data to read, then the fields to read whole. */
const jobsScript = new Script(`${startAndEndLua}
local rows = {}
local left = ${LARGE_REASONS}
for i, job in ipairs(KEYS) do
  local fields = redis.pcall('HMGET', job, unpack(ARGV, 2))
  if fields.err and not string.find(fields.err, 'WRONGTYPE', 1, true) then return fields end
  if fields.err then
    rows[i] = { -1 }
  elseif redis.call('EXISTS', job) == 0 then
    rows[i] = { 0 }
  else
    local row = { 1, fields }
    for _, field in ipairs({${LARGE_FIELDS.map((field) => `'${field}'`).join(', ')}}) do
      local size = redis.call('HSTRLEN', job, field)
      row[#row + 1] = size
      local isReason = field == 'failedReason'
      local isRead = size <= ${READ_LIMIT} or isReason and size <= left
      if isRead and size > ${READ_LIMIT} then left = left - size end
      local text = isRead and redis.call('HGET', job, field) or ''
      if isReason then text = startAndEnd(text, ${START_BYTES}, ${REASON_END}) end
      if field == 'data' then text = string.sub(text, 1, tonumber(ARGV[1])) end
      row[#row + 1] = text
    end
    rows[i] = row
  end
end
return rows`);

type Reply = Buffer | number | null | Reply[];

/** `[presence, fields, size and start of each large field]`; of a reason its end too, and nothing of one that was not read. */
type RawJob = Reply[];

/**
 * One page of the jobs in a state: failed and completed ones newest first, the others in the order in which they will
 * run. Costs the same however many there are.
 */
export async function readJobs(
  redis: Redis,
  queue: KnownQueue,
  state: JobState,
  offset: number,
  limit: number,
  dataBytes = START_BYTES,
): Promise<JobRow[]> {
  const dialect = dialectOf(queue);
  const list = () =>
    readIds(redis, queueKey(queue.ref, dialect.states[state].key), dialect.states[state], offset, limit);
  const listed = await list();
  const rows = await readListedJobs(redis, queue, state, listed, dataBytes);
  if (rows.every(({ presence }) => presence !== 'gone')) return rows;
  // Bull may have taken a job out of the list, and removed it, since the list was read.
  const still = new Set((await list()).map(({ id }) => id.toString('latin1')));
  return rows.filter(({ id, presence }) => presence !== 'gone' || still.has(id.bytes.toString('latin1')));
}

/** The rows of these jobs, which are taken to be in that state. */
export function readJobsOf(
  redis: Redis,
  queue: KnownQueue,
  state: Exclude<JobState, 'delayed'>,
  ids: readonly Buffer[],
  dataBytes = START_BYTES,
): Promise<JobRow[]> {
  const listed = ids.map((id) => ({ id, score: null }));
  return readListedJobs(redis, queue, state, listed, dataBytes);
}

/** The same of jobs as that state lists them. */
export async function readListedJobs(
  redis: Redis,
  queue: KnownQueue,
  state: JobState,
  listed: readonly ListedJob[],
  dataBytes = START_BYTES,
): Promise<JobRow[]> {
  if (listed.length === 0) return [];
  const dialect = dialectOf(queue);
  const ids = listed.map(({ id }) => id);
  const keys = jobKeys(queue, ids);
  const fields = [...FIELDS, ...dialect.attemptsMade];
  const jobs = await jobsScript.run(redis, keys, [dataBytes, ...fields]).catch((error: unknown) => {
    if (!isErrorReply(error)) throw error;
    return readByCommands(redis, keys, fields);
  });
  return listed.map((job, i) => jobRow(job, (jobs as RawJob[])[i] ?? [], state, dialect, dataBytes));
}

/** The same of failed jobs, without those that were taken out of the failed set, and removed, since they were listed. */
export async function readFailedJobs(
  redis: Redis,
  queue: KnownQueue,
  listed: readonly ListedJob[],
  dataBytes = START_BYTES,
): Promise<JobRow[]> {
  const rows = await readListedJobs(redis, queue, 'failed', listed, dataBytes);
  const gone = rows.filter(({ presence }) => presence === 'gone');
  if (gone.length === 0) return rows;
  const failed = queueKey(queue.ref, dialectOf(queue).states.failed.key);
  const scores = redis.pipeline();
  for (const { id } of gone) scores.zscore(failed, id.bytes);
  const still = (await scores.exec()) ?? [];
  const isOut = new Set(gone.filter((_, i) => still[i]?.[1] === null));
  return rows.filter((row) => !isOut.has(row));
}

async function readIds(
  redis: Redis,
  key: string,
  { type, order }: StateKey,
  offset: number,
  limit: number,
): Promise<ListedJob[]> {
  if (type === 'list') {
    const ids = await redis.lrangeBuffer(key, -(offset + limit), -(offset + 1));
    return ids.reverse().map((id) => ({ id, score: null }));
  }
  return readScored(redis, key, offset, limit, order === 'newest first' ? 'ZREVRANGE' : 'ZRANGE');
}

async function readByCommands(redis: Redis, keys: ScriptKeys, fields: readonly string[]): Promise<RawJob[]> {
  const shapes = redis.pipeline();
  for (const key of keys) {
    shapes.hmgetBuffer(key, ...fields);
    shapes.exists(key);
    for (const field of LARGE_FIELDS) shapes.hstrlen(key, field);
  }
  const shape = (await shapes.exec()) ?? [];
  const refusal = refusalIn(shape);
  if (refusal) throw refusal;
  const width = 2 + LARGE_FIELDS.length;
  const reply = (job: number, i: number) => shape[job * width + i] ?? [null, null];

  const texts = redis.pipeline();
  keys.forEach((key, i) => {
    const small = LARGE_FIELDS.map((field, f) => (Number(reply(i, 2 + f)[1]) <= READ_LIMIT ? field : ''));
    texts.hmgetBuffer(key, ...small);
  });
  const text = (await texts.exec()) ?? [];

  return keys.map((_, i) => {
    const [wrongType, values] = reply(i, 0);
    if (wrongType) return [-1];
    if (reply(i, 1)[1] === 0) return [0];
    const [reason, ...starts] = text[i]?.[1] as (Buffer | null)[];
    const read = [reason && startAndEnd(reason, START_BYTES, REASON_END), ...starts];
    return [1, values as Reply, ...LARGE_FIELDS.flatMap((_, f) => [reply(i, 2 + f)[1] as number, read[f] ?? null])];
  });
}

function jobRow(
  { id, score }: ListedJob,
  raw: RawJob,
  state: JobState,
  { attemptsMade }: Dialect,
  dataBytes: number,
): JobRow {
  const [presence, values, ...large] = raw;
  const fields = [...FIELDS, ...attemptsMade];
  const field = (name: string) => (values as Reply[] | undefined)?.[fields.indexOf(name)];
  const start = (name: (typeof LARGE_FIELDS)[number], limit = START_BYTES) => {
    const i = LARGE_FIELDS.indexOf(name) * 2;
    const bytes = Number(large[i] ?? 0);
    return { bytes, text: bytes === 0 || bytes > READ_LIMIT ? null : startOf(large[i + 1] as Buffer, limit) };
  };
  const data = start('data', dataBytes);
  return {
    id: jobId(id),
    state,
    presence: presence === 1 ? 'present' : presence === 0 ? 'gone' : 'unreadable',
    name: Buffer.isBuffer(field('name')) ? decode(field('name') as Buffer) : null,
    failedReason: reasonOf(large),
    timestamp: timeOf(field('timestamp')),
    processedOn: timeOf(field('processedOn')),
    finishedOn: timeOf(field('finishedOn')),
    dueOn: state === 'delayed' && score ? dueTime(score.toString()) : null,
    attemptsMade: attemptsMade.map((name) => countOf(field(name))).find((tries) => tries !== null) ?? 0,
    attempts: attemptsOf(large[LARGE_FIELDS.indexOf('opts') * 2 + 1]),
    stalls: Number(countOf(field('stalledCounter'))) || 0,
    priority: Number(countOf(field('priority'))) || 0,
    dataStart: data.bytes === 0 ? '' : data.text,
    dataBytes: data.bytes,
  };
}

/** The first of the large fields. */
function reasonOf([size, text]: readonly Reply[]): string | null {
  if (!(Number(size) > 0)) return null;
  return Buffer.isBuffer(text) && text.length > 0 ? decode(text) : `(${Number(size)} bytes)`;
}

function startOf(bytes: Buffer, limit = START_BYTES): string {
  // A cut may fall inside a character; StringDecoder keeps such a half back.
  const cut = bytes.subarray(0, limit);
  return bytes.length < limit ? decode(bytes) : new StringDecoder('utf8').write(cut);
}

function timeOf(reply: Reply | undefined): JobTime | null {
  return Buffer.isBuffer(reply) ? jobTime(startOf(reply)) : null;
}

/** The low 12 bits of a delayed job's score are a counter (bull 4.16.5 lib/commands/addJob-6.lua). */
function dueTime(score: string): JobTime {
  const time = Math.floor(Number(score) / 4096);
  return Number.isFinite(time) ? jobTime(time.toLocaleString('en', { useGrouping: false })) : score;
}

function countOf(reply: Reply | undefined): number | string | null {
  if (!Buffer.isBuffer(reply)) return null;
  const text = startOf(reply);
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function attemptsOf(opts: Reply | undefined): number | null {
  if (!Buffer.isBuffer(opts)) return null;
  try {
    const { attempts } = JSON.parse(opts.toString()) as { attempts?: unknown };
    return typeof attempts === 'number' ? attempts : 1;
  } catch {
    return null;
  }
}
