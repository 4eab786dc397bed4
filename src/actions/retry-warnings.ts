import type { FailedSurvey } from '../queues';
import { count } from '../words';

/** What a person would want to know of failed jobs before they run again, a sentence or two each. */
export function retryWarnings({
  ids,
  finished,
  exhausted,
  stalled,
  prioritized,
}: Omit<FailedSurvey, 'gone' | 'locked'>): string[] {
  const total = ids.length;
  const who = (number: number) => {
    if (total === 1) return 'It';
    return number === total ? 'All of them' : `${count(number)} of them`;
  };
  const whoHas = (number: number) => `${who(number)} ${number === 1 ? 'has' : 'have'}`;
  const each = total === 1 ? 'it' : 'each';
  const one = stalled === 1 ? 'it' : 'such a job';
  return [
    finished.length > 0 &&
      `${who(finished.length)} had already finished (Missing lock): the handler succeeded, ` +
        'but its lock had expired by then. To retry means to do the work twice.',
    exhausted > 0 &&
      `${whoHas(exhausted)} used up all attempts, and Bull does not count them anew: ` +
        `${each} runs once more, without backoff.`,
    stalled > 0 &&
      `${whoHas(stalled)} stalled before, and Bull goes on counting: ` +
        `where maxStalledCount is 1, Bull's default, the next stall fails ${one} for good.`,
    prioritized > 0 &&
      `${whoHas(prioritized)} a priority, and Bull does not heed it at a retry: ` +
        `${each} waits its turn like a job without one.`,
  ].filter((warning) => warning !== false);
}
