import type { ActionOutcome, FailedSurvey, JobId } from '../queues';
import { emptyOutcome } from '../queues/actions/outcome';
import { countQueues, nameOfQueues, type CountedQueue } from './counted-queues';
import { describeLeft, jobsLeft } from './outcome';
import { withPace, type PacedAnswer } from './pace';
import { unfinished } from './unfinished';
import { retryWarnings } from './retry-warnings';
import { WORDS } from './words';
import { count, plural } from '../words';

/** What is asked before jobs are retried. */
export interface RetryQuestion {
  readonly message: string;
  /** What the retry does not do, or does twice; undefined where there is nothing to say. */
  readonly detail: string | undefined;
  readonly answers: readonly RetryAnswer[];
}

export interface RetryAnswer extends PacedAnswer {
  readonly ids: readonly JobId[];
  /** Those too whose handler had succeeded. */
  readonly finishedToo: boolean;
}

/** The cause that all of the jobs have. */
export interface AskedCause {
  readonly name: string;
  /** What has to be done before a retry can help; null where nothing has. */
  readonly before: string | null;
}

/** "Retry 1,204 failed jobs of ai-parsing on staging?" [Retry 1,176] [Retry All 1,204] */
export function askRetry(
  survey: FailedSurvey,
  queues: readonly CountedQueue[],
  connection: string,
  cause: AskedCause | null = null,
): RetryQuestion {
  const { ids, finished } = survey;
  const [id] = ids;
  const left = leftBy(survey);
  const all = ids.length + jobsLeft(left);
  const what = all === 1 && id ? `job ${id.text}` : plural(all, 'failed job');
  const why = cause === null ? '' : ` (${cause.name})`;
  const first = cause?.before == null ? [] : [`Do not retry yet. ${cause.before}`];
  const each = countQueues(queues);
  const answers =
    finished.length === 0 ? [{ title: `Retry ${count(ids.length)}`, ids, finishedToo: false }] : choices(survey);
  return {
    message: `Retry ${what} of ${nameOfQueues(queues)} on ${connection}${why}?`,
    detail:
      [...first, each, describeLeft(left, WORDS.retry, 'failed'), ...retryWarnings(survey)]
        .filter((part) => part !== null)
        .join('\n\n') || undefined,
    answers: withPace(answers, ({ ids }) => ids.length),
  };
}

/** What cannot be retried, as an account tells of it. */
export function leftBy({ gone, locked }: Pick<FailedSurvey, 'gone' | 'locked'>): ActionOutcome {
  return { ...emptyOutcome(), gone: [...gone], locked: [...locked] };
}

function choices(survey: FailedSurvey): RetryAnswer[] {
  const { ids } = survey;
  const rest = unfinished(survey);
  const all = ids.length === 1 ? 'Retry Anyway' : `Retry All ${count(ids.length)}`;
  return [
    ...(rest.length > 0 ? [{ title: `Retry ${count(rest.length)}`, ids: rest, finishedToo: false }] : []),
    { title: all, ids, finishedToo: true },
  ];
}
