import { setTimeout as pause } from 'node:timers/promises';
import { checklist, totalsOf, verdictOf, type Check, type CheckState } from '../../queues/watch/checklist';
import type { RedisProblem, Watch } from '../../queues';
import { count, duration, plural, span } from '../../words';
import { commitIn } from '../commit';
import type { Terminal } from '../terminal';
import type { WatchArguments } from '../watch-arguments';
import { allQueues, type RedisSession } from './session';
import { describeCheck, percent } from './watch-checks';
import { watchReport } from './watch-report';

/** ms between two looks, unless a job fails meanwhile, or jobs are missed sooner. */
const BETWEEN_LOOKS = 5_000;
const LEAST_BETWEEN_LOOKS = 100;
/** ms in which more jobs may fail of the same. */
const AFTER_FAILURE = 500;
/** ms between two lines where nobody sees them change. */
const BETWEEN_LINES = 60_000;

/** Holds the jobs that finish from now on against the thresholds, until the time is over or one is breached for good. */
export async function watch(
  session: RedisSession,
  { lasts, thresholds, format }: WatchArguments,
  terminal: Terminal,
): Promise<CheckState> {
  const { connection } = session;
  const known = await allQueues(session);
  const options = { patience: thresholds.maxAvgDuration, countsConnections: thresholds.maxConnections !== null };
  const watched = new session.queues.Watch(connection, options);
  const line = new ProgressLine(terminal);
  try {
    await watched.begin(known);
    const startedAt = Date.now();
    const commit = await commitIn(terminal.cwd, process.env);
    const redis = { name: connection.spec.name, endpoint: session.queues.describeEndpoint(connection.spec.endpoint) };
    const mark = commit === null ? '' : `, at commit ${commit}`;
    line.say(
      `Watching ${plural(known.length, 'queue')} of ${redis.name} (${redis.endpoint}) for ${span(lasts)}${mark}.`,
    );

    const betweenLooks = Math.min(BETWEEN_LOOKS, Math.max(LEAST_BETWEEN_LOOKS, options.patience / 4));
    const end = performance.now() + lasts;
    const told = new Map<Check['check'], boolean>();
    let lost: string | null = null;
    for (;;) {
      const left = end - performance.now();
      await nextLook(watched, Math.min(betweenLooks, left));
      const isOver = performance.now() >= end;
      const problem = await lookAt(watched, isOver);
      if (problem && problem.message !== lost) line.say(problem.message);
      lost = problem?.message ?? null;
      const { observations } = watched;
      const checks = checklist(observations, thresholds);
      for (const check of checks) {
        if (check.state !== 'breached') told.delete(check.check);
        else if (told.get(check.check) !== check.isFinal) {
          told.set(check.check, check.isFinal);
          line.say(`${check.isFinal ? 'Breached' : 'Not held so far'}: ${describeCheck(check, thresholds)}.`);
        }
      }
      if (isOver || checks.some(({ isFinal }) => isFinal)) {
        line.end();
        const verdict = verdictOf(checks);
        const watch = { redis, commit, startedAt, endedAt: Date.now(), verdict, checks, thresholds, observations };
        terminal.out(watchReport[format](watch));
        return verdict;
      }
      line.show(progressOf(end - performance.now(), totalsOf(observations)));
    }
  } finally {
    line.end();
    watched.dispose();
  }
}

/** Why it could not look, where the next look may; null where it could. @throws RedisProblem where no look will */
async function lookAt(watched: Watch, isLast: boolean): Promise<RedisProblem | null> {
  try {
    await watched.look();
    return null;
  } catch (error) {
    if (isLast || !isRedisProblem(error) || error.needsPerson || error.kind === 'permission') throw error;
    return error;
  }
}

function isRedisProblem(error: unknown): error is RedisProblem {
  return error instanceof Error && error.name === 'RedisProblem';
}

/** Resolves when the time is over, or soon after a job has failed, with those that fail together. */
async function nextLook(watched: Watch, ms: number): Promise<void> {
  const failure = new AbortController();
  const listening = watched.onDidFail(() => failure.abort());
  await pause(Math.max(0, ms), undefined, { signal: failure.signal }).catch(() => {});
  listening.dispose();
  if (failure.signal.aborted) await pause(Math.min(AFTER_FAILURE, Math.max(0, ms)));
}

function progressOf(left: number, { finished, completed, failed, avgDuration }: ReturnType<typeof totalsOf>): string {
  const rate = finished === 0 ? '' : ` (${percent(failed / finished)})`;
  return [
    `${span(left)} left`,
    `${plural(finished, 'job')} finished`,
    `${count(completed)} completed`,
    `${count(failed)} failed${rate}`,
    avgDuration === null ? '' : `${duration(avgDuration)} on average`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** One line that changes where a person looks at it; in a pipe, a line a minute. All of it is for standard error. */
class ProgressLine {
  private shownAt = performance.now();
  private isShown = false;

  constructor(private readonly terminal: Terminal) {}

  /** A line that stays. */
  say(text: string): void {
    this.end();
    this.terminal.err(`${text}\n`);
  }

  show(text: string): void {
    if (this.terminal.isInteractive) {
      this.terminal.err(`\r\u001b[K${text}`);
      this.isShown = true;
    } else if (performance.now() - this.shownAt >= BETWEEN_LINES) {
      this.terminal.err(`${text}\n`);
      this.shownAt = performance.now();
    }
  }

  end(): void {
    if (this.isShown) this.terminal.err('\r\u001b[K');
    this.isShown = false;
  }
}
