import { StringDecoder } from 'node:string_decoder';
import type Redis from 'ioredis';
import { queueKey, keyBase, type QueueRef } from '../bull/keys';
import { STATE_KEYS, type JobState } from '../bull/states';
import { decode, jobId, type JobId } from './job-id';
import { refusesScripts, Script } from './redis/script';

/** What a row and its tooltip show of a job: never the whole of a large field. */
export interface JobRow {
  readonly id: JobId;
  readonly state: JobState;
  /** `gone`: the id is listed, its hash is not there. `unreadable`: the key is no hash. */
  readonly presence: 'present' | 'gone' | 'unreadable';
  readonly name: string | null;
  /** The start of it; null where the job has not failed. */
  readonly failedReason: string | null;
  /** ms since the epoch, all three; null until it happened. */
  readonly timestamp: number | null;
  readonly processedOn: number | null;
  readonly finishedOn: number | null;
  /** When a delayed job is due, ms since the epoch. */
  readonly dueOn: number | null;
  readonly attemptsMade: number;
  /** How often it may be tried; null where that could not be read. */
  readonly attempts: number | null;
  /** The start of the data as it is in Redis (JSON, normally); null where it is too large to be read for a row. */
  readonly dataStart: string | null;
  readonly dataBytes: number;
}

const FIELDS = ['name', 'timestamp', 'delay', 'processedOn', 'finishedOn', 'attemptsMade'] as const;
const LARGE_FIELDS = ['failedReason', 'opts', 'data'] as const;

/** A larger field is not read for a row. */
const READ_LIMIT = 64 * 1024;
const START_BYTES = 600;

/** Newest first where that is what people look for, else in the order in which the jobs will run. */
const NEWEST_FIRST: ReadonlySet<JobState> = new Set(['failed', 'completed']);

const pageScript = new Script(`
local key, base, first, last, range = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local ids = range == 'LRANGE' and redis.call('LRANGE', key, first, last)
  or redis.call(range, key, first, last, 'WITHSCORES')
local step = range == 'LRANGE' and 1 or 2
local rows = {}
for i = 1, #ids, step do
  local job = base .. ids[i]
  local row = { ids[i], step == 2 and ids[i + 1] or false, 1 }
  local fields = redis.pcall('HMGET', job, ${FIELDS.map((field) => `'${field}'`).join(', ')})
  if fields.err then
    row[3] = -1
  elseif redis.call('EXISTS', job) == 0 then
    row[3] = 0
  else
    row[4] = fields
    for _, field in ipairs({${LARGE_FIELDS.map((field) => `'${field}'`).join(', ')}}) do
      local size = redis.call('HSTRLEN', job, field)
      row[#row + 1] = size
      local text = size <= ${READ_LIMIT} and redis.call('HGET', job, field) or ''
      row[#row + 1] = field == 'opts' and text or string.sub(text or '', 1, ${START_BYTES})
    end
  end
  rows[#rows + 1] = row
end
return rows`);

type Reply = Buffer | number | null | Reply[];

/** `[id, score, presence, fields, size and start of each large field]` */
type RawRow = Reply[];

/**
 * One page of the jobs in a state: failed and completed ones newest first, the others in the order in which they will
 * run. Costs the same however many there are.
 */
export async function readJobs(
  redis: Redis,
  queue: QueueRef,
  state: JobState,
  offset: number,
  limit: number,
): Promise<JobRow[]> {
  const isList = STATE_KEYS[state].type === 'list';
  const range = isList ? 'LRANGE' : NEWEST_FIRST.has(state) ? 'ZREVRANGE' : 'ZRANGE';
  // A list is taken from its tail.
  const [first, last] = isList ? [-(offset + limit), -(offset + 1)] : [offset, offset + limit - 1];
  const key = queueKey(queue, STATE_KEYS[state].key);
  let rows: RawRow[];
  try {
    rows = (await pageScript.run(redis, [key], [keyBase(queue), first, last, range])) as RawRow[];
  } catch (error) {
    if (!refusesScripts(error)) throw error;
    rows = await readPageByCommands(redis, keyBase(queue), key, range, first, last);
  }
  return (isList ? rows.reverse() : rows).map((row) => jobRow(row, state));
}

async function readPageByCommands(
  redis: Redis,
  base: string,
  key: string,
  range: string,
  first: number,
  last: number,
): Promise<RawRow[]> {
  const scores = range === 'LRANGE' ? [] : ['WITHSCORES'];
  const members = (await redis.callBuffer(range, [key, first, last, ...scores])) as Buffer[];
  const step = scores.length + 1;
  const ids = members.filter((_, i) => i % step === 0);
  const jobKeys = ids.map((id) => Buffer.concat([Buffer.from(base), id]));

  const shapes = redis.pipeline();
  for (const job of jobKeys) {
    shapes.hmgetBuffer(job, ...FIELDS);
    shapes.exists(job);
    for (const field of LARGE_FIELDS) shapes.hstrlen(job, field);
  }
  const shape = (await shapes.exec()) ?? [];
  const width = 2 + LARGE_FIELDS.length;
  const reply = (job: number, i: number) => shape[job * width + i] ?? [null, null];

  const texts = redis.pipeline();
  jobKeys.forEach((job, i) => {
    const small = LARGE_FIELDS.map((field, f) => (Number(reply(i, 2 + f)[1]) <= READ_LIMIT ? field : ''));
    texts.hmgetBuffer(job, ...small);
  });
  const text = jobKeys.length ? ((await texts.exec()) ?? []) : [];

  return ids.map((id, i) => {
    const [wrongType, fields] = reply(i, 0);
    const row: RawRow = [id, members[i * step + 1] ?? null, wrongType ? -1 : (reply(i, 1)[1] as number)];
    if (wrongType || row[2] === 0) return row;
    row.push(fields as Reply);
    const starts = text[i]?.[1] as (Buffer | null)[];
    LARGE_FIELDS.forEach((_, f) => row.push(reply(i, 2 + f)[1] as number, starts[f] ?? null));
    return row;
  });
}

function jobRow(raw: RawRow, state: JobState): JobRow {
  const [id, score, presence, fields, ...large] = raw;
  const field = (name: (typeof FIELDS)[number]) => (fields as Reply[] | undefined)?.[FIELDS.indexOf(name)];
  const start = (name: (typeof LARGE_FIELDS)[number]) => {
    const i = LARGE_FIELDS.indexOf(name) * 2;
    const bytes = Number(large[i] ?? 0);
    return { bytes, text: bytes === 0 || bytes > READ_LIMIT ? null : startOf(large[i + 1] as Buffer) };
  };
  const data = start('data');
  const reason = start('failedReason');
  return {
    id: jobId(id as Buffer),
    state,
    presence: presence === 1 ? 'present' : presence === 0 ? 'gone' : 'unreadable',
    name: Buffer.isBuffer(field('name')) ? decode(field('name') as Buffer) : null,
    failedReason: reason.text ?? (reason.bytes > READ_LIMIT ? `(${reason.bytes} bytes)` : null),
    timestamp: numberOf(field('timestamp')),
    processedOn: numberOf(field('processedOn')),
    finishedOn: numberOf(field('finishedOn')),
    // The low 12 bits of a delayed job's score are a counter (bull 4.16.5 lib/commands/addJob-6.lua).
    dueOn: state === 'delayed' && numberOf(score) !== null ? Math.floor((numberOf(score) ?? 0) / 4096) : null,
    attemptsMade: numberOf(field('attemptsMade')) ?? 0,
    attempts: attemptsOf(large[LARGE_FIELDS.indexOf('opts') * 2 + 1]),
    dataStart: data.bytes === 0 ? '' : data.text,
    dataBytes: data.bytes,
  };
}

function startOf(bytes: Buffer): string {
  // A cut may fall inside a character; StringDecoder keeps such a half back.
  const cut = bytes.subarray(0, START_BYTES);
  return bytes.length < START_BYTES ? decode(bytes) : new StringDecoder('utf8').write(cut);
}

function numberOf(reply: Reply | undefined): number | null {
  if (!Buffer.isBuffer(reply) || reply.length === 0) return null;
  const number = Number(reply.toString());
  return Number.isFinite(number) ? number : null;
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
