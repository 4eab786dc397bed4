import type { JobState } from '../bull/states';
import type { MonitoredQueue, ObliterateOutcome } from '../queues';
import { count, plural } from '../words';
import { describeOutcome } from './outcome';
import { WORDS } from './words';

export interface ObliterateQuestion {
  readonly message: string;
  readonly detail: string;
  readonly answer: string;
  /** Also the jobs that workers have. */
  readonly isForced: boolean;
}

/** Those with a priority stand among the waiting ones. */
const COUNTED = ['failed', 'active', 'waiting', 'paused', 'delayed', 'completed'] as const satisfies JobState[];

/** "Obliterate mail on staging?", with what there is of it; what workers have goes with it only by a choice of its own. */
export function askObliterate({ ref, snapshot }: MonitoredQueue, connection: string): ObliterateQuestion {
  const counts = COUNTED.map((state) => [state, snapshot?.counts[state] ?? 0] as const).filter(([, jobs]) => jobs > 0);
  const active = snapshot?.counts.active ?? 0;
  const jobs = counts.map(([state, number]) => `${count(number)} ${state}`).join(', ');
  const workers =
    `Workers have ${plural(active, 'job')} of it now: their work goes on, and its end fails with Missing key. ` +
    'To let them end, pause the queue first, and obliterate it then.';
  return {
    message: `Obliterate ${ref.name} on ${connection}?`,
    detail: [
      ...(jobs === '' ? [] : [`Jobs: ${jobs}.`]),
      'It is paused, then all of its jobs with their data and logs, its repeatable jobs and its metrics are deleted for ' +
        'good. Code that adds a job makes it anew.',
      ...(active > 0 ? [workers] : []),
    ].join('\n\n'),
    answer: active > 0 ? `Obliterate With ${plural(active, 'Active Job')}` : 'Obliterate…',
    isForced: active > 0,
  };
}

/** "Obliterated mail. Removed 1,204 jobs." */
export function describeObliterated(outcome: ObliterateOutcome, queue: string): string {
  const account = describeOutcome(outcome, WORDS.obliterate, 'in the queue');
  if (outcome.isWhole) return `Obliterated ${queue}. ${account}`;
  return `${account} What is left of ${queue} stays${outcome.isPaused ? ', paused' : ''}.`;
}
