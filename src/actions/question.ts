import type { ActionOutcome } from '../queues';
import { count, plural } from '../words';
import { describeExceptions, jobsLeft } from './outcome';
import { WORDS } from './words';

/** What is asked before something is done to jobs. */
export interface ActionQuestion {
  readonly message: string;
  readonly detail: string;
  /** The button's text. */
  readonly answer: string;
}

/** What is asked about. */
export interface AskedJobs {
  /** `failed`, or where they are in several: `waiting and delayed`. */
  readonly state: string;
  readonly queue: string;
  readonly connection: string;
  /** The name of the cause that all of them have; null where they may have any. */
  readonly cause: string | null;
}

/** "Remove 1,204 failed jobs of ai-parsing on staging?" [Remove 1,189]; `dry` is what would become of each. */
export function askAction(action: keyof typeof CONSEQUENCES, dry: ActionOutcome, asked: AskedJobs): ActionQuestion {
  const { done } = dry;
  const { verb, how } = WORDS[action];
  const { state, queue, connection, cause } = asked;
  const left = jobsLeft(dry);
  const [id] = done;
  const what = done.length === 1 && left === 0 && id ? `job ${id.text}` : plural(done.length + left, `${state} job`);
  const exceptions = describeExceptions(dry, WORDS[action], state);
  return {
    message: `${verb} ${what} of ${queue} on ${connection}${how}${cause === null ? '' : ` (${cause})`}?`,
    detail: [
      exceptions.length > 0 &&
        `${exceptions.join(', ')}: ${left === 1 ? 'it stays' : 'they stay'} as ${left === 1 ? 'it is' : 'they are'}.`,
      CONSEQUENCES[action](done.length === 1, state),
    ]
      .filter((part) => part !== false)
      .join('\n\n'),
    answer: `${verb} ${count(done.length)}`,
  };
}

/** What a person would want to know before. */
const CONSEQUENCES = {
  retryAsNew: (isOne: boolean) =>
    `${isOne ? 'It begins' : 'They begin'} anew with all attempts and no stall counted; ${isOne ? 'its' : 'their'} ` +
    `${isOne ? 'error and stack trace are' : 'errors and stack traces are'} deleted, and logs stay.`,
  promote: (isOne: boolean) =>
    `${isOne ? 'It waits' : 'They wait'} for a worker at once, whatever delay ${isOne ? 'it was' : 'they were'} given.`,
  remove: (isOne: boolean, state: string) => {
    const whose = isOne ? 'Its' : 'Their';
    const undone = state === 'failed' || state === 'completed' ? '' : `, and ${whose.toLowerCase()} work is never done`;
    return `${whose} data and logs are deleted for good${undone}.`;
  },
};
