import { inWords } from '../queue/duration-words';

/** All in ms. */
export interface LockTiming {
  readonly lockDuration: number;
  readonly lockRenewTime: number;
  readonly stalledInterval: number;
  /** How long one job may take, and who says so; null where nothing does. */
  readonly budget: { readonly ms: number; readonly source: string } | null;
}

/** Characters of the longest bar. */
const WIDTH = 36;

/** Lines for a monospaced font: what happens to the lock of one job that begins at 0. */
export function lockTimeline({ lockDuration, lockRenewTime, stalledInterval, budget }: LockTiming): string {
  const end = Math.max(lockDuration, budget?.ms ?? 0, lockRenewTime, stalledInterval);
  const column = (ms: number): number => Math.round((ms / end) * WIDTH);
  const bar = (ms: number): string => '━'.repeat(Math.max(column(ms), 1));
  const marks = (every: number): string => {
    if (every <= 0) return '';
    // So many that they would stand side by side are a line.
    if (end / every > WIDTH / 4) return ' '.repeat(column(every)) + '┄'.repeat(WIDTH - column(every));
    const line = new Array<string>(WIDTH + 1).fill(' ');
    for (let at = every; at <= end; at += every) line[column(at)] = '▴';
    return line.join('');
  };
  const rows = [
    ...(budget ? [['job', bar(budget.ms), `${inWords(budget.ms)} (${budget.source})`]] : []),
    ['lock', bar(lockDuration), inWords(lockDuration)],
    ['renewals', marks(lockRenewTime), `every ${inWords(lockRenewTime)}`],
    ['stall checks', marks(stalledInterval), stalledInterval > 0 ? `every ${inWords(stalledInterval)}` : 'none'],
  ] as const;
  return rows.map(([name, line, words]) => `${name.padEnd(13)}${line.padEnd(WIDTH + 3)}${words}`).join('\n');
}

/** What the lines mean, in a sentence or two. */
export function lockVerdict({ lockDuration, lockRenewTime, stalledInterval, budget }: LockTiming): string {
  if (lockRenewTime >= lockDuration) {
    return `The lock ends after ${inWords(lockDuration)}, before its first renewal: a longer job runs twice.`;
  }
  if (!budget) return 'No budget for a job of this queue is declared, so the lock is held against nothing.';
  if (lockDuration >= budget.ms)
    return 'The lock outlasts the job, even when a frozen or blocked process renews nothing.';
  const found = stalledInterval > 0 ? ` Another worker may start it again within ${inWords(2 * stalledInterval)}.` : '';
  return `Renewals stop while the process is frozen or blocked: then the lock may end ${inWords(budget.ms - lockDuration)} before the job.${found}`;
}
