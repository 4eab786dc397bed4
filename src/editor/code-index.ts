import * as vscode from 'vscode';
import type { CodePlace, PlacedQueue, QueueIndex } from '../lint-thread/answers';
import { digest } from '../lint-thread/digest';
import { CodeQueues } from '../link/code-queues';
import { shifted, type TextChange } from '../link/shift';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';
import type { IndexStore, StoredIndex } from './index-store';
import type { LintProject } from './lint-project';
import type { LintProjects } from './lint-projects';
import { fromRange } from './places';

/** From the last change to another look at the code, in ms. */
const DEBOUNCE = 1_000;

/** What is known of a workspace folder; files are URIs. */
interface FolderIndex extends StoredIndex {
  /** Made in this window, and followed since: not what was remembered of the last one. */
  readonly isFresh: boolean;
}

/**
 * The queues that the code of this window makes. Answers from memory: what was remembered of the last window until the
 * code has been read. It is read in the background once a file that mentions bull is open, or somebody asks for it.
 */
export class CodeIndex implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Other queues, or other places. */
  readonly onDidChange = this.changed.event;
  private readonly namesChanged = new vscode.EventEmitter<void>();
  /** Other queues, or others of which more or less is known. */
  readonly onDidChangeNames = this.namesChanged.event;
  private toldNames = '';
  private readonly folders = new Map<string, FolderIndex>();
  private readonly due = new Map<LintProject, NodeJS.Timeout>();
  private readonly asking = new Map<LintProject, vscode.CancellationTokenSource>();
  private readonly subscriptions: vscode.Disposable[];
  private isDisposed = false;
  /** What was typed since the places of these files, by URI, were last asked for. */
  private readonly typed = new Map<string, TextChange[]>();
  /** Of all folders; null where something has changed. */
  private known: CodeQueues | null = null;

  constructor(
    private readonly projects: LintProjects,
    private readonly store: IndexStore,
    private readonly log: Logger,
  ) {
    this.subscriptions = [
      this.changed,
      this.namesChanged,
      projects.onDidOpen((project) => this.follow(project)),
      projects.onDidClose((project) => this.forget(project)),
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.folders.delete(uri.toString());
        this.tell();
      }),
    ];
    inBackground(log, 'The queues in code could not be recalled.', this.recall());
  }

  get queues(): CodeQueues {
    return (this.known ??= this.gather());
  }

  private gather(): CodeQueues {
    this.moveWithTyped();
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => this.folders.get(uri.toString()));
    return new CodeQueues(
      folders.flatMap((folder) => folder?.queues ?? []),
      folders.length > 0 && folders.every((folder) => folder?.isFresh),
      folders.flatMap((folder) => folder?.processes ?? []),
    );
  }

  /** Reads the code of all folders, where that has not begun. */
  wake(): void {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) this.projects.projectOf(uri);
  }

  /** The queues as the code is now, once all of it has been read. */
  async fresh(): Promise<CodeQueues> {
    this.wake();
    while (!this.isDisposed && !this.isFresh) await this.nextChange();
    return this.queues;
  }

  /** What `find` finds in the code as it is now; the code is read first only where what is remembered may be outdated. */
  async places<T extends CodePlace>(find: (queues: CodeQueues) => readonly T[]): Promise<readonly T[]> {
    const known = find(this.queues);
    const files = new Set(known.map(({ file }) => file));
    const documents = await Promise.all([...files].map((file) => openDocument(file)));
    if (known.length > 0 && documents.every((document) => document && this.isTrueOf(document))) return known;
    return find(await this.fresh());
  }

  /** Whether the places of a file are those of its present text. */
  isTrueOf(document: vscode.TextDocument): boolean {
    const uri = document.uri.toString();
    for (const { isFresh, digests } of this.folders.values()) {
      const known = digests.get(uri);
      if (known !== undefined) return isFresh || known === digest(document.getText());
    }
    return false;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const timer of this.due.values()) clearTimeout(timer);
    for (const source of this.asking.values()) source.cancel();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private tell(): void {
    this.known = null;
    this.changed.fire();
    const { all, isComplete } = this.queues;
    const names = JSON.stringify([isComplete, all.map((queue) => [queue.prefixes, queue.names])]);
    if (names === this.toldNames) return;
    this.toldNames = names;
    this.namesChanged.fire();
  }

  private get isFresh(): boolean {
    return (vscode.workspace.workspaceFolders ?? []).every(({ uri }) => this.folders.get(uri.toString())?.isFresh);
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const subscription = this.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  }

  private follow(project: LintProject): void {
    if (project.key === '') return;
    project.onDidChange(() => this.lookSoon(project));
    this.lookSoon(project, 0);
  }

  private forget(project: LintProject): void {
    clearTimeout(this.due.get(project));
    this.due.delete(project);
    this.asking.get(project)?.cancel();
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    if ([...this.folders.values()].some(({ digests }) => digests.has(uri))) {
      const typed = this.typed.get(uri) ?? [];
      typed.push(...contentChanges.map(({ range, text }) => ({ range: fromRange(range), text })));
      this.typed.set(uri, typed);
      this.known = null;
    }
    const project = this.projects.known(document);
    if (project && project.key !== '' && project.mayHaveQueue(document)) this.lookSoon(project);
  }

  /** Until the code is read again, places move with what is typed. */
  private moveWithTyped(): void {
    for (const [key, folder] of this.folders) {
      const here = [...this.typed].filter(([uri]) => folder.digests.has(uri));
      const queues = here.reduce((queues, [uri, changes]) => shifted(queues, uri, changes), folder.queues);
      if (here.length > 0) this.folders.set(key, { ...folder, queues });
    }
    this.typed.clear();
  }

  private lookSoon(project: LintProject, ms = DEBOUNCE): void {
    this.asking.get(project)?.cancel();
    clearTimeout(this.due.get(project));
    const look = (): void => inBackground(this.log, 'The queues in code could not be found.', this.look(project));
    this.due.set(project, setTimeout(look, ms));
  }

  private async look(project: LintProject): Promise<void> {
    this.due.delete(project);
    const source = new vscode.CancellationTokenSource();
    this.asking.set(project, source);
    try {
      const index = await project.queues(source.token);
      if (this.isDisposed || project.isClosed || source.token.isCancellationRequested) return;
      // The texts kept changing.
      if (!index) return this.lookSoon(project);
      this.take(project, index);
    } finally {
      source.dispose();
      if (this.asking.get(project) === source) this.asking.delete(project);
    }
  }

  private take(project: LintProject, { queues, processes, digests }: QueueIndex): void {
    const uriOf = (path: string): string => project.files.uri(path).toString();
    const placed = <T extends CodePlace>(each: T): T => ({ ...each, file: uriOf(each.file) });
    const index: StoredIndex = {
      queues: queues.map((queue): PlacedQueue => ({
        ...placed(queue),
        processors: queue.processors.map(placed),
        producers: queue.producers.map(placed),
        findings: queue.findings.map(placed),
        budget: queue.budget && { ...queue.budget, place: queue.budget.place && placed(queue.budget.place) },
      })),
      processes,
      digests: new Map([...digests].map(([path, of]) => [uriOf(path), of])),
    };
    this.moveWithTyped();
    this.folders.set(project.key, { ...index, isFresh: true });
    this.store.remember(project.key, index);
    this.tell();
  }

  private async recall(): Promise<void> {
    const keys = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    for (const [key, index] of await this.store.recall(keys)) {
      if (!this.folders.has(key)) this.folders.set(key, { ...index, isFresh: false });
    }
    if (!this.isDisposed) this.tell();
  }
}

/** Null where there is no such file any more. */
async function openDocument(uri: string): Promise<vscode.TextDocument | null> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  } catch {
    return null;
  }
}
