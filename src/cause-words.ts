import { isBullsOwn } from './bull/causes';
import { DEFAULT_JOB_NAME } from './bull/keys';
import type { FailureCauses, FailureGroup } from './queues';
import { diagnosisOf, sparkline } from './queues/causes/diagnosis';
import { frameText } from './queues/causes/stack-frames';
import { tellingLine } from './queues/causes/telling-line';
import { age, count, firstLine, isolated } from './words';

/** Failures that a sparkline says more of than their number does. */
const WORTH_A_TREND = 5;

/** `11  Missing lock`, `3  connect ECONNREFUSED ‹host›` */
export function labelOfCause(group: FailureGroup): string {
  return `${count(group.count)}  ${isolated(nameOfCause(group))}`;
}

/** `28 Missing lock` */
export function countedCause(group: FailureGroup): string {
  return `${count(group.count)} ${nameOfCause(group)}`;
}

/** As documented in docs/cli.md. */
export function countsJson(groups: readonly FailureGroup[]) {
  return groups.map(({ cause, pattern, count: jobs }) => ({ cause: cause?.id ?? null, pattern, count: jobs }));
}

/** Bull's own texts by their title, all others by what they say. */
export function nameOfCause({ cause, pattern, errorClass }: FailureGroup): string {
  const handler = /^Missing process handler for job type (.*)/s.exec(pattern)?.[1];
  if (cause && handler !== undefined) return `${cause.title}: ${firstLine(handler)}`;
  if (cause && isBullsOwn(cause)) return cause.title;
  return firstLine(pattern) || errorClass || 'no reason given';
}

/** What a job's `failedReason` tells, in a line: mostly its first; of Prisma, zod and others one that comes later. */
export function lineOfReason(reason: string): string {
  const telling = tellingLine(reason);
  return firstLine(/[\p{L}\p{N}]/u.test(telling) ? telling : reason.replace(/\s+/g, ' '));
}

/** Whether a retry repeats work that is surely done, or is not to be made yet. */
export function isHeldBack({ cause }: FailureGroup): boolean {
  return cause !== null && (cause.alreadyFinished || cause.note.startsWith('do not retry yet'));
}

/** What matters before one acts, then its age: `is it up? · 1 min ▂▅▇█`. */
export function describeCause({ cause, lastSeen, trend, count: jobs }: FailureGroup, now = Date.now()): string {
  const last = lastSeen === null ? '' : age(now - lastSeen);
  const bars = jobs >= WORTH_A_TREND ? sparkline(trend) : '';
  return [cause?.note, [last, bars].filter(Boolean).join(' ')].filter(Boolean).join(' · ');
}

/** Plain text: what comes from Redis never becomes Markdown. */
export function causeTooltip(group: FailureGroup, among: Pick<FailureCauses, 'size' | 'isCut'>): string {
  const { pattern, messages, names, frame } = group;
  const samples = new Set(messages.map(lineOfReason).filter((message) => message !== '' && message !== pattern));
  const lines = [
    firstLine(pattern),
    ...[...samples].map((message) => `For example: ${message}`),
    diagnosisOf(group, among),
    frame && `In the code: ${firstLine(frameText(frame))}`,
    jobNames(names),
  ];
  return lines.filter(Boolean).join('\n');
}

const MOST_NAMES = 5;

function jobNames(names: readonly string[]): string {
  const given = names.filter((name) => name !== DEFAULT_JOB_NAME && name !== '').map(firstLine);
  if (given.length === 0) return '';
  const more = given.length > MOST_NAMES ? ` and ${count(given.length - MOST_NAMES)} more` : '';
  return `Jobs: ${given.slice(0, MOST_NAMES).join(', ')}${more}`;
}
