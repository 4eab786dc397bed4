import * as vscode from 'vscode';
import type { LintedFile, PlacedFinding } from '../lint-thread/answers';
import { noAnswer } from '../lint-thread/client/lint-thread';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';
import type { LintProject } from './lint-project';
import type { LintProjects } from './lint-projects';
import { fromRange, toRange } from './places';
import { ShownFindings } from './shown-findings';
import { toDiagnostic } from './to-diagnostic';

/** From the last keystroke to the lint, in ms. */
const DEBOUNCE = 200;

/** A file whose findings are shown. */
interface Subject {
  readonly project: LintProject;
  readonly path: string;
  readonly uri: vscode.Uri;
  /** Paths of the files that its findings rest on. */
  readonly dependencies: ReadonlySet<string>;
  readonly shown: ShownFindings;
  /** The document's text that was linted; null of a closed one. */
  readonly version: number | null;
  readonly fixable: LintedFile['fixable'];
}

/** Keeps the Problems panel true: of open documents always, of closed files once a person has asked for them. */
export class LiveDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('bullLens');
  private readonly subjects = new Map<string, Subject>();
  /** Workspace folders, by URI, of which closed files are shown too. */
  private readonly whole = new Set<string>();
  private readonly changedDocuments = new Set<vscode.TextDocument>();
  private readonly changedProjects = new Set<LintProject>();
  /** What was asked about a document, until that changes. */
  private readonly questions = new Map<vscode.TextDocument, vscode.CancellationTokenSource>();
  private readonly subscriptions: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isDisposed = false;

  constructor(
    private readonly projects: LintProjects,
    private readonly log: Logger,
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.inBackground(this.lintDocument(document))),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.edited(document, contentChanges);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.whole.delete(uri.toString());
        this.lintAgain();
      }),
      projects.onDidOpen((project) => project.onDidChange(() => this.projectChanged(project))),
      projects.onDidClose((project) => this.forget(project)),
      projects.onDidRestart(() => this.lintAgain()),
      this.collection,
    );
    this.lintOpen();
  }

  /**
   * Lints every file of a folder that mentions bull, and shows from now on what it finds in closed files too. When it is
   * cancelled, closed files show nothing. Rejects where the linter fails meanwhile.
   */
  async showWhole(
    folder: vscode.Uri,
    report: (path: string, findings: readonly PlacedFinding[]) => void,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const project = this.projects.projectOf(folder);
    this.whole.add(folder.toString());
    for (const path of await project.bullPaths()) {
      if (token.isCancellationRequested) return this.showOpen(project);
      const findings = await this.lint(project, path, token);
      if (project.isClosed) throw noAnswer();
      report(path, findings ?? []);
    }
  }

  /** Whether there may be something to fix: not where the document was linted as it is now, and nothing is there. */
  mayBeFixable(document: vscode.TextDocument, range: vscode.Range): boolean {
    const subject = this.subjects.get(document.uri.toString());
    if (subject?.version !== document.version) return true;
    return subject.fixable.some((each) => toRange(each).intersection(range));
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    for (const source of this.questions.values()) source.dispose();
    this.subscriptions.dispose();
  }

  private changed(document: vscode.TextDocument): void {
    this.questions.get(document)?.cancel();
    this.changedDocuments.add(document);
    this.refreshSoon();
  }

  private edited(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    this.subjects
      .get(document.uri.toString())
      ?.shown.edited(changes.map(({ range, text }) => ({ range: fromRange(range), text })));
    this.changed(document);
  }

  private projectChanged(project: LintProject): void {
    this.changedProjects.add(project);
    this.refreshSoon();
  }

  private closed(document: vscode.TextDocument): void {
    const subject = this.subjects.get(document.uri.toString());
    if (subject && !this.isWhole(subject.project)) this.clear(document.uri);
    // Its unsaved text is gone, and others may have taken their options from that.
    this.changed(document);
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const refreshed = this.running.then(() => this.refresh());
      this.running = refreshed.catch(() => undefined);
      this.inBackground(refreshed);
    }, DEBOUNCE);
  }

  private async refresh(): Promise<void> {
    const documents = [...this.changedDocuments];
    const projects = new Set(this.changedProjects);
    this.changedDocuments.clear();
    this.changedProjects.clear();
    for (const document of documents) await this.lintDocument(document);
    for (const document of this.unknownIn(projects)) await this.lintDocument(document);
    for (const project of projects) if (this.isWhole(project) && !project.isClosed) await this.followWhole(project);
    for (const subject of [...this.subjects.values()]) {
      const isStale = projects.has(subject.project) || documents.some((document) => restsOn(subject, document));
      if (isStale && !this.isDisposed) await this.lint(subject.project, subject.path);
    }
  }

  /** Open documents of these projects that nothing is known of, though they may have to do with a queue by now. */
  private unknownIn(projects: ReadonlySet<LintProject>): vscode.TextDocument[] {
    if (projects.size === 0) return [];
    return vscode.workspace.textDocuments.filter((document) => {
      const project = this.subjects.has(document.uri.toString()) ? null : this.projects.bullDocument(document)?.project;
      return project && projects.has(project);
    });
  }

  private lintOpen(): void {
    for (const document of vscode.workspace.textDocuments) this.inBackground(this.lintDocument(document));
  }

  /** Other folders, or another thread: files may belong elsewhere. */
  private lintAgain(): void {
    this.lintOpen();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (this.whole.has(folder.uri.toString())) this.projectChanged(this.projects.projectOf(folder.uri));
    }
  }

  private async lintDocument(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed) return;
    const bull = this.projects.bullDocument(document);
    const before = this.subjects.get(document.uri.toString());
    if (before && before.project !== bull?.project) this.clear(document.uri);
    // What is typed may lead to a queue, as the thread finds out.
    if (!bull) return this.projects.known(document)?.tell();
    this.questions.get(document)?.dispose();
    const source = new vscode.CancellationTokenSource();
    this.questions.set(document, source);
    try {
      const findings = await this.lint(bull.project, bull.path, source.token);
      if (!findings && !source.token.isCancellationRequested && !bull.project.isClosed) this.changed(document);
    } finally {
      source.dispose();
      if (this.questions.get(document) === source) this.questions.delete(document);
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

  /** Shows what is found; null where there is no answer, because nobody wants it or the texts kept changing. */
  private async lint(
    project: LintProject,
    path: string,
    token = neverCancelled,
  ): Promise<readonly PlacedFinding[] | null> {
    const answer = await project.lint(path, token);
    if (!answer || this.isDisposed) {
      if (!project.isClosed && !this.isDisposed && !token.isCancellationRequested) this.projectChanged(project);
      return null;
    }
    const { findings, fixable } = answer;
    if (!this.isWhole(project) && !project.files.isOpen(path)) return findings;
    // No pause between the answer and here: the findings are of the text as it is.
    const uri = project.files.uri(path);
    const before = this.subjects.get(uri.toString())?.shown;
    const shown = before?.areStill(findings) ? before : new ShownFindings(findings);
    const [version, dependencies] = [project.files.version(path), new Set(answer.dependencies)];
    this.subjects.set(uri.toString(), { project, path, uri, dependencies, shown, version, fixable });
    if (shown === before) return findings;
    this.collection.set(
      uri,
      findings.map((finding) => toDiagnostic(finding, project.files)),
    );
    return findings;
  }

  private isWhole({ key }: LintProject): boolean {
    return this.whole.has(key);
  }

  private showOpen(project: LintProject): void {
    this.whole.delete(project.key);
    for (const { project: of, path, uri } of this.subjects.values()) {
      if (of === project && !project.files.isOpen(path)) this.clear(uri);
    }
  }

  private forget(project: LintProject): void {
    for (const subject of this.subjects.values()) if (subject.project === project) this.clear(subject.uri);
  }

  private clear(uri: vscode.Uri): void {
    this.subjects.delete(uri.toString());
    this.collection.delete(uri);
  }

  private inBackground(work: Promise<void>): void {
    inBackground(this.log, 'The Problems panel could not be brought up to date.', work);
  }
}

const neverCancelled = new vscode.CancellationTokenSource().token;

/** Whether a change of the document makes the findings of a file stale that it is not linted for anyway. */
function restsOn(subject: Subject, document: vscode.TextDocument): boolean {
  const path = subject.project.files.path(document);
  if (path === null || !subject.dependencies.has(path)) return false;
  return path !== subject.path || document.isClosed;
}
