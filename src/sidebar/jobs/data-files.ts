import * as vscode from 'vscode';

interface DataFile {
  readonly content: Uint8Array;
  /** ms since the epoch. */
  readonly changedAt: number;
  readonly isReadOnly: boolean;
}

/** The data of jobs as files in memory, for a person to edit: what is saved here reaches no Redis. */
export class DataFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly files = new Map<string, DataFile>();
  private readonly registration: vscode.Disposable;

  constructor(scheme: string) {
    this.registration = vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true });
  }

  put(uri: vscode.Uri, text: string, isReadOnly = false): void {
    const isThere = this.files.has(uri.toString());
    this.files.set(uri.toString(), { content: Buffer.from(text), changedAt: Date.now(), isReadOnly });
    const { Changed, Created } = vscode.FileChangeType;
    this.changed.fire([{ uri, type: isThere ? Changed : Created }]);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { content, changedAt, isReadOnly } = this.find(uri);
    const times = { ctime: changedAt, mtime: changedAt };
    const permissions = isReadOnly ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, size: content.byteLength, ...times, ...permissions };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.find(uri).content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.files.set(uri.toString(), { ...this.find(uri), content, changedAt: Date.now() });
    this.changed.fire([{ uri, type: vscode.FileChangeType.Changed }]);
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.toString());
    this.changed.fire([{ uri, type: vscode.FileChangeType.Deleted }]);
  }

  // There are no folders, and nobody else changes a file.
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    vscode.Disposable.from(this.registration, this.changed).dispose();
  }

  private find(uri: vscode.Uri): DataFile {
    const file = this.files.get(uri.toString());
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
}
