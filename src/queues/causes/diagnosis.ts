import { age, count, dateAndTime, duration, plural } from '../../words';
import type { FailureGroup } from './failure-group';

/** What a group was found among. */
export interface GroupedJobs {
  /** How many failed jobs were looked at. */
  readonly size: number;
  /** There are more, which were not. */
  readonly isCut: boolean;
}

/**
 * What is the matter, with its evidence: "28 of 43 failed jobs (65 %), since Nov 26, 2:02 PM, the last one 2 min ago;
 * each failed 45.1 sec to 1 min after it had started. The job outlived its lock, … First: …"
 */
export function diagnosisOf(group: FailureGroup, among: GroupedJobs, now = Date.now()): string {
  return [
    `${evidenceOf(group, among, now)}.`,
    group.cause?.explanation,
    group.cause?.before && `First: ${group.cause.before}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function evidenceOf(group: FailureGroup, among: GroupedJobs, now: number): string {
  const { count: jobs, firstSeen, lastSeen, ran } = group;
  const all = `${among.isCut ? 'the newest ' : ''}${plural(among.size, 'failed job')}`;
  const parts = [`${count(jobs)} of ${all} (${share(jobs, among.size)})`];
  if (firstSeen !== null) parts.push(`since ${dateAndTime(firstSeen)}`);
  if (lastSeen !== null && lastSeen <= now) parts.push(`the last one ${ago(now - lastSeen)}`);
  const evidence = parts.join(', ');
  return ran === null
    ? evidence
    : `${evidence}; ${jobs === 1 ? 'it' : 'each'} failed ${spanOf(ran)} after it had started`;
}

function share(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`;
}

function ago(ms: number): string {
  const said = age(ms);
  return said === 'just now' ? said : `${said} ago`;
}

function spanOf({ shortest, longest }: NonNullable<FailureGroup['ran']>): string {
  const [from, to] = [duration(shortest), duration(longest)];
  return from === to ? from : `${from} to ${to}`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** `▁▁▂▅█`: the numbers as bars, the highest of them full; empty where there is nothing to compare. */
export function sparkline(numbers: readonly number[]): string {
  const highest = Math.max(...numbers);
  if (!(highest > 0)) return '';
  return numbers.map((number) => BARS[Math.ceil((number / highest) * (BARS.length - 1))]).join('');
}
