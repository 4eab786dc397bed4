import type Redis from 'ioredis';
import type { KnownQueue } from '../counts';
import { decode } from '../job-id';
import { jobKeys } from '../job-keys';
import { listedJobs } from '../listed-jobs';
import type { RedisConnection } from '../redis/connection';
import { isErrorReply, isWrongType } from '../redis/replies';
import { Script } from '../redis/script';

/** An id in the failed set and when it failed. */
export interface Listed {
  readonly id: Buffer;
  /** Its score: ms since the epoch, unless somebody has written another. */
  readonly time: number;
}

/** What a failed job is grouped by; null where its hash is gone, or its key is none. */
export type Facts = {
  /** The start of `failedReason`. */
  readonly reason: string;
  readonly name: string;
  /** When its last run began, in ms since the epoch; null where that is not known. */
  readonly processedOn: number | null;
} | null;

/** Bytes of a reason that are read, of one that is not too large to be copied at all, and of a name. */
const REASON = 10_000;
const TOO_LARGE = 256 * 1024;
const NAME = 200;
const TRACE = 8_000;

/** The ids in the failed set as `listedJobs` gives them. @throws RedisProblem */
export async function* failedIds(
  connection: RedisConnection,
  queue: KnownQueue,
  signal: AbortSignal,
): AsyncGenerator<readonly Listed[], void> {
  for await (const listed of listedJobs(connection, queue, 'failed', signal))
    yield listed.map(({ id, score }) => ({ id, time: Number(score) }));
}

/** Where a text stands in a list that has each once. */
const PLACE = `
local function place(texts, at, text)
  local i = at[text]
  if not i then
    i = #texts + 1
    texts[i] = text
    at[text] = i
  end
  return i
end`;

/**
 * `[reasons, names, 'reason name processedOn …']`: each text once, positions counting from 1; 0 where there is no job.
 * One text of numbers costs both sides a third of what as many replies would.
 */
const factsScript = new Script(`${PLACE}
local call, pcall, sub = redis.call, redis.pcall, string.sub
local reasons, names, rows = {}, {}, {}
local reasonAt, nameAt = {}, {}
local n = 0
for _, job in ipairs(KEYS) do
  local size = pcall('HSTRLEN', job, 'failedReason')
  local reason, name, processedOn = 0, 0, 0
  if type(size) ~= 'number' then
    if not string.find(size.err, 'WRONGTYPE', 1, true) then return size end
  else
    local fields = call('HMGET', job, 'name', 'processedOn', size <= ${TOO_LARGE} and 'failedReason' or '')
    local nameText, text = fields[1], fields[3] or ''
    if nameText or size > 0 then
      if size > ${REASON} then
        text = size > ${TOO_LARGE} and '(' .. size .. ' bytes)' or sub(text, 1, ${REASON})
      end
      reason = place(reasons, reasonAt, text)
      name = place(names, nameAt, sub(nameText or '', 1, ${NAME}))
      processedOn = fields[2] and tonumber(fields[2]) or 0
    end
  end
  rows[n + 1], rows[n + 2], rows[n + 3] = reason, name, processedOn
  n = n + 3
end
return { reasons, names, table.concat(rows, ' ') }`);

/** @throws RedisProblem */
export async function readFacts(
  connection: RedisConnection,
  queue: KnownQueue,
  jobs: readonly Pick<Listed, 'id'>[],
): Promise<Facts[]> {
  if (jobs.length === 0) return [];
  const keys = jobKeys(
    queue,
    jobs.map(({ id }) => id),
  );
  return connection.run(async (redis) => {
    try {
      return factsIn((await factsScript.run(redis, keys, [])) as FactsReply);
    } catch (error) {
      if (!isErrorReply(error)) throw error;
      return factsByCommands(redis, keys);
    }
  });
}

type FactsReply = readonly [reasons: readonly Buffer[], names: readonly Buffer[], rows: Buffer];

function factsIn([reasons, names, rows]: FactsReply): Facts[] {
  const [reasonTexts, nameTexts] = [reasons.map(decode), names.map(decode)];
  const numbers = rows.toString('latin1').split(' ');
  return Array.from({ length: numbers.length / 3 }, (_, i) => {
    const text = reasonTexts[Number(numbers[3 * i]) - 1];
    if (text === undefined) return null;
    return {
      reason: text,
      name: nameTexts[Number(numbers[3 * i + 1]) - 1] ?? '',
      processedOn: timeIn(numbers[3 * i + 2]),
    };
  });
}

function timeIn(text: string | undefined): number | null {
  const time = text ? Number(text) : NaN;
  return Number.isSafeInteger(time) && time > 0 ? time : null;
}

/** Where scripts are refused. */
async function factsByCommands(redis: Redis, keys: readonly (string | Buffer)[]): Promise<Facts[]> {
  const sizes = await answers(redis, keys, (pipeline, key) => pipeline.hstrlen(key, 'failedReason'));
  const fields = await answers(redis, keys, (pipeline, key, i) =>
    pipeline.hmgetBuffer(key, 'name', 'processedOn', Number(sizes[i]) <= TOO_LARGE ? 'failedReason' : ''),
  );
  return fields.map((reply, i) => {
    const [name, processedOn, reason] = (reply ?? []) as (Buffer | null)[];
    const size = Number(sizes[i] ?? 0);
    if (!name && size === 0) return null;
    return {
      reason: size > TOO_LARGE ? `(${size} bytes)` : decode((reason ?? Buffer.of()).subarray(0, REASON)),
      name: decode((name ?? Buffer.of()).subarray(0, NAME)),
      processedOn: timeIn(processedOn?.toString()),
    };
  });
}

/**
 * The newest trace is the last of the array (bull 4.16.5 lib/job.js:588-599). `[traces, 'trace,…']`: the insides of JSON
 * texts, each once, and of each job the position of its own; 0 where there is none.
 */
const tracesScript = new Script(`${PLACE}
local traces, at, rows = {}, {}, {}
for i, job in ipairs(KEYS) do
  rows[i] = 0
  local size = redis.pcall('HSTRLEN', job, 'stacktrace')
  if type(size) == 'number' and size > 4 and size <= ${TOO_LARGE} then
    local text, first = redis.call('HGET', job, 'stacktrace'), 3
    while true do
      local _, last = string.find(text, '","', first, true)
      if not last then break end
      first = last + 1
    end
    rows[i] = place(traces, at, string.sub(text, first, math.min(first + ${TRACE}, size - 2)))
  end
end
return { traces, table.concat(rows, ',') }`);

/** The start of each job's newest stack trace; null where there is none. @throws RedisProblem */
export async function readTraces(
  connection: RedisConnection,
  queue: KnownQueue,
  jobs: readonly Pick<Listed, 'id'>[],
): Promise<(string | null)[]> {
  if (jobs.length === 0) return [];
  const keys = jobKeys(
    queue,
    jobs.map(({ id }) => id),
  );
  return connection.run(async (redis) => {
    try {
      const [texts, rows] = (await tracesScript.run(redis, keys, [])) as readonly [readonly Buffer[], Buffer];
      const traces = texts.map(traceIn);
      return rows
        .toString('latin1')
        .split(',')
        .map((row) => traces[Number(row) - 1] ?? null);
    } catch (error) {
      if (!isErrorReply(error)) throw error;
      const whole = await answers(redis, keys, (pipeline, key) => pipeline.hgetBuffer(key, 'stacktrace'));
      return whole.map((text) => traceIn(lastText(text as Buffer | null)));
    }
  });
}

function lastText(text: Buffer | null): Buffer {
  if (!text || text.length <= 4) return Buffer.of();
  return text.subarray(Math.max(text.lastIndexOf('","') + 3, 2), text.length - 2).subarray(0, TRACE);
}

function traceIn(inside: Buffer): string | null {
  if (inside.length === 0) return null;
  // It may have been cut in the middle of an escape.
  for (const text of [inside.toString(), inside.toString().replace(/\\[^\\]{0,5}$/, '')]) {
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      // The next one, or none.
    }
  }
  return null;
}

type Pipeline = ReturnType<Redis['pipeline']>;

/** The answers; null for a key of another type. @throws Error of ioredis for all that Redis refuses */
async function answers(
  redis: Redis,
  keys: readonly (string | Buffer)[],
  ask: (pipeline: Pipeline, key: string | Buffer, i: number) => unknown,
): Promise<unknown[]> {
  const pipeline = redis.pipeline();
  keys.forEach((key, i) => ask(pipeline, key, i));
  return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
    if (error && !isWrongType(error)) throw error;
    return error ? null : reply;
  });
}
