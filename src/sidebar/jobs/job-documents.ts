import * as vscode from 'vscode';
import { contextKeys, JOB_LANGUAGE, JOB_SCHEME } from '../../contributions';
import type { Session } from '../../sessions/session';
import type { Sessions } from '../../sessions/sessions';
import { jobAddress, jobUri, type JobAddress } from './job-uri';
import { jobText } from '../../job-text/job-text';
import { complete } from '../../walkthrough';
import { LARGEST_DOCUMENT, saveAsFile } from './large-document';

/** Jobs as read-only documents, read from Redis when they are opened. */
export class JobDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  /** Documents whose job had failed when it was last read, and may be retried. */
  private readonly retryable = new Set<string>();
  /** What the jobs of the documents are called, as they were read last. */
  private readonly names = new Map<string, string>();
  /** Documents that VS Code was given the text of and does not list yet, and whether that text is old by now. */
  private readonly opening = new Map<string, { readonly uri: vscode.Uri; isOld: boolean }>();
  /** What was read of a document before VS Code asks for it. */
  private readonly justRead = new Map<string, string>();

  constructor(private readonly sessions: Sessions) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(JOB_SCHEME, this),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.opened(uri)),
      vscode.window.onDidChangeActiveTextEditor(() => this.updateContext()),
      sessions.onDidChangeList(() => this.refreshAll()),
      sessions.onDidChange(({ session, change }) => {
        const isSettled = session.status.state === 'ready' || session.isDisconnected;
        if (change.type === 'status' && isSettled) this.refreshAll(session.name);
      }),
    ];
  }

  async open(address: JobAddress, title: string): Promise<void> {
    const uri = jobUri(address, title);
    if (address.whole && !(await this.fits(uri))) return;
    if (isListed(uri)) this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, JOB_LANGUAGE);
    await vscode.window.showTextDocument(document, { preview: true });
    this.updateContext();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    if (!isListed(uri)) this.opening.set(uri.toString(), { uri, isOld: false });
    const read = this.justRead.get(uri.toString());
    this.justRead.delete(uri.toString());
    return read ?? (await this.read(uri));
  }

  /** Reads a document that may be larger than VS Code shows, and offers it as a file where it is. */
  private async fits(uri: vscode.Uri): Promise<boolean> {
    const text = await this.read(uri);
    if (text.length <= LARGEST_DOCUMENT) {
      this.justRead.set(uri.toString(), text);
      return true;
    }
    await saveAsFile(uri, text);
    return false;
  }

  private async read(uri: vscode.Uri): Promise<string> {
    const address = jobAddress(uri);
    if (!address) return '';
    const session = this.sessions.find(address.connection);
    try {
      if (session?.connection) return await this.readJob(uri, address, session);
      this.note(uri, false);
      return message(`${address.connection} is not connected.`);
    } catch (error) {
      this.note(uri, false);
      return message(error instanceof Error ? error.message : String(error));
    } finally {
      this.updateContext();
    }
  }

  /** Reads the open documents again: all of them, or those of one connection. */
  refreshAll(connection?: string): void {
    const isMeant = (uri: vscode.Uri) => {
      const address = jobAddress(uri);
      return address !== null && (connection === undefined || address.connection === connection);
    };
    for (const document of this.opening.values()) document.isOld ||= isMeant(document.uri);
    for (const { uri } of vscode.workspace.textDocuments) if (isMeant(uri)) this.changed.fire(uri);
  }

  /** VS Code hears of a change only of what it lists. */
  private opened(uri: vscode.Uri): void {
    const document = this.opening.get(uri.toString());
    this.opening.delete(uri.toString());
    if (document?.isOld) this.changed.fire(uri);
  }

  /** What the job of a document is called; null where it was not read. */
  nameOf(uri: vscode.Uri): string | null {
    return this.names.get(uri.toString()) ?? null;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async readJob(uri: vscode.Uri, address: JobAddress, session: Session): Promise<string> {
    const { dialectOf, readJob, jobIdFromKey } = await import('../../queues');
    const { prefix, queue, whole } = address;
    const id = jobIdFromKey(address.id);
    const known = session.monitor?.find(prefix, queue);
    const asked = known ?? { ref: { prefix, name: queue }, kind: 'bull' };
    const job = await session.connection?.run((redis) => readJob(redis, asked, id, { whole }));
    if (job?.state === 'failed') complete('openedFailedJob');
    const canBeRetried = known && dialectOf(known).takesChanges && session.offers('retry');
    this.note(uri, job?.state === 'failed' && canBeRetried === true, job?.fields.get('name')?.text);
    if (!job) return message(`Job ${id.text} of ${queue} is gone from Redis.`);
    return jobText(id.text, queue, job, session.shownData());
  }

  /** What was known of a document holds while it is read again: nothing is taken away and given back meanwhile. */
  private note(uri: vscode.Uri, isRetryable: boolean, name?: string): void {
    const key = uri.toString();
    if (isRetryable) this.retryable.add(key);
    else this.retryable.delete(key);
    if (name === undefined) this.names.delete(key);
    else this.names.set(key, name);
  }

  private updateContext(): void {
    const active = vscode.window.activeTextEditor?.document.uri.toString();
    const isRetryable = active !== undefined && this.retryable.has(active);
    void vscode.commands.executeCommand('setContext', contextKeys.activeJobIsRetryable, isRetryable);
  }
}

function isListed(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

function message(text: string): string {
  return `${JSON.stringify({ message: text }, null, 2)}\n`;
}
