import * as vscode from 'vscode';
import { OpenTexts } from '../lint-thread/client/open-texts';
import { uriPath } from '../workspace/disk';
import type { Entry } from '../workspace/source-walk';
import { sourcePath } from './languages';

/** Longer files are data or bundles, and hold no configuration; in bytes. */
const LARGEST_FILE = 2_000_000;

/**
 * The files of one file system as the editor has them: open documents with their unsaved text, and what the linter's
 * thread cannot read by itself. The engine's paths are those of the URIs under `root`, which gives them scheme and
 * authority; on Windows with the drive's letter in lower case, as it comes in either.
 */
export class EditorFiles implements vscode.Disposable {
  readonly texts = new OpenTexts();
  private readonly documents = new Map<string, vscode.TextDocument>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly root: vscode.Uri) {
    for (const document of vscode.workspace.textDocuments) this.opened(document);
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const path = contentChanges.length > 0 ? this.path(document) : null;
        if (path !== null) this.texts.edit(path);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    );
  }

  /** Null where this document is of another file system. */
  path(document: vscode.TextDocument): string | null {
    const { scheme, authority } = document.uri;
    return scheme === this.root.scheme && authority === this.root.authority
      ? sourcePath(pathOf(document.uri), document.languageId)
      : null;
  }

  uri(path: string): vscode.Uri {
    return this.documents.get(path)?.uri ?? this.root.with({ path });
  }

  isOpen(path: string): boolean {
    return this.documents.has(path);
  }

  /** VS Code's number of the present text; null where no document is open under this path. */
  version(path: string): number | null {
    return this.documents.get(path)?.version ?? null;
  }

  /** Null where no document is open under this path. */
  openText(path: string): string | null {
    return this.documents.get(path)?.getText() ?? null;
  }

  /** The text on disk, or wherever the file is; null where there is no such file, or it is too large to be code. */
  async read(path: string): Promise<string | null> {
    const uri = this.root.with({ path });
    try {
      const { size, type } = await vscode.workspace.fs.stat(uri);
      if (size > LARGEST_FILE || !(type & vscode.FileType.File)) return null;
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch {
      return null;
    }
  }

  /** Null where there is no such directory, or it cannot be read. */
  async entries(directory: string): Promise<readonly Entry[] | null> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.root.with({ path: directory || '/' }));
      return entries.map(([name, type]) => ({ name, kind: kindOf(type) }));
    } catch {
      return null;
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private opened(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path === null) return;
    this.documents.set(path, document);
    this.texts.open(path, () => document.getText());
  }

  private closed(document: vscode.TextDocument): void {
    const path = this.path(document);
    if (path === null || this.documents.get(path) !== document) return;
    this.documents.delete(path);
    this.texts.close(path);
  }
}

/** The path of a URI as the engine knows it. */
export function pathOf({ path }: vscode.Uri): string {
  return uriPath(path);
}

function kindOf(type: vscode.FileType): Entry['kind'] {
  if (type & vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'directory' : 'other';
}
