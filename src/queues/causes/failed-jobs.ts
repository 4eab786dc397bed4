import type Redis from 'ioredis';
import type { KnownQueue } from '../counts';
import { decode } from '../job-id';
import { jobKeys } from '../job-keys';
import { keyOf, listedJobs, type ListedJob } from '../listed-jobs';
import type { RedisConnection } from '../redis/connection';
import { isErrorReply, isWrongType } from '../redis/replies';
import { Script } from '../redis/script';
import { startAndEnd, startAndEndLua } from '../start-and-end';

/** An id in the failed set and when it failed. */
export interface Listed {
  readonly id: Buffer;
  /** `keyOf` it. */
  readonly key: string;
  /** Its score: ms since the epoch, unless somebody has written another. */
  readonly time: number;
}

/** What a failed job is grouped by; null where its hash is gone, or its key is none. */
export type Facts = {
  /** `failedReason`; of a long one its start and its end. */
  readonly reason: string;
  readonly name: string;
  /** When its last run began, in ms since the epoch; null where that is not known. */
  readonly processedOn: number | null;
} | null;

/** Bytes of the start and of the end of a reason that are read, and of a name. */
const REASON_START = 7_500;
const REASON_END = 1_500;
/** What is larger is copied only as far as a step may take: some 3 ms of Redis's time for so many bytes. */
const LARGE = 256 * 1024;
const LARGE_OF_A_STEP = 1024 * 1024;
/** What is larger still is never copied. */
const TOO_LARGE = 4 * 1024 * 1024;
const NAME = 200;
const TRACE = 8_000;

/** The ids in the failed set as `listedJobs` gives them. @throws RedisProblem */
export function failedIds(
  connection: RedisConnection,
  queue: KnownQueue,
  signal: AbortSignal,
): AsyncGenerator<readonly Listed[], void> {
  return asListed(listedJobs(connection, queue, 'failed', signal));
}

async function* asListed(steps: AsyncIterable<readonly ListedJob[]>): AsyncGenerator<readonly Listed[], void> {
  for await (const listed of steps) yield listed.map(({ id, score }) => ({ id, key: keyOf(id), time: Number(score) }));
}

/** `place(text)`: where a text stands among those that are sent, each once, counting from 1; as text, which costs less. */
const PLACES = `
local texts, lengths, places = {}, {}, {}
local function place(text)
  local at = places[text]
  if not at then
    local n = #texts + 1
    at = tostring(n)
    texts[n], lengths[n], places[text] = text, #text, at
  end
  return at
end`;

/** What is sent of them, with a text of numbers for each job: few replies, because each costs both sides. */
const REPLY = 'return { table.concat(texts), table.concat(lengths, " "), table.concat(rows, " ") }';

type PlacesReply = readonly [texts: Buffer, lengths: Buffer, rows: Buffer];

/** The texts, and the numbers of all jobs in one list. */
function placed([texts, lengths, rows]: PlacesReply): { readonly texts: Buffer[]; readonly rows: string[] } {
  let at = 0;
  return {
    texts: words(lengths).map((length) => texts.subarray(at, (at += Number(length)))),
    rows: words(rows),
  };
}

function words(bytes: Buffer): string[] {
  return bytes.length === 0 ? [] : bytes.toString('latin1').split(' ');
}

/** Of a job that was not looked at, since those before it had as large reasons as a step may copy. */
const LATER = '-1';

/** Of each job `reason name processedOn`: the places of two texts, 0 where there is no job. */
const factsScript = new Script(`${PLACES}
${startAndEndLua}
local call, pcall = redis.call, redis.pcall
local rows, n = {}, 0
local left, mayTake = ${LARGE_OF_A_STEP}, ${TOO_LARGE}
for i = 1, #KEYS do
  local job, reason, name, processedOn = KEYS[i], '0', '0', '0'
  local size = pcall('HSTRLEN', job, 'failedReason')
  if type(size) ~= 'number' then
    if not string.find(size.err, 'WRONGTYPE', 1, true) then return size end
  elseif size > mayTake and size <= ${TOO_LARGE} then
    reason = '${LATER}'
  else
    local fields = call('HMGET', job, size <= mayTake and 'failedReason' or '', 'name', 'processedOn')
    local text, nameText = fields[1] or '', fields[2]
    if nameText or size > 0 then
      if size > ${REASON_START + REASON_END} then
        text = size > mayTake and '(' .. size .. ' bytes)' or startAndEnd(text, ${REASON_START}, ${REASON_END})
        if size > ${LARGE} and size <= mayTake then
          left = left - size
          mayTake = math.max(left, ${LARGE})
        end
      end
      reason = place(text)
      name = place(string.sub(nameText or '', 1, ${NAME}))
      local time = fields[3]
      if time and #time < 20 and not string.find(time, ' ', 1, true) then processedOn = time end
    end
  end
  rows[n + 1], rows[n + 2], rows[n + 3] = reason, name, processedOn
  n = n + 3
end
${REPLY}`);

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
  const read = await connection.run(async (redis) => {
    try {
      return factsIn((await factsScript.run(redis, keys, [])) as PlacesReply);
    } catch (error) {
      if (!isErrorReply(error)) throw error;
      return factsByCommands(redis, keys);
    }
  });
  const isLater = (_: unknown, i: number) => read[i] === undefined;
  const later = (await readFacts(connection, queue, jobs.filter(isLater)))[Symbol.iterator]();
  return read.map((facts) => (facts === undefined ? later.next().value! : facts));
}

/** undefined for a job that is to be asked for again. */
function factsIn(reply: PlacesReply): (Facts | undefined)[] {
  const { texts, rows } = placed(reply);
  const decoded = texts.map(decode);
  return Array.from({ length: rows.length / 3 }, (_, i) => {
    if (rows[3 * i] === LATER) return undefined;
    const reason = decoded[Number(rows[3 * i]) - 1];
    const name = decoded[Number(rows[3 * i + 1]) - 1];
    return reason === undefined || name === undefined ? null : { reason, name, processedOn: timeIn(rows[3 * i + 2]) };
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
      reason:
        size > TOO_LARGE ? `(${size} bytes)` : decode(startAndEnd(reason ?? Buffer.of(), REASON_START, REASON_END)),
      name: decode((name ?? Buffer.of()).subarray(0, NAME)),
      processedOn: timeIn(processedOn?.toString()),
    };
  });
}

/**
 * The newest trace is the last of the array (bull 4.16.5 lib/job.js:588-599). Of each job the place of the inside of its
 * JSON text; 0 where there is none.
 */
const tracesScript = new Script(`${PLACES}
local rows = {}
for i = 1, #KEYS do
  rows[i] = '0'
  local size = redis.pcall('HSTRLEN', KEYS[i], 'stacktrace')
  if type(size) == 'number' and size > 4 and size <= ${LARGE} then
    local text, first = redis.call('HGET', KEYS[i], 'stacktrace'), 3
    while true do
      local _, last = string.find(text, '","', first, true)
      if not last then break end
      first = last + 1
    end
    rows[i] = place(string.sub(text, first, math.min(first + ${TRACE}, size - 2)))
  end
end
${REPLY}`);

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
      const { texts, rows } = placed((await tracesScript.run(redis, keys, [])) as PlacesReply);
      const traces = texts.map(traceIn);
      return rows.map((row) => traces[Number(row) - 1] ?? null);
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
