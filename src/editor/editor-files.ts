import * as vscode from 'vscode';
import type { Missing } from '../lint';
import type { Changes, Loaded } from '../lint-thread/answers';
import { sourcePath } from './languages';

/** Longer files are data or bundles, and hold no configuration; in bytes. */
const LARGEST_FILE = 2_000_000;

/**
 * The files as the editor has them: open documents with their unsaved text first, the others through VS Code's file
 * system, so that it works wherever the workspace is. Keeps count of what the linter's thread has a copy of, and what of
 * that has changed since. The engine's paths are those of the URIs under `root`, which gives them scheme and authority.
 */
export class EditorFiles implements vscode.Disposable {
  private readonly documents = new Map<string, vscode.TextDocument>();
  /** Every path that the thread asked for, of a file or a directory, to how often it has changed. */
  private readonly copied = new Map<string, number>();
  /** Those of `copied` that changed since `takeChanges`. */
  private readonly changed = new Set<string>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly root: vscode.Uri) {
    for (const document of vscode.workspace.textDocuments) this.opened(document);
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.edited(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    );
  }

  /** Whether the thread has been told of every change. */
  get isTold(): boolean {
    return this.changed.size === 0;
  }

  /** What the thread is to be told before it is asked for anything. */
  takeChanges(): Changes {
    const texts = new Map<string, string>();
    const forgotten: string[] = [];
    for (const path of this.changed) {
      const document = this.documents.get(path);
      if (document) texts.set(path, document.getText());
      else forgotten.push(path);
    }
    this.changed.clear();
    return { texts, forgotten };
  }

  /** What the thread asks for. */
  async load({ files, directories }: Missing): Promise<Loaded> {
    const [texts, lists] = await Promise.all([
      this.all(files, (path) => this.read(path)),
      this.all(directories, (path) => this.list(path)),
    ]);
    return { texts, lists };
  }

  /** The present text; null where there is no such file, or it is too large to be code. */
  async read(path: string): Promise<string | null> {
    const document = this.documents.get(path);
    if (document) return document.getText();
    const uri = this.root.with({ path });
    try {
      const { size, type } = await vscode.workspace.fs.stat(uri);
      if (size > LARGEST_FILE || !(type & vscode.FileType.File)) return null;
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch {
      return null;
    }
  }

  /** A file's text changed on disk. Answers whether the thread had asked for it. */
  textChanged(path: string): boolean {
    return this.copied.has(path) && this.change((known) => known === path);
  }

  /** A file or a directory came or went. Answers whether the thread had asked for it, or for what is around or in it. */
  cameOrWent(path: string): boolean {
    const [around, inside] = [directoryOf(path), `${path}/`];
    return this.change((known) => known === path || known === around || known.startsWith(inside));
  }

  /** Null where this document is of another file system. */
  path(document: vscode.TextDocument): string | null {
    const { scheme, authority, path } = document.uri;
    return scheme === this.root.scheme && authority === this.root.authority
      ? sourcePath(path, document.languageId)
      : null;
  }

  uri(path: string): vscode.Uri {
    return this.documents.get(path)?.uri ?? this.root.with({ path });
  }

  isOpen(path: string): boolean {
    return this.documents.has(path);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private opened(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path === null) return;
    this.documents.set(path, document);
    this.textChanged(path);
  }

  private edited(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path !== null) this.textChanged(path);
  }

  private closed(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path === null || this.documents.get(path) !== document) return;
    this.documents.delete(path);
    this.textChanged(path);
  }

  private change(isMeant: (path: string) => boolean): boolean {
    let any = false;
    for (const [path, changes] of this.copied) {
      if (!isMeant(path)) continue;
      this.copied.set(path, changes + 1);
      this.changed.add(path);
      any = true;
    }
    return any;
  }

  private async all<T>(paths: readonly string[], read: (path: string) => Promise<T>): Promise<ReadonlyMap<string, T>> {
    return new Map(await Promise.all(paths.map(async (path) => [path, await this.current(path, read)] as const)));
  }

  /** Reads again when the path changed meanwhile, so that the thread is never given what is out of date. */
  private async current<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
    for (;;) {
      const before = this.copied.get(path) ?? 0;
      this.copied.set(path, before);
      const value = await read(path);
      if (this.copied.get(path) === before) return value;
    }
  }

  private async list(path: string): Promise<readonly string[] | null> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.root.with({ path: path || '/' }));
      return entries.map(([name]) => name);
    } catch {
      return null;
    }
  }
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}
