import { failureCause } from '../../bull/failures';
import type { FieldText, JobDocument } from '../../queues';
import { bytes, count, duration, exactTime } from '../words';

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

/**
 * A job as a JSON document for reading: state and reason first, then times, data, options, stack traces and logs.
 * What was no JSON in Redis is a string here, as it is there.
 */
export function jobText(title: string, queue: string, job: JobDocument, now = Date.now()): string {
  const text = (field: string) => job.fields.get(field)?.text;
  const value = (field: string) => parsed(job.fields.get(field));
  const failedReason = text('failedReason');
  const document: Record<string, unknown> = {
    job: title,
    name: text('name'),
    queue,
    state: job.state ?? 'stuck (in no list of the queue)',
    failedReason,
    cause: failureCause(failedReason ?? '')?.explanation,
    notShown: cutFields(job),
    lockExpiresIn: job.lockExpiresIn === null ? undefined : duration(job.lockExpiresIn),
    times: times(job, now),
    attemptsMade: value('attemptsMade'),
    delay: nonZero(value('delay')),
    priority: nonZero(value('priority')),
    data: value('data'),
    opts: value('opts'),
    progress: value('progress'),
    returnvalue: value('returnvalue'),
    stacktrace: stackLines(value('stacktrace')),
    logs: job.logs.length > 0 ? job.logs : undefined,
    other: other(job),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function cutFields(job: JobDocument): string[] | undefined {
  const cut = [...job.fields].filter(([, field]) => field.isCut);
  const lines = cut.map(
    ([name, field]) => `${name}: the start of ${bytes(field.bytes)}. Open Whole Job shows all of it.`,
  );
  if (job.logCount > job.logs.length)
    lines.push(`logs: ${count(job.logs.length)} of ${count(job.logCount)} rows. Open Whole Job shows all of them.`);
  return lines.length > 0 ? lines : undefined;
}

function times(job: JobDocument, now: number): Record<string, string> {
  const entries = Object.entries(TIMES).flatMap(([field, word]) => {
    const time = Number(job.fields.get(field)?.text);
    return job.fields.has(field) && Number.isFinite(time) ? [[word, exactTime(time, now)] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** A stack trace is an array of strings with line breaks: one line is one element, so that it can be read and folded. */
function stackLines(stacktrace: unknown): unknown {
  if (!Array.isArray(stacktrace)) return stacktrace;
  return stacktrace.map((trace: unknown) =>
    typeof trace === 'string' && trace.includes('\n') ? trace.split('\n') : trace,
  );
}

function other(job: JobDocument): Record<string, unknown> | undefined {
  const entries = [...job.fields].filter(([name]) => !SHOWN.has(name)).map(([name, field]) => [name, parsed(field)]);
  return entries.length > 0 ? (Object.fromEntries(entries) as Record<string, unknown>) : undefined;
}

function parsed(field: FieldText | undefined): unknown {
  if (!field) return undefined;
  if (field.isCut) return `${field.text}…`;
  try {
    return JSON.parse(field.text);
  } catch {
    return field.text;
  }
}

function nonZero(value: unknown): unknown {
  return value === 0 ? undefined : value;
}
