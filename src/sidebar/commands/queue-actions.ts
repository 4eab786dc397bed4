import { askObliterate, describeObliterated } from '../../actions/obliterate';
import { describeRepeatable } from '../../actions/repeatables';
import { WORDS } from '../../actions/words';
import { showInformationMessage, showInputBox, showQuickPick, showWarningMessage } from '../../messages';
import type { QueueOutcome } from '../../queues';
import type { QueueNode } from '../nodes/queue-node';
import type { QueuesTree } from '../queues-tree';
import { tellOutcome } from './tell-outcome';
import { withCancel } from './with-cancel';

const RUN_NOW = 'Run Now';
const REMOVE = 'Remove…';

/** What is done to a queue as a whole. */
export class QueueActions {
  constructor(private readonly tree: QueuesTree) {}

  readonly pause = async (queue: QueueNode) => {
    const { connection } = queue;
    const { name } = queue.queue.ref;
    const choice = await showWarningMessage(
      `Pause ${name} on ${queue.parent.session.name}?`,
      {
        modal: true,
        detail: 'All of its workers finish the jobs that they have, and take no other until it is resumed.',
      },
      'Pause',
    );
    if (choice !== 'Pause') return;
    const { pause } = await import('../../queues');
    await this.tell(queue, await pause(connection, queue.queue.ref), `Paused ${name}.`, `${name} was paused already.`);
  };

  readonly resume = async (queue: QueueNode) => {
    const { connection } = queue;
    const { name } = queue.queue.ref;
    const { resume } = await import('../../queues');
    await this.tell(queue, await resume(connection, queue.queue.ref), `Resumed ${name}.`, `${name} was not paused.`);
  };

  /** The repeatable jobs of the queue: one of them is run now, or ended. */
  readonly repeatables = async (queue: QueueNode) => {
    const { connection } = queue;
    const { ref } = queue.queue;
    const { promote, readRepeatables, removeRepeatable } = await import('../../queues');
    const all = await readRepeatables(connection, ref);
    if (all.length === 0) return void (await showInformationMessage(`${ref.name} has no repeatable jobs.`));
    const picked = await showQuickPick(
      all.map((repeatable) => ({ ...describeRepeatable(repeatable), repeatable })),
      { placeHolder: `Which repeatable job of ${ref.name}?` },
    );
    if (!picked) return;
    const { repeatable, label } = picked;
    const ways = [
      { label: RUN_NOW, detail: 'Its next run begins at once; Bull then adds the one after it.' },
      { label: REMOVE, detail: 'It runs no more. What it is doing now goes on.' },
    ];
    const way = await showQuickPick(ways, { placeHolder: label });
    if (way?.label === RUN_NOW) {
      const outcome = await promote(connection, ref, [repeatable.nextJob]);
      tellOutcome(outcome, WORDS.promote, 'delayed');
      await this.tree.refreshQueues([queue]);
    } else if (way?.label === REMOVE && (await this.isSure(queue, label))) {
      const outcome = await removeRepeatable(connection, ref, repeatable);
      tellOutcome(outcome, WORDS.removeRepeatable, 'as it was');
      await this.tree.refreshQueues([queue]);
    }
  };

  /** All that there is of the queue, once its name was written. */
  readonly obliterate = async (queue: QueueNode) => {
    const { connection } = queue;
    const { ref } = queue.queue;
    await this.tree.refreshQueues([queue]);
    const { message, detail, answer, isForced } = askObliterate(queue.queue, connection.spec.name);
    if ((await showWarningMessage(message, { modal: true, detail }, answer)) !== answer) return;
    const written = await showInputBox({
      title: `Obliterate ${ref.name}`,
      prompt: `Write ${ref.name} to remove all that there is of it on ${connection.spec.name}`,
      validateInput: (name) => (name === ref.name ? undefined : `Write the name of the queue: ${ref.name}`),
    });
    if (written !== ref.name) return;
    const { obliterate } = await import('../../queues');
    const outcome = await withCancel(`Obliterating ${ref.name}`, ({ signal, onProgress }) =>
      obliterate(connection, queue.queue, {
        isForced,
        signal,
        onProgress: (removed, of) => onProgress(removed, { of }),
      }),
    );
    const account = describeObliterated(outcome, ref.name);
    if (outcome.isWhole) void showInformationMessage(account);
    else void showWarningMessage(account);
    await this.tree.refreshQueues([queue]);
  };

  private async isSure(queue: QueueNode, label: string): Promise<boolean> {
    const { connection } = queue;
    const message = `Remove the repeatable job ${label} of ${queue.queue.ref.name} on ${connection.spec.name}?`;
    const detail = 'It runs no more, unless the code that adds it runs again.';
    return (await showWarningMessage(message, { modal: true, detail }, 'Remove')) === 'Remove';
  }

  private async tell(queue: QueueNode, { end, problem }: QueueOutcome, done: string, before: string): Promise<void> {
    if (problem) void showWarningMessage(problem.message);
    else void showInformationMessage(end === 'done' ? done : before);
    await this.tree.refreshQueues([queue]);
  }
}
