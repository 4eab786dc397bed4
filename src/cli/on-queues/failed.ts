import { failureCause } from '../../bull/causes';
import { diagnosisOf } from '../../queues/causes/diagnosis';
import { describeFields } from '../../job-data/shown-data';
import type { FailureCauses, FailureGroup, JobRow, KnownQueue, MonitoredQueue } from '../../queues';
import { describeCause, lineOfReason, nameOfCause } from '../../cause-words';
import { describeGone } from '../../gone-words';
import { age, count, firstLine } from '../../words';
import type { FailedArguments, QueueFormat } from '../queue-arguments';
import { causeArgument, causesOf } from './causes';
import { allQueues, namesOf, queueNamed, type RedisSession } from './session';
import { jobsTable } from './jobs-table';

/** The failed jobs, the newest first, or their causes, the most frequent first. */
export async function failed(
  session: RedisSession,
  { queue, byCause, format }: FailedArguments,
  out: (text: string) => void,
): Promise<void> {
  const queues = queue === null ? await allQueues(session) : [await queueNamed(session, queue)];
  const failing = queues.filter(({ snapshot }) => snapshot?.counts.failed !== 0);
  if (byCause) return listCauses(session, failing, format, out);
  return listJobs(session, failing, format, out);
}

async function listCauses(
  session: RedisSession,
  queues: readonly MonitoredQueue[],
  format: QueueFormat,
  out: (text: string) => void,
): Promise<void> {
  const groups: object[] = [];
  const nameOf = namesOf(queues);
  const read = async (queue: MonitoredQueue) => ({ queue, causes: await causesOf(session, queue, Infinity) });
  for await (const { queue, causes } of session.queues.workedOn(queues, session.connection, read)) {
    if (format === 'table') out(causesText(nameOf(queue), causes, session));
    else for (const group of causes.groups ?? []) groups.push(causeJson(session, queue, causes, group));
  }
  if (format === 'json') out(`${JSON.stringify(groups, undefined, 2)}\n`);
  else if (queues.length === 0) out('No failed jobs.\n');
}

function causeJson({ queues }: RedisSession, { ref }: MonitoredQueue, causes: FailureCauses, group: FailureGroup) {
  const { cause, pattern, errorClass, count: jobs, firstSeen, lastSeen, names } = group;
  return {
    queue: ref.name,
    prefix: ref.prefix,
    cause: cause?.id ?? null,
    title: nameOfCause(group),
    pattern,
    patternVersion: queues.PATTERN_VERSION,
    errorClass,
    count: jobs,
    firstSeen,
    lastSeen,
    retrySafe: cause?.retrySafe ?? null,
    before: cause?.before ?? null,
    names,
    jobIds: causes.jobsOf(group).map(({ id }) => queues.jobId(id).text),
  };
}

function causesText(queue: string, causes: FailureCauses, { monitor }: RedisSession): string {
  const groups = causes.groups ?? [];
  const blocks = groups.map(
    (group) =>
      `  ${count(group.count)}  ${nameOfCause(group)}\n` +
      `      ${[describeCause(group), `--cause ${causeArgument(group, groups)}`].filter(Boolean).join(' · ')}\n` +
      `      ${diagnosisOf(group, causes)}\n`,
  );
  const gone = causes.gone ? `  ${describeGone(causes.gone, null, monitor.server)}\n` : '';
  return `${queue}: ${count(causes.size)} failed\n${blocks.join('')}${gone}`;
}

async function listJobs(
  session: RedisSession,
  queues: readonly MonitoredQueue[],
  format: QueueFormat,
  out: (text: string) => void,
): Promise<void> {
  const rows: string[][] = [];
  const nameOf = namesOf(queues);
  let jobs = 0;
  if (format === 'json') out('[');
  const begin = (queue: MonitoredQueue) => ({ queue, pages: session.queues.ahead(pages(session, queue)) });
  for await (const { queue, pages } of session.queues.workedOn(queues, session.connection, begin)) {
    const gone = { count: 0, of: 0 };
    for await (const page of pages) {
      for (const row of page) {
        gone.of++;
        if (format === 'json') out(`${jobs++ === 0 ? '' : ','}\n  ${JSON.stringify(jobJson(session, queue, row))}`);
        else if (row.presence === 'gone') gone.count++;
        else rows.push([nameOf(queue), ...jobCells(session, queue, row)]);
      }
    }
    if (gone.count > 0) rows.push([nameOf(queue), '', '', '', '', describeGone(gone, null, session.monitor.server)]);
  }
  if (format === 'json') out(jobs === 0 ? ']\n' : '\n]\n');
  else out(rows.length === 0 ? 'No failed jobs.\n' : jobsTable(HEADING, rows));
}

const HEADING = ['queue', 'job', 'name', 'failed', 'data', 'reason'];

/** Each job once, though others fail or are retried meanwhile. */
async function* pages(
  { queues, connection, shownData }: RedisSession,
  queue: MonitoredQueue,
): AsyncGenerator<readonly JobRow[], void> {
  const dataBytes = shownData.hasFields(queue.ref.name) ? queues.FIELDS_BYTES : undefined;
  const told = new Set<string>();
  for await (const listed of queues.listedJobs(connection, queue, 'failed', new AbortController().signal)) {
    const rows = await connection.run((redis) => queues.readFailedJobs(redis, queue, listed, dataBytes));
    yield rows.filter(({ id }) => told.size < told.add(id.key).size);
  }
}

/** As documented in docs/cli.md. */
export function jobJson(
  { shownData }: RedisSession,
  { ref }: KnownQueue,
  { id, name, failedReason, attemptsMade, attempts, ...row }: JobRow,
) {
  return {
    queue: ref.name,
    prefix: ref.prefix,
    id: id.text,
    name,
    cause: failureCause(failedReason ?? '')?.id ?? null,
    failedReason,
    attemptsMade,
    attempts,
    timestamp: row.timestamp,
    processedOn: row.processedOn,
    finishedOn: row.finishedOn,
    ...(shownData.hasFields(ref.name) && { fields: Object.fromEntries(shownData.fields(ref.name, row.dataStart)) }),
  };
}

function jobCells(
  { shownData }: RedisSession,
  { ref }: MonitoredQueue,
  { id, name, failedReason, finishedOn, dataStart }: JobRow,
): string[] {
  const when = typeof finishedOn === 'number' ? age(Date.now() - finishedOn) : '';
  const fields = describeFields(shownData.fields(ref.name, dataStart)).join(' · ');
  return [...[id.text, name ?? '', when, fields].map(firstLine), lineOfReason(failedReason ?? '')];
}
