import { describeOutcome, isWholeSuccess } from '../../actions/outcome';
import type { ActionWords } from '../../actions/words';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../../messages';
import type { ActionOutcome } from '../../queues';
import { count } from '../../words';

export interface Told {
  /** With the jobs that were not sent, as where a person has stopped it: offered where that can help. */
  readonly goOn?: () => Promise<void>;
  /** How many of the jobs have run since, and failed. */
  readonly failedSince?: number;
}

/** Says what became of each job; as a warning where something else than was asked for became of one. */
export function tellOutcome(
  outcome: ActionOutcome,
  words: ActionWords,
  state: string,
  { goOn, failedSince = 0 }: Told = {},
): void {
  const message = describeOutcome(outcome, words, state, failedSince);
  if (isWholeSuccess(outcome) && failedSince === 0) return void showInformationMessage(message);
  const { done, unsent, problem } = outcome;
  if (!goOn || unsent.length === 0 || (done.length === 0 && !problem)) return void showWarningMessage(message);
  const button = `${words.verb} the Other ${count(unsent.length)}`;
  void showWarningMessage(message, button)
    .then((choice) => (choice === button ? goOn() : undefined))
    .then(undefined, ({ message }: Error) => showErrorMessage(message));
}
