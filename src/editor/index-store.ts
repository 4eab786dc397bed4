import * as vscode from 'vscode';
import type { QueueIndex } from '../lint-thread/answers';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';

/** What is remembered of a folder; files are URIs. */
export type StoredIndex = QueueIndex;

/** In the file: another number, and what an older version has written is not read. */
const FORMAT = 6;

/** Writes at most once in this time, in ms. */
const PAUSE = 5_000;

interface StoredFile {
  readonly format: number;
  readonly folders: readonly (readonly [
    folder: string,
    index: Omit<StoredIndex, 'digests'> & { readonly digests: readonly (readonly [string, string])[] },
  ])[];
}

/** Remembers the queues in code from one window to the next, in the workspace's storage; nowhere without a workspace. */
export class IndexStore implements vscode.Disposable {
  private readonly folders = new Map<string, StoredIndex>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly storage: vscode.Uri | undefined,
    private readonly log: Logger,
  ) {}

  async recall(): Promise<ReadonlyMap<string, StoredIndex>> {
    const stored = await this.read();
    if (stored?.format !== FORMAT) return new Map();
    return new Map(stored.folders.map(([key, index]) => [key, { ...index, digests: new Map(index.digests) }]));
  }

  remember(folder: string, index: StoredIndex): void {
    this.folders.set(folder, index);
    this.timer ??= setTimeout(() => this.write(), PAUSE);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private get file(): vscode.Uri | undefined {
    return this.storage && vscode.Uri.joinPath(this.storage, 'queues-in-code.json');
  }

  private async read(): Promise<StoredFile | null> {
    if (!this.file) return null;
    let bytes: Uint8Array;
    try {
      bytes = await vscode.workspace.fs.readFile(this.file);
    } catch {
      return null; // Nothing was remembered yet.
    }
    return JSON.parse(new TextDecoder().decode(bytes)) as StoredFile;
  }

  private write(): void {
    this.timer = undefined;
    const { file } = this;
    if (!file) return;
    const folders = [...this.folders].map(([key, index]) => [key, { ...index, digests: [...index.digests] }] as const);
    const stored: StoredFile = { format: FORMAT, folders };
    const written = vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(stored)));
    inBackground(this.log, 'The queues in code could not be remembered.', Promise.resolve(written));
  }
}
