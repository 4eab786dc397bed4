import { failureCause } from '../bull/causes';
import { jobTime } from '../bull/job-time';
import { isJobState, stateWords } from '../bull/states';
import type { FieldText, JobDocument } from '../queues';
import { bytes, count, duration, exactTime } from '../words';
import type { ShownData } from '../job-data/shown-data';
import { indentJson } from './indent-json';

/** Fields of the hash that the document says in its own words; every other one is under `other`. */
const TIMES = { timestamp: 'added', processedOn: 'started', finishedOn: 'finished', retriedOn: 'retried' } as const;
const SHOWN = new Set([
  'name',
  'failedReason',
  'data',
  'opts',
  'progress',
  'returnvalue',
  'stacktrace',
  'attemptsMade',
  'delay',
  'priority',
  ...Object.keys(TIMES),
]);

/** The JSON of each member; undefined where it is left out. */
type Members = readonly (readonly [name: string, json: string | undefined])[];

/**
 * A job as a JSON document for reading: state and reason first, then times, data, options, stack traces and logs.
 * What is JSON in Redis is the same text here, indented; what is none is a string.
 */
export async function jobText(
  title: string,
  queue: string,
  job: JobDocument,
  shownData: ShownData,
  now = Date.now(),
): Promise<string> {
  const text = (field: string) => job.fields.get(field)?.text;
  const raw = (field: string) => rawJson(job.fields.get(field), 1);
  const written = async (name: string) => {
    const field = job.fields.get(name);
    return rawJson(field && { ...field, text: await shownData.text(field.text) }, 1);
  };
  const failedReason = text('failedReason');
  const lockExpiresIn = job.lockExpiresIn === null ? undefined : duration(job.lockExpiresIn);
  const document = object(0, [
    ['job', json(title)],
    ['name', json(text('name'))],
    ['queue', json(queue)],
    ['state', json(isJobState(job.state) ? job.state : stateWords[job.state])],
    ['failedReason', json(failedReason)],
    ['cause', json(failureCause(failedReason ?? '')?.explanation)],
    ['notShown', json(cutFields(job))],
    ['lockExpiresIn', json(lockExpiresIn)],
    ['times', await times(job, now)],
    ['attemptsMade', await raw('attemptsMade')],
    ['delay', nonZero(await raw('delay'))],
    ['priority', nonZero(await raw('priority'))],
    ['data', await written('data')],
    ['opts', await raw('opts')],
    ['progress', await written('progress')],
    ['returnvalue', await written('returnvalue')],
    ['stacktrace', stackLines(job.fields.get('stacktrace')) ?? (await raw('stacktrace'))],
    ['logs', json(job.logs.length > 0 ? job.logs : undefined)],
    ['other', await other(job)],
  ]);
  return `${document}\n`;
}

function cutFields(job: JobDocument): string[] | undefined {
  const cut = [...job.fields].filter(([, field]) => field.isCut);
  const lines = cut.map(([name, { text, bytes: size }]) => {
    const what = `${name}: ${text === '' ? 'nothing' : 'the start'} of ${bytes(size)}.`;
    return `${what} ${job.isTooLarge ? 'The job is too large to be read whole: read it with HGET.' : 'Open Whole Job shows all of it.'}`;
  });
  if (job.logCount > job.logs.length)
    lines.push(`logs: ${count(job.logs.length)} of ${count(job.logCount)} rows. Open Whole Job shows all of them.`);
  return lines.length > 0 ? lines : undefined;
}

/** A time that no calendar has is shown as it is in Redis. */
async function times(job: JobDocument, now: number): Promise<string> {
  const members = Object.entries(TIMES).map(async ([name, word]) => {
    const field = job.fields.get(name);
    const time = field && jobTime(field.text);
    return [word, typeof time === 'number' ? json(exactTime(time, now)) : await rawJson(field, 2)] as const;
  });
  return object(1, await Promise.all(members));
}

/**
 * The traces of the attempts, the newest first, each as a list of its lines, so that it can be read and folded; Bull puts
 * each new one at the end (bull 4.16.5 lib/job.js:591). undefined where it is no list of texts.
 */
function stackLines(field: FieldText | undefined): string | undefined {
  if (!field || field.isCut) return undefined;
  try {
    const traces: unknown = JSON.parse(field.text);
    if (!Array.isArray(traces) || !traces.every((trace) => typeof trace === 'string')) return undefined;
    return json(traces.reverse().map((trace) => (trace.includes('\n') ? trace.split('\n') : trace)));
  } catch {
    return undefined;
  }
}

async function other(job: JobDocument): Promise<string | undefined> {
  const fields = [...job.fields].filter(([name]) => !SHOWN.has(name));
  if (fields.length === 0) return undefined;
  const members = await Promise.all(fields.map(async ([name, field]) => [name, await rawJson(field, 2)] as const));
  return object(1, members);
}

async function rawJson(field: FieldText | undefined, level: number): Promise<string | undefined> {
  if (!field) return undefined;
  if (field.isCut) return json(`${field.text}…`);
  return (await indentJson(field.text, level)) ?? json(field.text);
}

function nonZero(number: string | undefined): string | undefined {
  return number === '0' ? undefined : number;
}

/** The JSON of our own value, as it stands one level deep. */
function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}

function object(level: number, members: Members): string {
  const lines = members.flatMap(([name, value]) => (value === undefined ? [] : [`${JSON.stringify(name)}: ${value}`]));
  const line = `\n${'  '.repeat(level)}`;
  return lines.length === 0 ? '{}' : `{${line}  ${lines.join(`,${line}  `)}${line}}`;
}
