import type { ActionOutcome } from '../queues';
import { retryWarnings } from './retry-warnings';
import { count, plural } from '../words';
import { countQueues, nameOfQueues, type CountedQueue } from './counted-queues';
import { describeLeft, jobsLeft } from './outcome';
import { withPace, type PacedAnswer } from './pace';
import { WORDS } from './words';

/** What is asked before something is done to jobs. */
export interface ActionQuestion {
  readonly message: string;
  readonly detail: string;
  readonly answers: readonly ActionAnswer[];
}

export interface ActionAnswer extends PacedAnswer {
  /** Those too whose handler had succeeded. */
  readonly finishedToo: boolean;
}

/** What is asked about. */
export interface AskedJobs {
  /** `failed`, or where they are in several: `waiting and delayed`. */
  readonly state: string;
  readonly queues: readonly CountedQueue[];
  readonly connection: string;
  /** The name of the cause that all of them have; null where they may have any. */
  readonly cause: string | null;
  /** The name of the queue that they are copied to; null where they are not. */
  readonly to?: string | null;
}

/** "Remove 1,204 failed jobs of ai-parsing on staging?" [Remove 1,189]; `dry` is what would become of each. */
export function askAction(action: keyof typeof CONSEQUENCES, dry: ActionOutcome, asked: AskedJobs): ActionQuestion {
  const { done, finished } = dry;
  const { verb, how } = WORDS[action];
  const { state, queues, connection, cause, to = null } = asked;
  const others = { ...dry, finished: [] };
  const left = jobsLeft(others);
  const all = done.length + finished.length;
  const [id] = [...done, ...finished];
  const what = all === 1 && left === 0 && id ? `job ${id.text}` : plural(all + left, `${state} job`);
  const where = `${nameOfQueues(queues)}${to === null ? '' : ` to ${to}`} on ${connection}`;
  return {
    message: `${verb} ${what} of ${where}${how}${cause === null ? '' : ` (${cause})`}?`,
    detail: [
      countQueues(queues),
      describeLeft(others, WORDS[action], state),
      ...retryWarnings({ ids: [...done, ...finished], finished, exhausted: 0, stalled: 0, prioritized: 0 }),
      CONSEQUENCES[action](all === 1, state),
    ]
      .filter((part) => typeof part === 'string')
      .join('\n\n'),
    answers: answersTo(action, dry),
  };
}

function answersTo(action: keyof typeof CONSEQUENCES, { done, finished }: ActionOutcome): ActionAnswer[] {
  const { verb } = WORDS[action];
  const all = done.length + finished.length;
  const answers = [
    ...(done.length > 0 ? [{ title: `${verb} ${count(done.length)}`, finishedToo: false }] : []),
    ...(finished.length > 0
      ? [{ title: all === 1 ? `${verb} Anyway` : `${verb} All ${count(all)}`, finishedToo: true }]
      : []),
  ];
  return action === 'remove' || action === 'discard'
    ? answers
    : withPace<ActionAnswer>(answers, ({ finishedToo }) => (finishedToo ? all : done.length));
}

/** What a person would want to know before. */
const CONSEQUENCES = {
  retryAsNew: (isOne: boolean) =>
    `${isOne ? 'It begins' : 'They begin'} anew with all attempts and no stall counted; ${isOne ? 'its' : 'their'} ` +
    `${isOne ? 'error and stack trace are' : 'errors and stack traces are'} deleted, and logs stay.`,
  copy: (isOne: boolean) =>
    `Copied are name, data and options. Not copied are ${isOne ? 'its' : 'their'} id, attempts made, error and stack ` +
    `trace, return value, progress and logs, nor what is one job's only: a jobId, a repetition, a debounce. ` +
    `${isOne ? 'The job itself stays as it is, and its copy waits' : 'The jobs themselves stay as they are, and their copies wait'} ` +
    `for a worker, first for the delay that ${isOne ? 'its' : 'their'} options may have.`,
  promote: (isOne: boolean) =>
    `${isOne ? 'It waits' : 'They wait'} for a worker at once, whatever delay ${isOne ? 'it was' : 'they were'} given.`,
  discard: (isOne: boolean) =>
    `${isOne ? 'It is' : 'They are'} moved to Failed without running. ${isOne ? 'Its' : 'Their'} data, attempts and stack ` +
    `traces stay, and a retry lets ${isOne ? 'it' : 'them'} run after all.`,
  remove: (isOne: boolean, state: string) => {
    const whose = isOne ? 'Its' : 'Their';
    const undone = state === 'failed' || state === 'completed' ? '' : `, and ${whose.toLowerCase()} work is never done`;
    return `${whose} data and logs are deleted for good${undone}.`;
  },
};
