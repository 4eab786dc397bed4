import { failureCause } from '../../bull/causes';
import type { JobTime } from '../../bull/job-time';
import { DEFAULT_JOB_NAME } from '../../bull/keys';
import type { ShownData } from '../../job-data/shown-data';
import type { JobRow } from '../../queues';
import { retryWarnings } from '../../actions/retry-warnings';
import { lineOfReason } from '../../cause-words';
import { age, bytes, duration, exactTime, firstLine, span } from '../../words';

const MINUTE = 60_000;

/** `71  parse-po` */
export function nameOfJob({ id, name }: Pick<JobRow, 'id' | 'name'>): string {
  const shown = firstLine(id.text);
  return name === null || name === DEFAULT_JOB_NAME ? shown : `${shown}  ${firstLine(name)}`;
}

/**
 * Since when it is in its state, or until when: `4 min`, `in 2 hr`. It changes by itself. A number that is no time is
 * said as it is; null where there is none.
 */
export function ageOfJob(row: JobRow): string | null {
  if (row.presence !== 'present') return null;
  if (row.state === 'active' && row.processedOn === null) return 'starting';
  const [time, say] = clockOf(row);
  if (time === null) return null;
  return typeof time === 'number' ? say(Date.now() - time) : firstLine(time);
}

/** The time that counts in the state of a job, and how to say how long ago it was, in ms. */
function clockOf({ state, ...row }: JobRow): [time: JobTime | null, say: (ms: number) => string] {
  switch (state) {
    case 'failed':
    case 'completed':
      return [row.finishedOn, ago];
    case 'active':
      return [row.processedOn, runningFor];
    case 'delayed':
      return [row.dueOn, (ms) => dueIn(-ms)];
    case 'waiting':
    case 'paused':
    case 'priority':
      return [row.timestamp, ago];
  }
}

/** What else the row says, in the state that it is in. */
export function describeJob({ presence, state, failedReason }: JobRow): string {
  if (presence === 'gone') return 'its data is gone from Redis';
  if (presence === 'unreadable') return 'no job: its key holds something else';
  if (state !== 'failed') return '';
  return lineOfReason(failedReason ?? '') || 'no reason given';
}

/** A clock that is a few seconds ahead is no news. */
function ago(ms: number): string {
  return ms < -MINUTE ? `in ${span(-ms)}` : age(ms);
}

function runningFor(ms: number): string {
  return ms < MINUTE ? 'just started' : `for ${span(ms)}`;
}

function dueIn(ms: number): string {
  if (ms <= 0) return 'due';
  return ms < MINUTE ? 'in under 1 min' : `in ${span(ms)}`;
}

/** What a retry of it does not reset; that it had finished is among its causes. */
function ofRetry({ id, attempts, attemptsMade, stalls, priority }: JobRow): string[] {
  const isExhausted = attempts !== null && attempts > 1 && Number(attemptsMade) >= attempts;
  const about = {
    ...{ ids: [id], finished: [], exhausted: Number(isExhausted) },
    ...{ stalled: Number(stalls > 0), prioritized: Number(priority > 0) },
  };
  return retryWarnings(about).map((warning) => `Retry: ${warning}`);
}

/** Plain text: what comes from Redis never becomes Markdown. */
export function jobTooltip(row: JobRow, shown: ShownData, isRetryable = false): string {
  if (row.presence !== 'present') return `${nameOfJob(row)}\n${describeJob(row)}`;
  const cause = failureCause(row.failedReason ?? '');
  const made = firstLine(`${row.attemptsMade}`);
  const tries = row.attempts === null ? made : `${made} of ${row.attempts}`;
  const waited = spanBetween(row.timestamp, row.processedOn);
  const ran = spanBetween(row.processedOn, row.finishedOn);
  const lines = [
    nameOfJob(row),
    row.failedReason?.trim() && `Reason: ${lineOfReason(row.failedReason)}`,
    cause?.explanation,
    `Attempts: ${tries}`,
    ...(isRetryable ? ofRetry(row) : []),
    row.timestamp !== null && `Added: ${exactTime(row.timestamp)}`,
    row.dueOn !== null && `Due: ${exactTime(row.dueOn)}`,
    row.processedOn !== null &&
      `Started: ${exactTime(row.processedOn)}${waited === null ? '' : `, ${duration(waited)} after it was added`}`,
    row.finishedOn !== null &&
      `${row.state === 'failed' ? 'Failed' : 'Finished'}: ${exactTime(row.finishedOn)}${ran === null ? '' : `, after ${duration(ran)}`}`,
    row.dataStart === null ? `Data: ${bytes(row.dataBytes)}` : `Data: ${firstLine(shown.start(row.dataStart))}`,
  ];
  return lines.filter(Boolean).join('\n');
}

/** ms; null where one of them is not known or no time, or the clocks of two machines differ. */
function spanBetween(start: JobTime | null, end: JobTime | null): number | null {
  return typeof start === 'number' && typeof end === 'number' && end >= start ? end - start : null;
}
