import { failureCause } from '../../bull/failures';
import type { JobRow } from '../../queues';
import { age, bytes, duration, exactTime, firstLine, span } from '../words';

/** The name that Bull gives to a job which was added without one (bull 4.16.5 lib/job.js:14). */
const DEFAULT_NAME = '__default__';

const MINUTE = 60_000;

/** `71  parse-po` */
export function nameOfJob({ id, name }: Pick<JobRow, 'id' | 'name'>): string {
  return name === null || name === DEFAULT_NAME ? id.text : `${id.text}  ${firstLine(name)}`;
}

/** Since when it is in its state, or until when: `4 min`, `in 2 hr`; null where that is not known. It changes by itself. */
export function ageOfJob(row: JobRow): string | null {
  if (row.presence !== 'present') return null;
  const now = Date.now();
  const since = (time: number | null) => (time === null ? null : age(now - time));
  const ages: Record<JobRow['state'], string | null> = {
    failed: since(row.finishedOn),
    active: row.processedOn === null ? 'starting' : runningFor(now - row.processedOn),
    waiting: since(row.timestamp),
    delayed: row.dueOn === null ? null : dueIn(row.dueOn - now),
    completed: since(row.finishedOn),
    paused: since(row.timestamp),
    priority: since(row.timestamp),
  };
  return ages[row.state];
}

/** What else the row says, in the state that it is in. */
export function describeJob({ presence, state, failedReason }: JobRow): string {
  if (presence === 'gone') return 'its data is gone from Redis';
  if (presence === 'unreadable') return 'no job: its key holds something else';
  if (state !== 'failed') return '';
  return failedReason === null ? 'no reason given' : firstLine(failedReason);
}

function runningFor(ms: number): string {
  return ms < MINUTE ? 'just started' : `for ${span(ms)}`;
}

function dueIn(ms: number): string {
  if (ms <= 0) return 'due';
  return ms < MINUTE ? 'in under 1 min' : `in ${span(ms)}`;
}

/** Plain text: what comes from Redis never becomes Markdown. */
export function jobTooltip(row: JobRow): string {
  if (row.presence !== 'present') return `${nameOfJob(row)}\n${describeJob(row)}`;
  const cause = failureCause(row.failedReason ?? '');
  const tries = row.attempts === null ? `${row.attemptsMade}` : `${row.attemptsMade} of ${row.attempts}`;
  const waited = row.processedOn !== null && row.timestamp !== null ? row.processedOn - row.timestamp : null;
  const ran = row.finishedOn !== null && row.processedOn !== null ? row.finishedOn - row.processedOn : null;
  const lines = [
    nameOfJob(row),
    row.failedReason && `Reason: ${firstLine(row.failedReason)}`,
    cause?.explanation,
    `Attempts: ${tries}`,
    row.timestamp !== null && `Added: ${exactTime(row.timestamp)}`,
    row.dueOn !== null && `Due: ${exactTime(row.dueOn)}`,
    row.processedOn !== null &&
      `Started: ${exactTime(row.processedOn)}${waited === null ? '' : `, ${duration(waited)} after it was added`}`,
    row.finishedOn !== null &&
      `${row.state === 'failed' ? 'Failed' : 'Finished'}: ${exactTime(row.finishedOn)}${ran === null ? '' : `, after ${duration(ran)}`}`,
    row.dataStart === null ? `Data: ${bytes(row.dataBytes)}` : `Data: ${firstLine(row.dataStart)}`,
  ];
  return lines.filter(Boolean).join('\n');
}
