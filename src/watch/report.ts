import { countedCause, countsJson } from '../cause-words';
import { table } from '../columns';
import type { QueueObservations } from '../queues';
import { totalsOf, type Check, type CheckState, type Thresholds } from '../queues/watch/checklist';
import { count, duration, firstLine, plural, span } from '../words';
import { describeCheck, percent, titleOf, wordsOf } from './checks';
import type { EndedWatch, WatchNow } from './follow';

export const watchFormats = ['text', 'json', 'markdown'] as const;
export type WatchFormat = (typeof watchFormats)[number];

const verdicts: Readonly<Record<CheckState, string>> = {
  held: 'Held',
  breached: 'Breached',
  unknown: 'Not known: no job finished, and none was left undone',
};

export const watchReport: Readonly<Record<WatchFormat, (watch: EndedWatch) => string>> = { text, json, markdown };

function text(watch: EndedWatch): string {
  return `${headline(watch)}\n\n${tables(watch)}`;
}

/** What a watch has found so far. */
export function textSoFar(watch: WatchNow): string {
  const { redis, startedAt, problem } = watch;
  const since = `Watching ${redis.name} (${redis.endpoint}) since ${startOf(startedAt)}${markOf(watch)}`;
  const now =
    problem === null ? '' : `These are the numbers of the last look, since none is possible now. ${problem}\n`;
  return `${since}\n${progressOf(watch)}\n${now}\n${tables(watch)}`;
}

/** `29 min left · 12 jobs finished · 12 completed · 0 failed (0 %) · 1.2 s on average` */
export function progressOf({ left, observations }: Pick<WatchNow, 'left' | 'observations'>): string {
  const { finished, completed, failed, avgDuration } = totalsOf(observations);
  const { connections } = observations;
  const rate = finished === 0 ? '' : ` (${percent(failed / finished)})`;
  return [
    `${span(left)} left`,
    `${plural(finished, 'job')} finished`,
    `${count(completed)} completed`,
    `${count(failed)} failed${rate}`,
    avgDuration === null ? '' : `${duration(avgDuration)} on average`,
    connections === null ? '' : `up to ${plural(connections, 'connection')}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Said at once, with the numbers so far. */
export function breachText(check: Check, thresholds: Thresholds): string {
  return `${check.isFinal ? 'Breached' : 'Not held so far'}: ${describeCheck(check, thresholds)}.`;
}

function tables(watch: Findings): string {
  const rows = queueRows(watch);
  return [
    table(checkRows(watch)),
    rows.length === 0 ? '' : `\n${table([QUEUE_COLUMNS, ...rows])}`,
    ...sentences(watch).map((sentence, i) => `${i === 0 ? '\n' : ''}${sentence}\n`),
  ].join('');
}

/** What no table has. */
function sentences({ checks, observations: { connections, unseen } }: Findings): readonly string[] {
  const isChecked = connections === null || checks.some(({ check }) => check === 'connections');
  return isChecked
    ? unseen
    : [`The most connections at once, besides the watch's own: ${count(connections)}.`, ...unseen];
}

/** For a pull request or the summary of a GitHub job. */
function markdown(watch: EndedWatch): string {
  const rows = queueRows(watch);
  return [
    `## ${plain(headline(watch))}\n\n`,
    markdownTable([
      ['check', 'found', 'limit', ''],
      ...checkRows(watch).map(([state, ...rest]) => [...rest, state ?? '']),
    ]),
    rows.length === 0 ? '' : `\n${markdownTable([QUEUE_COLUMNS, ...rows])}`,
    ...sentences(watch).map((sentence) => `\n${plain(sentence)}\n`),
  ].join('');
}

function json({ redis, commit, startedAt, endedAt, verdict, checks, thresholds, observations }: EndedWatch): string {
  const { queues, connections, standing, unseen } = observations;
  const { completed, failed, avgDuration } = totalsOf(observations);
  const report = {
    ...{ verdict, connection: redis.name, redis: redis.endpoint, commit, startedAt, endedAt },
    ...{ completed, failed, standing, avgDuration, connections },
    checks: checks.map(({ check, state, value, limit, of }) => ({
      ...{ check, state, value, limit, of },
      ...(check === 'forbidden-causes' && { causes: thresholds.forbiddenCauses }),
    })),
    queues: queues.map((queue) => ({
      ...{ name: queue.ref.name, prefix: queue.ref.prefix, library: queue.kind },
      ...{ completed: queue.completed, failed: queue.failed, growth: queue.growth, avgDuration: averageOf(queue) },
      causes: countsJson(queue.causes),
    })),
    unseen,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** `Held: 12 jobs of staging in 30 min since 2026-11-26T15:00:00Z, at commit 0123456789ab` */
export function headline(watch: EndedWatch): string {
  const { redis, startedAt, endedAt, verdict, observations } = watch;
  const { finished } = totalsOf(observations);
  const took = span(endedAt - startedAt);
  return `${verdicts[verdict]}: ${plural(finished, 'job')} of ${redis.name} in ${took} since ${startOf(startedAt)}${markOf(watch)}`;
}

export function markOf({ commit }: Pick<EndedWatch, 'commit'>): string {
  return commit === null ? '' : `, at commit ${commit}`;
}

function startOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

type Findings = Pick<EndedWatch, 'checks' | 'thresholds' | 'observations'>;

function checkRows({ checks, thresholds }: Findings): string[][] {
  return checks.map((check) => {
    const { found, limit } = wordsOf(check, thresholds);
    return [check.state === 'unknown' ? 'not known' : check.state, titleOf(check), found, limit];
  });
}

const QUEUE_COLUMNS = ['queue', 'completed', 'failed', 'average', 'causes'];

/** Of the queues in which something happened. */
function queueRows({ observations: { queues } }: Findings): string[][] {
  const busy = queues.filter(({ completed, failed, growth }) => completed + failed + (growth ?? 0) > 0);
  return busy.map((queue) => {
    const average = averageOf(queue);
    const causes = queue.causes.map(countedCause);
    const backlog = queue.growth ? [`${count(queue.growth)} more waiting or active than at the start`] : [];
    return [
      firstLine(queue.ref.name),
      count(queue.completed),
      count(queue.failed),
      average === null ? '' : duration(average),
      [...causes, ...backlog].join(', '),
    ];
  });
}

/** ms; null where it is not known. */
function averageOf({ duration: { total, jobs } }: QueueObservations): number | null {
  return jobs === 0 ? null : total / jobs;
}

function markdownTable([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |\n`;
  return line(heading) + `|${' --- |'.repeat(heading.length)}\n` + rows.map(line).join('');
}

/** What comes from Redis never becomes Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&@]/g, '\\$&');
}
