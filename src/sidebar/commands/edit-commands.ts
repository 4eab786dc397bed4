import * as vscode from 'vscode';
import { isWholeSuccess } from '../../actions/outcome';
import { WORDS } from '../../actions/words';
import { DATA_SCHEME } from '../../contributions';
import { compactJson, indentJson } from '../../job-text/indent-json';
import { jsonFault } from '../../job-text/json-fault';
import { showWarningMessage } from '../../messages';
import type { JobId } from '../../queues';
import { retryWarnings } from '../../actions/retry-warnings';
import { complete } from '../../walkthrough';
import { fileName } from '../file-name';
import { jobOfRowOrDocument } from '../jobs/document-job';
import { EditedDocuments } from '../jobs/edited-documents';
import type { JobDocuments } from '../jobs/job-documents';
import type { QueueFolder } from '../nodes/folders';
import type { JobNode } from '../nodes/job-node';
import type { QueuesTree } from '../queues-tree';
import { tellOutcome } from './tell-outcome';

/** What is edited in a document. */
interface Edited {
  readonly queue: QueueFolder;
  readonly id: JobId;
  /** The data as Redis held it, and the file that shows it beside what is made of it. */
  readonly before: Buffer;
  readonly original: vscode.Uri;
}

/** Retrying a failed job with other data: its data in an editor, then what has changed beside what was, then a question. */
export class EditCommands implements vscode.Disposable {
  private readonly edited = new EditedDocuments<Edited>(DATA_SCHEME);

  constructor(
    private readonly tree: QueuesTree,
    private readonly documents: JobDocuments,
  ) {}

  readonly edit = async (target: JobNode | vscode.Uri) => {
    const { queue, id } = await jobOfRowOrDocument(this.tree, target);
    const { readData } = await import('../../queues');
    const before = await readData(queue.connection, queue.queue.ref, id);
    if (before === null) throw new Error(`Job ${id.text} of ${queue.queue.ref.name} is gone from Redis.`);
    const text = before.toString();
    const json = Buffer.from(text).equals(before) ? await indentJson(text) : null;
    if (json === null) throw new Error(`The data of job ${id.text} is no JSON: it cannot be edited here.`);
    if ((await queue.parent.session.shownData().text(text)) !== text) {
      throw new Error(`bullLens.hiddenFields hides a part of the data of job ${id.text}: it cannot be edited here.`);
    }
    const uri = dataUri(queue, id, 'edited');
    const original = dataUri(queue, id, 'as it is');
    await this.edited.show(uri, json, { queue, id, before, original }, original);
  };

  readonly retry = async (uri: vscode.Uri) => {
    const edited = this.edited.about(uri);
    if (!edited) throw new Error('Edit the data of a failed job first.');
    const { queue, id, before, original } = edited;
    const { ref } = queue.queue;
    const document = await vscode.workspace.openTextDocument(uri);
    const after = await compactJson(document.getText());
    if (after === null) throw new Error(`This is no JSON: ${jsonFault(document.getText())}`);
    if (after === (await compactJson(before.toString()))) throw new Error('Nothing is changed in this data.');
    await vscode.commands.executeCommand('vscode.diff', original, uri, fileName(`${ref.name} #${id.text}`));
    const message = `Retry job ${id.text} of ${ref.name} on ${queue.parent.session.name} with this data?`;
    const { retryEdited, surveyJobs } = await import('../../queues');
    const survey = await surveyJobs(queue.connection, ref, [id]);
    const detail = ['The data that it has now is replaced for good.', ...retryWarnings(survey)].join('\n\n');
    const answer = 'Retry With This Data';
    if ((await showWarningMessage(message, { modal: true, detail }, answer)) !== answer) return;
    const outcome = await retryEdited(queue.connection, ref, [id], { before, after });
    tellOutcome(outcome, WORDS.retryEdited, 'failed with the data that was edited');
    if (isWholeSuccess(outcome)) {
      complete('retriedJobs');
      await this.edited.close(document);
    }
    this.documents.refreshAll();
    await this.tree.refreshQueues([queue]);
  };

  dispose(): void {
    this.edited.dispose();
  }
}

function dataUri({ queue, parent }: QueueFolder, id: JobId, which: 'edited' | 'as it is'): vscode.Uri {
  const file = fileName(`${queue.ref.name} #${id.text} data.json`);
  const query = JSON.stringify([parent.session.name, queue.ref.prefix, queue.ref.name, id.key]);
  return vscode.Uri.from({ scheme: DATA_SCHEME, path: `/${which}/${file}`, query });
}
