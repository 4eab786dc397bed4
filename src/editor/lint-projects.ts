import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { mentionsBull } from '../lint/files/mentions';
import { LintThread, type ThreadEnd } from '../lint-thread/client/lint-thread';
import { Recovery } from '../lint-thread/client/recovery';
import type { LeftOutFile } from '../lint-thread/updates';
import { inBackground } from '../log/in-background';
import { showErrorMessage, showWarningMessage } from '../messages';
import type { OutputLog } from '../output-log';
import { languages } from './languages';
import { LintProject } from './lint-project';

/** Of the thread's memory, in MB: Node's own choice is for servers, and 16 takes 15 MB more for no visible gain. */
const YOUNG_GENERATION = 6;

/** A document that can hold a queue, as its project knows it. */
export interface BullDocument {
  readonly project: LintProject;
  readonly path: string;
}

/**
 * One project per workspace folder, and one per file system for files outside; made when a file first mentions bull, as is
 * the thread that lints them all. A thread that ends is started again, as long as that helps.
 */
export class LintProjects implements vscode.Disposable {
  private readonly projects = new Map<string, LintProject>();
  private readonly opened = new vscode.EventEmitter<LintProject>();
  private readonly closed = new vscode.EventEmitter<LintProject>();
  private readonly restarted = new vscode.EventEmitter<void>();
  private readonly recovery = new Recovery();
  private readonly subscription: vscode.Disposable;
  private thread: LintThread | undefined;
  /** The thread failed too often, and nobody has asked for another. */
  private isStopped = false;
  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;
  /** After a failure that closed all projects. */
  readonly onDidRestart = this.restarted.event;

  /** @param script what the thread runs */
  constructor(
    private readonly log: OutputLog,
    private readonly script = join(__dirname, 'lint-thread.js'),
  ) {
    this.subscription = vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      for (const { uri } of removed) this.close(uri.toString());
    });
  }

  /** Those that are made. */
  get all(): Iterable<LintProject> {
    return this.projects.values();
  }

  /** Null where the document cannot hold a queue; then nothing is loaded for it. */
  bullDocument(document: vscode.TextDocument): BullDocument | null {
    if (this.isStopped || !isLinted(document)) return null;
    const known = this.projects.get(keyOf(document.uri));
    if (!(known ? known.mayHaveQueue(document) : mentionsBull(document.getText()))) return null;
    const project = this.projectOf(document.uri);
    const path = project.files.path(document);
    return path === null ? null : { project, path };
  }

  /** The project that a document is of, where it is made. */
  known(document: vscode.TextDocument): LintProject | undefined {
    return isLinted(document) ? this.projects.get(keyOf(document.uri)) : undefined;
  }

  /** The project of a workspace folder or of any file. Starts a linter that has stopped. */
  projectOf(uri: vscode.Uri): LintProject {
    if (this.isStopped) this.restart();
    const key = keyOf(uri);
    let project = this.projects.get(key);
    if (!project) {
      const folder = vscode.workspace.getWorkspaceFolder(uri) ?? null;
      this.thread ??= this.start();
      project = new LintProject(this.thread, folder, folder?.uri ?? uri, this.recovery, this.log.logger);
      this.projects.set(key, project);
      this.opened.fire(project);
    }
    return project;
  }

  dispose(): void {
    this.subscription.dispose();
    this.closeAll();
    this.thread?.dispose();
    vscode.Disposable.from(this.opened, this.closed, this.restarted).dispose();
  }

  private start(): LintThread {
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION };
    return new LintThread(
      (workerData) => new Worker(this.script, { name: 'Bull Lens linter', workerData, resourceLimits }),
      (end) => this.ended(end),
    );
  }

  private ended(end: ThreadEnd): void {
    const place = end.file === null ? '' : ` at ${end.file}`;
    this.log.logger.error(`The linter's thread has ended${place}.`, end.error);
    this.thread = undefined;
    this.closeAll();
    const next = this.recovery.after(end);
    if (next === 'give up') {
      this.isStopped = true;
      inBackground(this.log.logger, 'The linter could not be started again.', this.offerRestart(end));
    } else {
      this.restarted.fire();
      const message =
        next === 'start again' ? 'The linter of Bull Lens failed and was started again.' : leftOut(next, end.kind);
      inBackground(this.log.logger, 'A message could not be shown.', this.tell(message));
    }
  }

  private async tell(message: string): Promise<void> {
    const show = 'Show Log';
    if ((await showWarningMessage(message, show)) === show) this.log.show();
  }

  private async offerRestart({ error }: ThreadEnd): Promise<void> {
    const [restart, show] = ['Restart', 'Show Log'];
    const message = `The linter of Bull Lens failed several times and has stopped; its findings are gone: ${error.message}`;
    const chosen = await showErrorMessage(message, restart, show);
    if (chosen === show) this.log.show();
    if (chosen === restart && this.isStopped) this.restart();
  }

  private restart(): void {
    this.isStopped = false;
    this.recovery.reset();
    this.restarted.fire();
  }

  private closeAll(): void {
    for (const key of [...this.projects.keys()]) this.close(key);
  }

  private close(key: string): void {
    const project = this.projects.get(key);
    if (!project) return;
    this.projects.delete(key);
    this.closed.fire(project);
    project.dispose();
  }
}

function leftOut({ path, comesBack }: LeftOutFile, kind: ThreadEnd['kind']): string {
  const name = vscode.workspace.asRelativePath(path);
  const until = comesBack ? 'it is changed and saved' : 'the window is reloaded';
  const why = kind === 'stuck' ? 'was not done with it after 10 seconds' : 'failed on it more than once';
  return `${name} is not linted until ${until}: the linter of Bull Lens ${why}. All other files are.`;
}

function keyOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() ?? `${uri.scheme}://${uri.authority}`;
}

/** Code that a person can change: not the other side of a diff, nor what a package brought. */
function isLinted({ languageId, uri }: vscode.TextDocument): boolean {
  if (!languages.includes(languageId) || uri.path.includes('/node_modules/')) return false;
  return uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}
