import * as vscode from 'vscode';
import { mentionsBull } from '../lint/mentions';
import { languages } from './languages';
import { type Engine, LintProject } from './lintProject';

/** A document that can hold a queue, as its project knows it. */
export interface BullDocument {
  readonly project: LintProject;
  readonly path: string;
}

/** One project per workspace folder, and one per file system for files outside; made when a file first mentions bull. */
export class LintProjects implements vscode.Disposable {
  private readonly projects = new Map<string, LintProject>();
  private readonly opened = new vscode.EventEmitter<LintProject>();
  private readonly closed = new vscode.EventEmitter<LintProject>();
  private readonly subscription: vscode.Disposable;
  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;

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
  async bullDocument(document: vscode.TextDocument): Promise<BullDocument | null> {
    if (!isLinted(document)) return null;
    const text = document.getText();
    const known = this.projects.get(keyOf(document.uri));
    if (!(known ? known.mentionsBull(text) : mentionsBull(text))) return null;
    const project = await this.projectOf(document.uri);
    const path = project.files.path(document);
    return path === null ? null : { project, path };
  }

  /** The project of a workspace folder or of any file. */
  async projectOf(uri: vscode.Uri): Promise<LintProject> {
    const engine: Engine = await import('../lint');
    const key = keyOf(uri);
    let project = this.projects.get(key);
    if (!project) {
      const folder = vscode.workspace.getWorkspaceFolder(uri) ?? null;
      project = new LintProject(engine, folder, folder?.uri ?? uri);
      this.projects.set(key, project);
      this.opened.fire(project);
    }
    return project;
  }

  dispose(): void {
    this.subscription.dispose();
    for (const key of [...this.projects.keys()]) this.close(key);
    vscode.Disposable.from(this.opened, this.closed).dispose();
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
