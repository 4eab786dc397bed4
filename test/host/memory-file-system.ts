import * as vscode from 'vscode';

/** A file system that is on no disk, as that of a virtual workspace. Files by their path from the root. */
export class MemoryFileSystem implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;

  constructor(private readonly files: Map<string, string>) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const text = this.files.get(path);
    const type = text === undefined ? vscode.FileType.Directory : vscode.FileType.File;
    if (text === undefined && this.names(path).size === 0) throw vscode.FileSystemError.FileNotFound(path);
    return { type, ctime: 0, mtime: 0, size: text?.length ?? 0 };
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const top = path.endsWith('/') ? path : `${path}/`;
    return [...this.names(path)].map((name) => [
      name,
      this.files.has(top + name) ? vscode.FileType.File : vscode.FileType.Directory,
    ]);
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const text = this.files.get(path);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return Buffer.from(text);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.files.set(uri.path, Buffer.from(content).toString());
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  createDirectory(): void {}

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
    this.changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions('Nothing is renamed here');
  }

  private names(path: string): ReadonlySet<string> {
    const top = path.endsWith('/') ? path : `${path}/`;
    const inside = [...this.files.keys()].filter((file) => file.startsWith(top));
    return new Set(inside.map((file) => file.slice(top.length).split('/')[0] ?? ''));
  }
}
