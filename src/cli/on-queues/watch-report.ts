import type { Observations, QueueObservations } from '../../queues';
import { totalsOf, type Check, type CheckState, type Thresholds } from '../../queues/watch/checklist';
import { count, duration, firstLine, plural, span } from '../../words';
import type { WatchFormat } from '../watch-arguments';
import { countedCause, countsJson } from './causes';
import { table } from './table';
import { titleOf, wordsOf } from './watch-checks';

/** A watch that is over. */
export interface EndedWatch {
  readonly redis: { readonly name: string; readonly endpoint: string };
  readonly commit: string | null;
  /** ms since the epoch */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly verdict: CheckState;
  readonly checks: readonly Check[];
  readonly thresholds: Thresholds;
  readonly observations: Observations;
}

const verdicts: Readonly<Record<CheckState, string>> = {
  held: 'Held',
  breached: 'Breached',
  unknown: 'Not known: no job finished, and none came that nobody took',
};

export const watchReport: Readonly<Record<WatchFormat, (watch: EndedWatch) => string>> = { text, json, markdown };

function text(watch: EndedWatch): string {
  const rows = queueRows(watch);
  return [
    `${headline(watch)}\n\n`,
    table(checkRows(watch)),
    rows.length === 0 ? '' : `\n${table([QUEUE_COLUMNS, ...rows])}`,
    ...watch.observations.unseen.map((sentence, i) => `${i === 0 ? '\n' : ''}${sentence}\n`),
  ].join('');
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
    ...watch.observations.unseen.map((sentence) => `\n${plain(sentence)}\n`),
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

function headline({ redis, commit, startedAt, endedAt, verdict, observations }: EndedWatch): string {
  const { finished } = totalsOf(observations);
  const mark = commit === null ? '' : `, at commit ${commit}`;
  const since = new Date(startedAt).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${verdicts[verdict]}: ${plural(finished, 'job')} of ${redis.name} in ${span(endedAt - startedAt)} since ${since}${mark}`;
}

function checkRows({ checks, thresholds }: EndedWatch): string[][] {
  return checks.map((check) => {
    const { found, limit } = wordsOf(check, thresholds);
    return [check.state === 'unknown' ? 'not known' : check.state, titleOf(check), found, limit];
  });
}

const QUEUE_COLUMNS = ['queue', 'completed', 'failed', 'average', 'causes'];

/** Of the queues in which something happened. */
function queueRows({ observations: { queues } }: EndedWatch): string[][] {
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
