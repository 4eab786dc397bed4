import * as vscode from 'vscode';
import type { PlacedFinding } from '../lint-thread/answers';
import type { LintProject } from './lint-project';
import type { LintProjects } from './lint-projects';
import { toDiagnostic } from './to-diagnostic';

/** From the last keystroke to the lint, in ms. */
const DEBOUNCE = 200;

/** A file whose findings are shown. */
interface Subject {
  readonly project: LintProject;
  readonly path: string;
  readonly uri: vscode.Uri;
  /** Paths of the files that its findings rest on. */
  dependencies: ReadonlySet<string>;
}

/** Keeps the Problems panel true: of open documents always, of closed files once a person has asked for them. */
export class LiveDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('bullLens');
  private readonly subjects = new Map<string, Subject>();
  /** Projects of which closed files are shown too. */
  private readonly whole = new Set<LintProject>();
  private readonly changedDocuments = new Set<vscode.TextDocument>();
  private readonly changedProjects = new Set<LintProject>();
  private readonly subscriptions: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor(private readonly projects: LintProjects) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => void this.lintDocument(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
      projects.onDidOpen((project) => project.onDidChange(() => this.projectChanged(project))),
      projects.onDidClose((project) => this.forget(project)),
      projects.onDidRestart(() => this.lintOpen()),
      this.collection,
    );
    this.lintOpen();
  }

  /**
   * Lints every file of a project that mentions bull, and shows from now on what it finds in closed files too. When it is
   * cancelled, closed files show nothing.
   */
  async showWhole(
    project: LintProject,
    report: (path: string, findings: readonly PlacedFinding[]) => void,
    token: vscode.CancellationToken,
  ): Promise<void> {
    this.whole.add(project);
    for (const path of await project.bullPaths()) {
      if (token.isCancellationRequested) return this.showOpen(project);
      report(path, await this.lint(project, path));
    }
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private changed(document: vscode.TextDocument): void {
    this.changedDocuments.add(document);
    this.refreshSoon();
  }

  private projectChanged(project: LintProject): void {
    this.changedProjects.add(project);
    this.refreshSoon();
  }

  private closed(document: vscode.TextDocument): void {
    const subject = this.subjects.get(document.uri.toString());
    if (subject && !this.whole.has(subject.project)) this.clear(document.uri);
    // Its unsaved text is gone, and others may have taken their options from that.
    this.changed(document);
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), DEBOUNCE);
  }

  private async refresh(): Promise<void> {
    const documents = [...this.changedDocuments];
    const projects = new Set(this.changedProjects);
    this.changedDocuments.clear();
    this.changedProjects.clear();
    for (const document of documents) await this.lintDocument(document);
    for (const project of projects) if (this.whole.has(project)) await this.followWhole(project);
    for (const subject of [...this.subjects.values()]) {
      const isStale = projects.has(subject.project) || documents.some((document) => restsOn(subject, document));
      if (!isStale || this.isDisposed) continue;
      await this.lint(subject.project, subject.path);
    }
  }

  private lintOpen(): void {
    for (const document of vscode.workspace.textDocuments) void this.lintDocument(document);
  }

  private async lintDocument(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed) return;
    const bull = this.projects.bullDocument(document);
    if (bull) {
      bull.project.textChanged(bull.path, document.getText());
      await this.lint(bull.project, bull.path);
    } else {
      this.clear(document.uri);
    }
  }

  /** Begins to show files that are new to a project, and ends to show those that are gone. */
  private async followWhole(project: LintProject): Promise<void> {
    const paths = new Set(await project.bullPaths());
    for (const subject of this.subjects.values()) {
      const isOpen = project.files.isOpen(subject.path);
      if (subject.project === project && !paths.has(subject.path) && !isOpen) this.clear(subject.uri);
    }
    for (const path of paths) {
      if (!this.subjects.has(project.files.uri(path).toString())) await this.lint(project, path);
    }
  }

  private async lint(project: LintProject, path: string): Promise<readonly PlacedFinding[]> {
    const uri = project.files.uri(path);
    const { findings, dependencies } = await project.lint(path);
    const isShown = this.whole.has(project) || project.files.isOpen(path);
    if (!isShown || this.isDisposed) return findings;
    // No pause between the lint and here: the findings are of the text as it is.
    this.subjects.set(uri.toString(), { project, path, uri, dependencies: new Set(dependencies) });
    this.collection.set(
      uri,
      findings.map((finding) => toDiagnostic(finding, project.files)),
    );
    return findings;
  }

  private showOpen(project: LintProject): void {
    this.whole.delete(project);
    for (const { project: of, path, uri } of this.subjects.values()) {
      if (of === project && !project.files.isOpen(path)) this.clear(uri);
    }
  }

  private forget(project: LintProject): void {
    this.whole.delete(project);
    for (const subject of this.subjects.values()) if (subject.project === project) this.clear(subject.uri);
  }

  private clear(uri: vscode.Uri): void {
    this.subjects.delete(uri.toString());
    this.collection.delete(uri);
  }
}

/** Whether a change of the document makes the findings of a file stale that it is not linted for anyway. */
function restsOn(subject: Subject, document: vscode.TextDocument): boolean {
  const path = subject.project.files.path(document);
  if (path === null || !subject.dependencies.has(path)) return false;
  return path !== subject.path || document.isClosed;
}
