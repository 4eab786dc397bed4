import * as vscode from 'vscode';
import type { Linter, LintResult, LintSettings, RuleContext, SourceFiles } from '../lint';
import { mentionsBull } from '../lint/mentions';
import { readLintSettings } from '../settings';
import { BullFiles } from './bullFiles';
import { EditorFiles } from './editorFiles';

/** The engine, loaded; `typeof import` so that nothing loads it by being typed with it. */
export type Engine = typeof import('../lint');

/**
 * A workspace folder as the linter sees it, or the files of a file system that are in no folder. Keeps what it read and
 * parsed; says when something that findings rest on changed outside of the open documents.
 */
export class LintProject implements vscode.Disposable {
  readonly files: EditorFiles;
  private readonly linter: Linter;
  private readonly bullFiles: BullFiles | null;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private currentSettings: LintSettings;
  private isDisposed = false;
  /** What besides bull's name leads to a queue of this folder. */
  private needles: readonly string[] = [];
  /** Resolves when the index is as it should be. */
  private indexed: Promise<void> = Promise.resolve();
  /** Anything but the text of an open document: a file on disk, the list of files that mention bull, a setting. */
  readonly onDidChange = this.changed.event;

  constructor(
    readonly engine: Engine,
    /** Null for files that are in no workspace folder. */
    readonly folder: vscode.WorkspaceFolder | null,
    /** The folder's, or any URI of the file system. */
    private readonly root: vscode.Uri,
  ) {
    this.files = new EditorFiles(root);
    this.linter = new engine.Linter(this.files, engine.rules);
    this.currentSettings = readLintSettings(this.root);
    this.bullFiles = folder && new BullFiles(folder.uri, this.files, (text) => this.mentionsBull(text));
    this.subscriptions.push(this.files, this.changed);
    if (this.bullFiles) this.follow(this.bullFiles);
  }

  get settings(): LintSettings {
    return this.currentSettings;
  }

  /** Whether `text` can hold a queue of this workspace; costs a string search. */
  mentionsBull(text: string): boolean {
    return mentionsBull(text, this.needles);
  }

  /** What the rules say of a file now, once all that it takes its options from is loaded. */
  lint(path: string): Promise<LintResult> {
    return this.engine.lintUntilLoaded(
      () => this.linter.lint(path, this.settings),
      (missing) => this.files.load(missing),
    );
  }

  /** Asks about a file what is no rule's business, with what it rests on loaded. */
  async ask<T>(path: string, question: (context: RuleContext) => T): Promise<T | null> {
    await this.lint(path);
    return this.linter.ask(path, question, this.settings);
  }

  /** A linter on these files with changes that are not in them yet, to try fixes on. */
  linterOn(files: SourceFiles): Linter {
    const linter = new this.engine.Linter(files, this.engine.rules);
    if (this.bullFiles?.isComplete) linter.index(this.bullFiles.paths);
    return linter;
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
    this.currentSettings = readLintSettings(this.root);
    this.changed.fire();
  }

  dispose(): void {
    this.isDisposed = true;
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
  private async index(bullFiles: BullFiles): Promise<boolean> {
    if (this.isDisposed) return false;
    const { paths } = bullFiles;
    this.linter.index(paths);
    if (paths[0] !== undefined) await this.lint(paths[0]);
    const isNew = this.linter.needles.some((needle) => !this.needles.includes(needle));
    this.needles = this.linter.needles;
    this.changed.fire();
    return isNew;
  }
}
