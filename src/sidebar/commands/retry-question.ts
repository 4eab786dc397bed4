import type { FailedSurvey, JobId } from '../../queues';
import { count, plural } from '../words';

/** What is asked before jobs are retried. */
export interface RetryQuestion {
  readonly message: string;
  /** What the retry does not do, or does twice; undefined where there is nothing to say. */
  readonly detail: string | undefined;
  readonly answers: readonly RetryAnswer[];
}

export interface RetryAnswer {
  /** The button's text. */
  readonly title: string;
  readonly ids: readonly JobId[];
  /** Those too whose handler had succeeded. */
  readonly finishedToo: boolean;
}

/** "Retry 1,204 failed jobs of ai-parsing on staging?" [Retry 1,176] [Retry All 1,204] */
export function askRetry(survey: FailedSurvey, queue: string, connection: string): RetryQuestion {
  const { ids, finished } = survey;
  const [id] = ids;
  const what = ids.length === 1 && id ? `job ${id.text}` : plural(ids.length, 'failed job');
  return {
    message: `Retry ${what} of ${queue} on ${connection}?`,
    detail: warnings(survey).join('\n\n') || undefined,
    answers:
      finished.length === 0 ? [{ title: `Retry ${count(ids.length)}`, ids, finishedToo: false }] : choices(survey),
  };
}

function choices({ ids, finished }: FailedSurvey): RetryAnswer[] {
  const finishedKeys = new Set(finished.map(({ key }) => key));
  const rest = ids.filter(({ key }) => !finishedKeys.has(key));
  const all = ids.length === 1 ? 'Retry Anyway' : `Retry All ${count(ids.length)}`;
  return [
    ...(rest.length > 0 ? [{ title: `Retry ${count(rest.length)}`, ids: rest, finishedToo: false }] : []),
    { title: all, ids, finishedToo: true },
  ];
}

/** What is known of these jobs and a person would want to know before they run again. */
function warnings({ ids, finished, exhausted, stalled }: FailedSurvey): string[] {
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
  ].filter((warning) => warning !== false);
}
