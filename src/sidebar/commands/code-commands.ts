import * as vscode from 'vscode';
import type { QueueRef } from '../../bull/keys';
import { showPlaces } from '../../editor/show-places';
import type { CodePlace } from '../../lint-thread/answers';
import type { CodeQueues } from '../../link/code-queues';
import { noPlace, type Sought } from '../../link/no-place';
import { showInformationMessage } from '../../messages';
import { complete } from '../../walkthrough';
import type { CodeOfQueues } from '../code-of-queues';
import type { JobDocuments } from '../jobs/job-documents';
import { jobAddress } from '../jobs/job-uri';
import { CauseNode } from '../nodes/cause-node';
import { JobNode } from '../nodes/job-node';
import { QueueNode } from '../nodes/queue-node';
import type { StateNode } from '../nodes/state-node';

type OfQueue = QueueNode | StateNode | CauseNode | JobNode | vscode.Uri;

/** From a queue or a job to the code that makes it, processes it, or adds to it. */
export class CodeCommands {
  constructor(
    private readonly code: CodeOfQueues,
    private readonly documents: Pick<JobDocuments, 'nameOf'>,
  ) {}

  readonly goToQueue = (target: OfQueue) =>
    this.show(target, 'constructor', (queues, ref) => queues.constructions(ref));

  readonly goToProcessor = (target: OfQueue) =>
    this.show(target, 'processor', (queues, ref, job) => queues.processors(ref, job));

  readonly findProducers = (target: OfQueue) =>
    this.show(target, 'producer', (queues, ref, job) => queues.producers(ref, job));

  private async show(
    target: OfQueue,
    sought: Sought,
    find: (queues: CodeQueues, ref: QueueRef, job: string | null) => readonly CodePlace[],
  ): Promise<void> {
    if (!vscode.workspace.workspaceFolders) throw new Error('Open the folder with the code of the queue first.');
    const { ref, job } = this.queueOf(target);
    const places = await this.code.places((queues) => find(queues, ref, job));
    // As VS Code does where one goes from code to code: what one comes from stays.
    if (target instanceof vscode.Uri) await vscode.commands.executeCommand('workbench.action.keepEditor');
    if (places.length === 0) return void (await showInformationMessage(noPlace(sought, ref, job, this.code.queues)));
    await showPlaces(places);
    complete('wentToCode');
  }

  private queueOf(target: OfQueue): { readonly ref: QueueRef; readonly job: string | null } {
    if (target instanceof vscode.Uri) {
      const { prefix, queue: name } = jobAddress(target) as NonNullable<ReturnType<typeof jobAddress>>;
      return { ref: { prefix, name }, job: this.documents.nameOf(target) };
    }
    if (target instanceof JobNode) return { ref: target.queueNode.queue.ref, job: target.row.name };
    if (target instanceof CauseNode) {
      const [only = null, another] = target.group.names;
      return { ref: target.queueNode.queue.ref, job: another === undefined ? only : null };
    }
    const queue = target instanceof QueueNode ? target : target.queueNode;
    return { ref: queue.queue.ref, job: null };
  }
}
