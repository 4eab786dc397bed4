import type { ActionOutcome } from '../queues';
import { count, plural } from '../words';

/** "Retried 1,170 jobs. 4 were already gone, 2 are locked by a worker." The numbers add up to what was asked for. */
export function describeOutcome({ done, problem, ...others }: ActionOutcome): string {
  const exceptions = (Object.keys(SAID) as (keyof typeof SAID)[])
    .filter((end) => others[end].length > 0)
    .map((end) => `${count(others[end].length)} ${SAID[end][others[end].length === 1 ? 0 : 1]}`);
  const sentences = [`Retried ${plural(done.length, 'job')}.`];
  if (exceptions.length > 0) sentences.push(`${exceptions.join(', ')}.`);
  if (problem) sentences.push(problem.message);
  return sentences.join(' ');
}

export function isWholeSuccess({ done, problem, ...others }: ActionOutcome): boolean {
  return done.length > 0 && problem === null && Object.values(others).every((jobs) => jobs.length === 0);
}

/** What is said of one job, and of several. */
const SAID = {
  gone: ['was already gone', 'were already gone'],
  notInState: ['was no longer failed', 'were no longer failed'],
  locked: ['is locked by a worker', 'are locked by a worker'],
  finished: [
    'had finished meanwhile (Missing lock) and was left as it is',
    'had finished meanwhile (Missing lock) and were left as they are',
  ],
  refused: ['was refused by Redis and left as it is', 'were refused by Redis and left as they are'],
  unknown: ['may have been retried or not', 'may have been retried or not'],
  unsent: ['was not sent', 'were not sent'],
} as const satisfies Record<Exclude<keyof ActionOutcome, 'done' | 'problem'>, readonly [string, string]>;
