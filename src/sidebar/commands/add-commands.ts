import * as vscode from 'vscode';
import { askNewJob, EMPTY_JOB, newJobText, readNewJob } from '../../actions/new-job';
import { isWholeSuccess } from '../../actions/outcome';
import { WORDS } from '../../actions/words';
import { NEW_JOB_SCHEME } from '../../contributions';
import { showQuickPick, showWarningMessage } from '../../messages';
import type { JobId, NewJob } from '../../queues';
import type { Sessions } from '../../sessions/sessions';
import { fileName } from '../file-name';
import { jobOfRowOrDocument } from '../jobs/document-job';
import { EditedDocuments } from '../jobs/edited-documents';
import type { QueueFolder } from '../nodes/folders';
import type { JobNode } from '../nodes/job-node';
import type { QueueNode } from '../nodes/queue-node';
import type { QueuesTree } from '../queues-tree';
import { tellOutcome } from './tell-outcome';

/** Adding a job: one like the newest of the queue, or like a job that there is, in an editor; then a question. */
export class AddCommands implements vscode.Disposable {
  private shown = 0;

  constructor(
    private readonly tree: QueuesTree,
    private readonly sessions: Sessions,
    private readonly written = new EditedDocuments<QueueFolder>(NEW_JOB_SCHEME),
  ) {}

  /** To the queue of the row, or to one that is picked. */
  readonly write = async (row: QueueNode | null) => {
    const queue = row ?? (await this.choose());
    if (!queue) return;
    const { readTemplate } = await import('../../queues');
    const newest = await readTemplate(queue.connection, queue.queue.ref);
    const template = newest && (await shownOf(queue, newest));
    await this.show(queue, template ?? (await newJobText(EMPTY_JOB)) ?? '');
  };

  readonly duplicate = async (target: JobNode | vscode.Uri) => {
    const { queue, id } = await jobOfRowOrDocument(this.tree, target);
    const { readAsNew } = await import('../../queues');
    const [job] = await readAsNew(queue.connection, queue.queue.ref, [id.bytes]);
    if (!job) throw new Error(`Job ${id.text} of ${queue.queue.ref.name} is gone from Redis.`);
    const text = await shownOf(queue, job);
    if (text === null) throw new Error(whyNotShown(id));
    await this.show(queue, text);
  };

  readonly add = async (uri: vscode.Uri) => {
    const queue = this.written.about(uri);
    if (!queue) throw new Error('Write a job with Add Job… first.');
    const { connection } = queue;
    const { ref, snapshot } = queue.queue;
    const document = await vscode.workspace.openTextDocument(uri);
    const job = await readNewJob(document.getText());
    const where = { queue: ref.name, connection: connection.spec.name, isPaused: snapshot?.isPaused === true };
    const { message, detail } = askNewJob(job, where);
    if ((await showWarningMessage(message, { modal: true, detail }, 'Add')) !== 'Add') return;
    const { addJobs, jobIdFromKey } = await import('../../queues');
    const outcome = await addJobs(connection, ref, [jobIdFromKey('text:new')], [job]);
    tellOutcome(outcome, WORDS.add, 'new');
    if (isWholeSuccess(outcome)) await this.written.close(document);
    await this.tree.refreshQueues([queue]);
  };

  dispose(): void {
    this.written.dispose();
  }

  private async show(queue: QueueFolder, text: string): Promise<void> {
    const { ref } = queue.queue;
    const path = `/${fileName(`${ref.name} new job.json`)}`;
    const uri = vscode.Uri.from({ scheme: this.written.scheme, path, query: String(++this.shown) });
    await this.written.show(uri, text, queue);
  }

  private async choose(): Promise<QueueFolder | undefined> {
    await this.sessions.ready();
    const { dialectOf } = await import('../../queues');
    const items = this.sessions.all
      .filter((session) => session.offers('add'))
      .flatMap((session) => (session.monitor?.queues ?? []).map((queue) => ({ session, queue })))
      .filter(({ queue }) => dialectOf(queue).takesChanges)
      .map((of) => ({ ...of, label: of.queue.ref.name, description: of.session.name }));
    if (items.length === 0) throw new Error('No queue that may be changed is known: open the Bull Lens view first.');
    const picked = await showQuickPick(items, { placeHolder: 'To which queue is a job to be added?' });
    if (!picked) return undefined;
    const { prefix, name } = picked.queue.ref;
    return this.tree.findQueue(picked.session.name, prefix, name);
  }
}

/** The job as it is edited; null where a part of it may not be shown, or is no JSON. */
async function shownOf(queue: QueueFolder, job: NewJob): Promise<string | null> {
  const data = job.data.toString();
  const isShown = (await queue.parent.session.shownData().text(data)) === data;
  const isText = Buffer.from(data).equals(Buffer.from(job.data));
  return isShown && isText ? newJobText(job) : null;
}

function whyNotShown({ text }: JobId): string {
  return `The data of job ${text} is no JSON, or bullLens.hiddenFields hides a part of it: it cannot be edited here. Copy to Another Queue takes it as it is.`;
}
