import * as vscode from 'vscode';
import type { Missing, SourceFiles } from '../lint';
import { sourcePath } from './languages';

/** Longer files are data or bundles, and hold no configuration; in bytes. */
const LARGEST_FILE = 2_000_000;

type Text = string | null;
type Names = readonly string[] | null;

/**
 * The files as the editor has them: open documents with their unsaved text first, then what was loaded through VS Code's
 * file system, so that it works wherever the workspace is. The engine's paths are those of the URIs under `root`, which
 * gives them scheme and authority.
 */
export class EditorFiles implements SourceFiles, vscode.Disposable {
  private readonly documents = new Map<string, vscode.TextDocument>();
  private readonly texts = new Cache<Text>((path) => this.loadText(path));
  private readonly lists = new Cache<Names>((path) => this.loadNames(path));
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly root: vscode.Uri) {
    for (const document of vscode.workspace.textDocuments) this.opened(document);
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    );
  }

  read(path: string): Text | undefined {
    return this.documents.get(path)?.getText() ?? this.texts.get(path);
  }

  list(directory: string): Names | undefined {
    return this.lists.get(directory);
  }

  async load({ files, directories }: Missing): Promise<void> {
    await Promise.all([
      ...files.map((path) => this.texts.load(path)),
      ...directories.map((path) => this.lists.load(path)),
    ]);
  }

  /** The present text without keeping it: for files that are looked at in passing. */
  async readOnce(path: string): Promise<Text> {
    return this.documents.get(path)?.getText() ?? this.loadText(path);
  }

  /** A file's text changed on disk. Answers whether anybody had asked for it. */
  textChanged(path: string): boolean {
    return this.texts.forget((known) => known === path);
  }

  /** A file or a directory came or went. Answers whether anybody had asked for it, or for what is around or in it. */
  cameOrWent(path: string): boolean {
    const inside = `${path}/`;
    const lists = this.lists.forget(
      (known) => known === path || known === directoryOf(path) || known.startsWith(inside),
    );
    const texts = this.texts.forget((known) => known === path || known.startsWith(inside));
    return lists || texts;
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

  document(path: string): vscode.TextDocument | undefined {
    return this.documents.get(path);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private opened(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path !== null) this.documents.set(path, document);
  }

  private closed(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path === null || this.documents.get(path) !== document) return;
    this.documents.delete(path);
    this.texts.forget((known) => known === path);
  }

  private async loadText(path: string): Promise<Text> {
    const uri = this.root.with({ path });
    try {
      const { size, type } = await vscode.workspace.fs.stat(uri);
      if (size > LARGEST_FILE || !(type & vscode.FileType.File)) return null;
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch {
      return null;
    }
  }

  private async loadNames(path: string): Promise<Names> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.root.with({ path: path || '/' }));
      return entries.map(([name]) => name);
    } catch {
      return null;
    }
  }
}

/** Answers at once with what is loaded; what is forgotten while it loads does not come back stale. */
class Cache<T> {
  private readonly loaded = new Map<string, T>();
  private readonly loading = new Map<string, Promise<void>>();

  constructor(private readonly fetch: (path: string) => Promise<T>) {}

  get(path: string): T | undefined {
    return this.loaded.get(path);
  }

  load(path: string): Promise<void> {
    const started = this.loading.get(path);
    if (started) return started;
    const loading = this.fetch(path).then((value) => {
      if (this.loading.get(path) !== loading) return;
      this.loading.delete(path);
      this.loaded.set(path, value);
    });
    this.loading.set(path, loading);
    return loading;
  }

  /** Answers whether there was any. */
  forget(matches: (path: string) => boolean): boolean {
    let any = false;
    for (const paths of [this.loaded, this.loading]) {
      for (const path of paths.keys()) if (matches(path)) any = paths.delete(path) || any;
    }
    return any;
  }
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}
