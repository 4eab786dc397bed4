import type { CheckState } from '../../queues/watch/checklist';
import { commitIn } from '../../watch/commit';
import { follow } from '../../watch/follow';
import type { WatchPlan } from '../../watch/plan';
import { breachText, markOf, progressOf, watchReport } from '../../watch/report';
import { plural, span } from '../../words';
import type { Terminal } from '../terminal';
import type { WatchArguments } from '../watch-arguments';
import { ProgressLine } from './progress-line';
import { allQueues, type RedisSession } from './session';

/** Holds the jobs that finish from now on against the thresholds, until the time is over or one is breached for good. */
export async function watch(
  session: RedisSession,
  { format, ...typed }: WatchArguments,
  plan: WatchPlan,
  terminal: Terminal,
): Promise<CheckState> {
  const lasts = typed.lasts ?? plan.lasts;
  const thresholds = { ...plan.thresholds, ...typed.thresholds };
  const { connection } = session;
  const known = await allQueues(session);
  const watched = new session.queues.Watch(connection, { patience: thresholds.maxAvgDuration });
  const line = new ProgressLine(terminal);
  try {
    await watched.begin(known);
    const startedAt = Date.now();
    const commit = await commitIn(terminal.cwd, process.env);
    const redis = { name: connection.spec.name, endpoint: session.queues.describeEndpoint(connection.spec.endpoint) };
    const begun = { redis, commit, startedAt, thresholds };
    line.say(
      `Watching ${plural(known.length, 'queue')} of ${redis.name} (${redis.endpoint}) for ${span(lasts)}${markOf(begun)}.`,
    );
    const ended = await follow(
      watched,
      begun,
      { lasts },
      {
        problem: (message) => line.say(message),
        answersAgain: () => line.say('Redis answers again, and the watch goes on.'),
        breach: (check) => line.say(breachText(check, thresholds)),
        looked: (now) => line.show(progressOf(now)),
      },
    );
    line.end();
    terminal.out(watchReport[format](ended));
    return ended.verdict;
  } finally {
    line.end();
    watched.dispose();
  }
}
