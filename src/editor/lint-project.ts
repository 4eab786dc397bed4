import * as vscode from 'vscode';
import { mentionsBull } from '../lint/files/mentions';
import type {
  AboutClientType,
  AboutOption,
  FixedFiles,
  LintedFile,
  OfferedFix,
  Place,
  PlacedFix,
  StopFlag,
  TextRange,
} from '../lint-thread/answers';
import { readLintSettings } from '../settings';
import { BullFiles } from './bull-files';
import { EditorFiles } from './editor-files';
import type { LintThread, RemoteProject } from './lint-thread';

/**
 * A workspace folder as the linter sees it, or the files of a file system that are in no folder. Its answers are true of
 * the texts as they are when they arrive, and empty once it is disposed of. Says when something that findings rest on
 * changed outside of the open documents.
 */
export class LintProject implements vscode.Disposable {
  readonly files: EditorFiles;
  private readonly remote: RemoteProject;
  private readonly bullFiles: BullFiles | null;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private settings;
  /** What besides bull's name leads to a queue of this folder. */
  private needles: readonly string[] = [];
  /** Resolves when the index is as it should be. */
  private indexed: Promise<void> = Promise.resolve();
  /** Anything but the text of an open document: a file on disk, the list of files that mention bull, a setting. */
  readonly onDidChange = this.changed.event;

  constructor(
    thread: LintThread,
    /** Null for files that are in no workspace folder. */
    folder: vscode.WorkspaceFolder | null,
    /** The folder's, or any URI of the file system. */
    private readonly root: vscode.Uri,
  ) {
    this.files = new EditorFiles(root);
    this.remote = thread.open({ load: (missing) => this.files.load(missing) });
    this.settings = readLintSettings(root);
    this.bullFiles = folder && new BullFiles(folder.uri, this.files, (text) => this.mentionsBull(text));
    this.subscriptions.push(this.files, this.changed);
    if (this.bullFiles) this.follow(this.bullFiles);
  }

  /** Whether `text` can hold a queue of this workspace; costs a string search. */
  mentionsBull(text: string): boolean {
    return mentionsBull(text, this.needles);
  }

  lint(path: string): Promise<LintedFile> {
    return this.ask(() => this.remote.lint(path), { findings: [], dependencies: [] });
  }

  quickFixes(path: string, range: TextRange): Promise<readonly OfferedFix[]> {
    return this.ask(() => this.remote.quickFixes(path, range), []);
  }

  serverlessFixes(path: string, range: TextRange): Promise<readonly PlacedFix[]> {
    return this.ask(() => this.remote.serverlessFixes(path, range), []);
  }

  about(path: string, place: Place): Promise<AboutOption | AboutClientType | null> {
    return this.ask(() => this.remote.about(path, place), null);
  }

  async fixAll(paths: readonly string[], token: vscode.CancellationToken): Promise<FixedFiles> {
    const stop: StopFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const subscription = token.onCancellationRequested(() => Atomics.store(stop, 0, 1));
    const nothing = { edits: [], newFiles: [], titles: new Map<string, never>() };
    try {
      return await this.ask(() => this.remote.fixAll(paths, stop), nothing);
    } finally {
      subscription.dispose();
    }
  }

  /** The files of the folder that can hold a queue, once all have been looked at. */
  async bullPaths(): Promise<readonly string[]> {
    await this.indexed;
    return this.bullFiles?.paths ?? [];
  }

  /** How many files the folder has that could be linted, with those that do not mention bull; once they were counted. */
  get sourceFileCount(): number {
    return this.bullFiles?.sourceCount ?? 0;
  }

  /** Takes the new text of an open document into account. */
  textChanged(path: string, text: string): void {
    if (this.bullFiles && this.bullFiles.knows(path) !== this.mentionsBull(text)) void this.bullFiles.changed(path);
  }

  settingsChanged(): void {
    this.settings = readLintSettings(this.root);
    this.changed.fire();
  }

  dispose(): void {
    this.remote.$close();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private follow(bullFiles: BullFiles): void {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.root, '**/*'));
    const search = (): void => void (this.indexed = this.indexed.then(() => this.search(bullFiles)));
    const told = ({ path }: vscode.Uri, mattered: boolean): void => {
      if (path.endsWith('/.gitignore')) search();
      else void bullFiles.changed(path);
      if (mattered) this.changed.fire();
    };
    this.subscriptions.push(
      watcher,
      bullFiles,
      watcher.onDidChange((uri) => told(uri, this.files.textChanged(uri.path))),
      watcher.onDidCreate((uri) => told(uri, this.files.cameOrWent(uri.path))),
      watcher.onDidDelete((uri) => told(uri, this.files.cameOrWent(uri.path))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude', this.root)) search();
      }),
      bullFiles.onDidChange(() => {
        this.indexed = this.indexed.then(async () => {
          if (await this.index(bullFiles)) await this.search(bullFiles);
        });
      }),
    );
    search();
  }

  /** Finds the files that have to do with Bull: by its name, then by the names of the files that were found. */
  private async search(bullFiles: BullFiles): Promise<void> {
    do await bullFiles.search();
    while (await this.index(bullFiles));
  }

  /** Answers whether the files now lead to others that were not looked for. */
  private async index({ paths }: BullFiles): Promise<boolean> {
    const needles = await this.ask(() => this.remote.index(paths), this.needles);
    if (this.remote.$closed) return false;
    const isNew = needles.some((needle) => !this.needles.includes(needle));
    this.needles = needles;
    this.changed.fire();
    return isNew;
  }

  /** Asks the thread again when a text that it knows changed meanwhile; `otherwise` when there is nobody to ask. */
  private async ask<T>(question: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      for (;;) {
        await this.remote.update.asEvent(this.files.takeChanges(), this.settings);
        const answer = await question();
        if (this.files.isTold) return answer;
      }
    } catch (error) {
      if (this.remote.$closed) return otherwise;
      throw error;
    }
  }
}
