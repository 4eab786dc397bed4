import { describeOutcome, isWholeSuccess } from '../../actions/outcome';
import type { ActionWords } from '../../actions/words';
import { showInformationMessage, showWarningMessage } from '../../messages';
import type { ActionOutcome } from '../../queues';

/** Says what became of each job; as a warning where something else than was asked for became of one. */
export function tellOutcome(outcome: ActionOutcome, words: ActionWords, state: string): void {
  const message = describeOutcome(outcome, words, state);
  if (isWholeSuccess(outcome)) void showInformationMessage(message);
  else void showWarningMessage(message);
}
