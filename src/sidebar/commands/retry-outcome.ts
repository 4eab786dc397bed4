import type { RetryOutcome } from '../../queues';
import { plural } from '../words';

/** "Retried 1,170 jobs. 4 were already gone, 2 are locked by a worker." */
export function describeOutcome(outcome: RetryOutcome): string {
  const { retried, gone, notFailed, locked, left, unanswered, problem } = outcome;
  const exceptions = [
    gone.length > 0 && `${were(gone.length)} already gone`,
    notFailed.length > 0 && `${were(notFailed.length)} no longer failed`,
    locked.length > 0 && `${are(locked.length)} locked by a worker`,
    unanswered.length > 0 &&
      `${are(unanswered.length)} not known: Redis did not answer, and they are waiting or still failed`,
    left.length > 0 && `${were(left.length)} not reached and ${left.length === 1 ? 'is' : 'are'} still failed`,
  ].filter((exception) => exception !== false);
  const sentences = [`Retried ${plural(retried.length, 'job')}.`];
  if (exceptions.length > 0) sentences.push(`${exceptions.join(', ')}.`);
  if (problem) sentences.push(problem.message);
  return sentences.join(' ');
}

export function isWholeSuccess({ retried, problem, ...rest }: RetryOutcome): boolean {
  return retried.length > 0 && problem === null && Object.values(rest).every((jobs) => jobs.length === 0);
}

const were = (number: number) => `${number.toLocaleString('en')} ${number === 1 ? 'was' : 'were'}`;
const are = (number: number) => `${number.toLocaleString('en')} ${number === 1 ? 'is' : 'are'}`;
