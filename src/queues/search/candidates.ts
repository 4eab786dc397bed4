import type Redis from 'ioredis';
import type { KnownQueue } from '../counts';
import { dialectOf } from '../dialects';
import { decode } from '../job-id';
import { jobKeys } from '../job-keys';
import { STEP, type ListedJob } from '../listed-jobs';
import { isErrorReply, refusalIn } from '../redis/replies';
import { Script, type ScriptKeys } from '../redis/script';
import type { SearchedJob } from './match';
import { unquoted, type Condition, type JobQuery } from './query';

/** A text that a field of every job in question holds; Redis sorts the others out. */
interface Needle {
  readonly field: 'name' | 'failedReason' | 'data';
  readonly text: string;
  /** In any case of letters: it is in small ones. */
  readonly anyCase: boolean;
}

export interface Candidates {
  /** How many of the jobs were looked at: fewer than were given where their fields are large. */
  readonly looked: number;
  /** How many such jobs can be looked at together. */
  readonly width: number;
  /** How many of these have a field that is too large to be searched. */
  readonly tooLarge: number;
  /** `i`: which of the jobs it is. */
  readonly found: readonly { readonly i: number; readonly job: SearchedJob }[];
}

/** Bytes of a field that is searched. */
export const LARGEST_FIELD = 256 * 1024;

/** Bytes that one step looks at, with one field more: some ms of Redis's time. */
const STEP_BYTES = 512 * 1024;

/** KEYS: the hashes. ARGV: how many fields to read, the fields, then for each needle the position of its field, 1 where case makes no difference, and its text. */
const candidatesScript = new Script(`
local bytes, looked, tooLarge, found = 0, 0, 0, {}
local width = tonumber(ARGV[1])
for i, job in ipairs(KEYS) do
  if bytes > ${STEP_BYTES} then break end
  looked = i
  local isSearched = true
  for f = 1, width do
    if ARGV[1 + f] == 'data' or ARGV[1 + f] == 'failedReason' then
      local size = redis.pcall('HSTRLEN', job, ARGV[1 + f])
      if type(size) ~= 'number' then
        if not string.find(size.err, 'WRONGTYPE', 1, true) then return size end
        isSearched = false
        break
      elseif size > ${LARGEST_FIELD} then
        tooLarge = tooLarge + 1
        isSearched = false
        break
      end
      bytes = bytes + size
    end
  end
  if isSearched then
    local values = redis.call('HMGET', job, unpack(ARGV, 2, 1 + width))
    for n = 2 + width, #ARGV, 3 do
      local value = values[tonumber(ARGV[n])]
      if value and ARGV[n + 1] == '1' then value = string.lower(value) end
      if not value or not string.find(value, ARGV[n + 2], 1, true) then
        isSearched = false
        break
      end
    end
    if isSearched then found[#found + 1] = { i, values } end
  end
end
return { looked, bytes, tooLarge, found }`);

type Reply = readonly [
  looked: number,
  bytes: number,
  tooLarge: number,
  found: readonly (readonly [i: number, values: readonly (Buffer | null)[]])[],
];

/** Those of the jobs that may match. @throws Error of ioredis */
export async function candidates(
  redis: Redis,
  queue: KnownQueue,
  query: JobQuery,
  jobs: readonly ListedJob[],
): Promise<Candidates> {
  const ids = jobs.map(({ id }) => id);
  const keys = jobKeys(queue, ids);
  const fields = fieldsOf(query, queue);
  const needles = needlesOf(query);
  const ofNeedles = needles.flatMap(({ field, text, anyCase }) => [fields.indexOf(field) + 1, anyCase ? 1 : 0, text]);
  const args = [fields.length, ...fields, ...ofNeedles];
  try {
    const [looked, bytes, tooLarge, found] = (await candidatesScript.run(redis, keys, args)) as Reply;
    const jobs = found.map(([i, values]) => ({ i: i - 1, job: searched(fields, values) }));
    return { looked, width: widthFor(bytes / looked), tooLarge, found: jobs };
  } catch (error) {
    if (!isErrorReply(error)) throw error;
    return byCommands(redis, keys, fields);
  }
}

function widthFor(bytesOfJob: number): number {
  return Math.min(STEP, Math.max(1, Math.floor(STEP_BYTES / bytesOfJob)));
}

/** What the conditions are on, and no more: most of what a search costs is the reading. */
function fieldsOf({ conditions }: JobQuery, queue: KnownQueue): string[] {
  const fields = conditions.flatMap(({ on }): readonly string[] => {
    switch (on) {
      case 'name':
        return ['name'];
      case 'error':
        return ['failedReason'];
      case 'data':
      case 'path':
        return ['data'];
      case 'attempts':
        return dialectOf(queue).attemptsMade;
      case 'since':
      case 'until':
        return ['timestamp', 'finishedOn'];
      case 'id':
        return [];
    }
  });
  return [...new Set(fields)];
}

/** Whether the data of jobs has to be read for it, which is most of what they hold. */
export function needsData({ conditions }: JobQuery): boolean {
  return conditions.some(({ on }) => on === 'data' || on === 'path');
}

/** Texts without other letters than those of which both Lua and JavaScript know the small ones. */
const PLAIN = /^[\x20-\x7e]+$/;

/** Texts that JSON holds as they are, whoever has written it. */
const AS_IN_JSON = /^[\w .:,@+-]+$/;

/** A number that may be written in another way. */
const OTHER_NUMBER = /^-?\d*\.\d|^-?\d+e|^-?\d{16}/i;

/** The most telling ones first. */
function needlesOf({ conditions }: JobQuery): Needle[] {
  return conditions.flatMap((condition): Needle[] => {
    switch (condition.on) {
      case 'name':
      case 'error': {
        const text = unquoted(condition.value);
        const field = condition.on === 'name' ? 'name' : 'failedReason';
        if (condition.operator === '~') return anyCase(field, text, PLAIN);
        return condition.operator === '=' && Number.isNaN(Number(text)) ? [{ field, text, anyCase: false }] : [];
      }
      case 'data':
        return anyCase('data', condition.text, AS_IN_JSON);
      case 'path':
        return needlesOfPath(condition);
      default:
        return [];
    }
  });
}

function needlesOfPath({ path, operator, value }: Extract<Condition, { on: 'path' }>): Needle[] {
  const text = unquoted(value);
  const key = path.split(/[./]/).at(-1) ?? '';
  // The position in a list is written nowhere.
  const ofKey = /^[\w$-]*[a-z_$][\w$-]*$/i.test(key) ? anyCase('data', `"${key}"`, PLAIN) : [];
  if (operator === '~') return [...anyCase('data', text, AS_IN_JSON), ...ofKey];
  const isWritten = operator === '=' && AS_IN_JSON.test(text) && !OTHER_NUMBER.test(text);
  return isWritten ? [{ field: 'data', text, anyCase: false }, ...ofKey] : ofKey;
}

function anyCase(field: Needle['field'], text: string, allowed: RegExp): Needle[] {
  if (!allowed.test(text)) return [];
  const [longest = ''] = text.split(/[a-z]+/i).toSorted((a, b) => b.length - a.length);
  // Found much sooner, and nowhere but in few jobs: `_4050000` of `po_4050000`.
  const written: Needle[] = longest.length > 2 ? [{ field, text: longest, anyCase: false }] : [];
  return [...written, { field, text: text.toLowerCase(), anyCase: true }];
}

function searched(fields: readonly string[], values: readonly (Buffer | null)[]): SearchedJob {
  const text = (name: string) => {
    const value = values[fields.indexOf(name)];
    return value ? decode(value) : null;
  };
  return {
    name: text('name'),
    failedReason: text('failedReason'),
    attemptsMade: text('atm') ?? text('attemptsMade'),
    timestamp: text('timestamp'),
    finishedOn: text('finishedOn'),
    data: text('data'),
  };
}

async function byCommands(redis: Redis, keys: ScriptKeys, fields: readonly string[]): Promise<Candidates> {
  const sizes = redis.pipeline();
  const large = fields.filter((field) => field === 'data' || field === 'failedReason');
  for (const key of keys) for (const field of large) sizes.hstrlen(key, field);
  const answers = (await sizes.exec()) ?? [];
  const refusal = refusalIn(answers);
  if (refusal) throw refusal;
  const sizesOf = (i: number) => large.map((_, f) => answers[i * large.length + f] ?? [null, 0]);
  let [looked, bytes, tooLarge] = [0, 0, 0];
  const read: number[] = [];
  for (; looked < keys.length && bytes <= STEP_BYTES; looked++) {
    const replies = sizesOf(looked);
    if (replies.some(([error]) => error)) continue;
    if (replies.some(([, size]) => Number(size) > LARGEST_FIELD)) tooLarge++;
    else read.push(looked);
    for (const [, size] of replies) bytes += Math.min(Number(size), LARGEST_FIELD);
  }
  const texts = redis.pipeline();
  for (const i of read) texts.hmgetBuffer(keys[i] as string | Buffer, ...fields);
  const values = (await texts.exec()) ?? [];
  const found = read.map((i, at) => ({ i, job: searched(fields, (values[at]?.[1] ?? []) as (Buffer | null)[]) }));
  return { looked, width: widthFor(bytes / looked), tooLarge, found };
}
