import type { ActionOutcome } from '../queues';
import { jobsIn, type End } from '../queues/actions/outcome';
import { count, plural } from '../words';
import type { ActionWords } from './words';

export { jobsIn, together } from '../queues/actions/outcome';

type Exception = Exclude<End, 'done'>;

/**
 * "Retried 1,170 jobs. 4 were already gone, 2 are locked by a worker." The numbers add up to what was asked for; then
 * how many of those that run since have failed.
 */
export function describeOutcome(outcome: ActionOutcome, words: ActionWords, state: string, failedSince = 0): string {
  const { done, problem } = outcome;
  const exceptions = describeExceptions(outcome, words, state);
  const sentences = [`${words.done} ${plural(done.length, 'job')}${words.how}.`];
  if (exceptions.length > 0) sentences.push(`${exceptions.join(', ')}.`);
  if (failedSince > 0) {
    const have = failedSince === 1 ? 'has' : 'have';
    sentences.push(`${count(failedSince)} of the ${words.done.toLowerCase()} ${have} failed since.`);
  }
  if (problem) sentences.push(problem.message);
  return sentences.join(' ');
}

/** "4 were already gone", "2 are locked by a worker" */
export function describeExceptions(outcome: ActionOutcome, words: ActionWords, state: string): string[] {
  const said = sayingsOf(words, state);
  return (Object.keys(said) as Exception[])
    .filter((end) => outcome[end].length > 0)
    .map((end) => `${count(outcome[end].length)} ${said[end][outcome[end].length === 1 ? 0 : 1]}`);
}

/** "4 were already gone, 2 are locked by a worker: they stay as they are."; null where it would be done to all. */
export function describeLeft(outcome: ActionOutcome, words: ActionWords, state: string): string | null {
  const left = jobsLeft(outcome);
  const stays = left === 1 ? 'it stays as it is' : 'they stay as they are';
  return left === 0 ? null : `${describeExceptions(outcome, words, state).join(', ')}: ${stays}.`;
}

export function isWholeSuccess(outcome: ActionOutcome): boolean {
  return outcome.done.length > 0 && outcome.problem === null && jobsLeft(outcome) === 0;
}

/** How many it was not done to, for whatever reason. */
export function jobsLeft(outcome: ActionOutcome): number {
  return jobsIn(outcome) - outcome.done.length;
}

/** What is said of one job, and of several. */
function sayingsOf({ done }: ActionWords, state: string) {
  const unknown = `may have been ${done.toLowerCase()} or not`;
  return {
    gone: ['was already gone', 'were already gone'],
    notInState: [`was no longer ${state}`, `were no longer ${state}`],
    locked: ['is locked by a worker', 'are locked by a worker'],
    finished: [
      'had finished meanwhile (Missing lock) and was left as it is',
      'had finished meanwhile (Missing lock) and were left as they are',
    ],
    repeats: ['is the next run of a repeatable job', 'are the next runs of repeatable jobs'],
    refused: ['was refused by Redis and left as it is', 'were refused by Redis and left as they are'],
    unknown: [unknown, unknown],
    unsent: ['was not sent', 'were not sent'],
  } as const satisfies Record<Exception, readonly [string, string]>;
}
