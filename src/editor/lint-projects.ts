import * as vscode from 'vscode';
import { showErrorMessage } from '../messages';
import { mentionsBull } from '../lint/files/mentions';
import { languages } from './languages';
import { LintProject } from './lint-project';
import { LintThread } from './lint-thread';

/** A document that can hold a queue, as its project knows it. */
export interface BullDocument {
  readonly project: LintProject;
  readonly path: string;
}

/**
 * One project per workspace folder, and one per file system for files outside; made when a file first mentions bull, as is
 * the thread that lints them all.
 */
export class LintProjects implements vscode.Disposable {
  private readonly projects = new Map<string, LintProject>();
  private readonly opened = new vscode.EventEmitter<LintProject>();
  private readonly closed = new vscode.EventEmitter<LintProject>();
  private readonly restarted = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private thread: LintThread | undefined;
  /** The thread failed, and nobody has asked for another. */
  private isStopped = false;
  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;
  /** After a failure that closed all projects. */
  readonly onDidRestart = this.restarted.event;

  constructor() {
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
    const text = document.getText();
    const known = this.projects.get(keyOf(document.uri));
    if (!(known ? known.mentionsBull(text) : mentionsBull(text))) return null;
    const project = this.projectOf(document.uri);
    const path = project.files.path(document);
    return path === null ? null : { project, path };
  }

  /** The project of a workspace folder or of any file. Starts a linter that has stopped. */
  projectOf(uri: vscode.Uri): LintProject {
    if (this.isStopped) this.restart();
    const key = keyOf(uri);
    let project = this.projects.get(key);
    if (!project) {
      const folder = vscode.workspace.getWorkspaceFolder(uri) ?? null;
      this.thread ??= this.start();
      project = new LintProject(this.thread, folder, folder?.uri ?? uri);
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
    const thread = new LintThread();
    thread.onDidFail((error) => void this.failed(thread, error));
    return thread;
  }

  private async failed(thread: LintThread, { message }: Error): Promise<void> {
    thread.dispose();
    this.thread = undefined;
    this.isStopped = true;
    this.closeAll();
    const restart = 'Restart';
    const chosen = await showErrorMessage(
      `The linter of Bull Lens has stopped, and its findings are gone: ${message}`,
      restart,
    );
    if (chosen === restart && this.isStopped) this.restart();
  }

  private restart(): void {
    this.isStopped = false;
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

function keyOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() ?? `${uri.scheme}://${uri.authority}`;
}

/** Code that a person can change: not the other side of a diff, nor what a package brought. */
function isLinted({ languageId, uri }: vscode.TextDocument): boolean {
  if (!languages.includes(languageId) || uri.path.includes('/node_modules/')) return false;
  return uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
}
