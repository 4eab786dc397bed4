import * as vscode from 'vscode';
import { isWholeSuccess } from '../../actions/outcome';
import { WORDS } from '../../actions/words';
import { DATA_SCHEME, JOB_LANGUAGE } from '../../contributions';
import { compactJson, indentJson } from '../../job-text/indent-json';
import { showWarningMessage } from '../../messages';
import type { JobId } from '../../queues';
import { retryWarnings } from '../../retry/warnings';
import { complete } from '../../walkthrough';
import { DataFiles } from '../jobs/data-files';
import { documentJob } from '../jobs/document-job';
import type { JobDocuments } from '../jobs/job-documents';
import type { QueueFolder } from '../nodes/folders';
import { JobNode } from '../nodes/job-node';
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
  private readonly files = new DataFiles();
  private readonly edited = new Map<string, Edited>();
  private readonly subscription = vscode.window.tabGroups.onDidChangeTabs(() => this.forgetClosed());

  constructor(
    private readonly tree: QueuesTree,
    private readonly documents: JobDocuments,
  ) {}

  readonly edit = async (target: JobNode | vscode.Uri) => {
    const { queue, id } = await this.jobOf(target);
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
    this.files.put(original, json, true);
    this.files.put(uri, json);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, JOB_LANGUAGE);
    await vscode.window.showTextDocument(document, { preview: false });
    this.edited.set(uri.toString(), { queue, id, before, original });
  };

  readonly retry = async (uri: vscode.Uri) => {
    const edited = this.edited.get(uri.toString());
    if (!edited) throw new Error('Edit the data of a failed job first.');
    const { queue, id, before, original } = edited;
    const { ref } = queue.queue;
    const document = await vscode.workspace.openTextDocument(uri);
    const after = await compactJson(document.getText());
    if (after === null) throw new Error(`This is no JSON: ${faultOf(document.getText())}`);
    if (after === (await compactJson(before.toString()))) throw new Error('Nothing is changed in this data.');
    await vscode.commands.executeCommand('vscode.diff', original, uri, `${ref.name} #${id.text}`);
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
      await this.close(document);
    }
    this.documents.refreshAll();
    await this.tree.refreshQueue(queue);
  };

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.files).dispose();
  }

  private async jobOf(target: JobNode | vscode.Uri): Promise<{ readonly queue: QueueFolder; readonly id: JobId }> {
    if (target instanceof JobNode) return { queue: target.queueNode, id: target.row.id };
    return documentJob(this.tree, target);
  }

  /** With its diff; it is saved before, so that VS Code does not ask. */
  private async close(document: vscode.TextDocument): Promise<void> {
    await document.save();
    await vscode.window.tabGroups.close(tabsOf(document.uri));
  }

  /** By their tabs: a document that only changes its language is closed, too, for VS Code. */
  private forgetClosed(): void {
    for (const [name, { original }] of this.edited) {
      const uri = vscode.Uri.parse(name);
      if (tabsOf(uri).length > 0) continue;
      this.edited.delete(name);
      for (const file of [uri, original]) this.files.delete(file);
    }
  }
}

function dataUri({ queue, parent }: QueueFolder, id: JobId, which: 'edited' | 'as it is'): vscode.Uri {
  const file = `${queue.ref.name} #${id.text} data.json`.replaceAll('/', '∕');
  const query = JSON.stringify([parent.session.name, queue.ref.prefix, queue.ref.name, id.key]);
  return vscode.Uri.from({ scheme: DATA_SCHEME, path: `/${which}/${file}`, query });
}

/** Those that show it, by itself or in a diff. */
function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  const shows = (input: unknown) => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
  };
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => shows(input).some((each) => each.toString() === uri.toString()));
}

/** Where it ends to be JSON, as JavaScript says it. */
function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return 'a part of it is none.';
  } catch (error) {
    return `${(error as Error).message}.`;
  }
}
