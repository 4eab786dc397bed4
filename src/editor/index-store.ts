import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { QueueIndex } from '../lint-thread/answers';
import type { Logger } from '../log/logger';

/** What is remembered of a folder; files are URIs. */
export type StoredIndex = QueueIndex;

/** In the file: another number, and what another version has written is not read. */
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
export class IndexStore {
  private readonly folders = new Map<string, StoredIndex>();
  private readonly file: string | null;
  private timer: NodeJS.Timeout | undefined;

  /** @param storage a folder, which may not be there yet; undefined where there is none */
  constructor(
    storage: string | undefined,
    private readonly log: Logger,
  ) {
    this.file = storage === undefined ? null : join(storage, 'queues-in-code.json');
  }

  /** What the last window knew of these folders; empty where there is nothing that can be read. */
  async recall(folders: readonly string[]): Promise<ReadonlyMap<string, StoredIndex>> {
    const recalled = await this.read();
    for (const [folder, index] of recalled) {
      if (folders.includes(folder) && !this.folders.has(folder)) this.folders.set(folder, index);
    }
    return new Map(this.folders);
  }

  remember(folder: string, index: StoredIndex): void {
    this.folders.set(folder, index);
    this.timer ??= setTimeout(() => this.write(), PAUSE);
  }

  /** What is still to be written is so when it returns: VS Code ends its process soon after. */
  dispose(): void {
    if (this.timer !== undefined) this.write();
  }

  private async read(): Promise<ReadonlyMap<string, StoredIndex>> {
    if (this.file === null) return new Map();
    try {
      const { format, folders } = JSON.parse(await readFile(this.file, 'utf8')) as StoredFile;
      if (format !== FORMAT) return new Map();
      return new Map(folders.map(([key, index]) => [key, { ...index, digests: new Map(index.digests) }]));
    } catch (error) {
      const isFirst = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isFirst) this.log.warn('The queues in code of the last window could not be read.', error);
      return new Map();
    }
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.file === null) return;
    // Who ends meanwhile leaves the file that was there. Each window has its own draft: several may have one workspace.
    const draft = `${this.file}.${process.pid}`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(draft, this.text());
      renameSync(draft, this.file);
    } catch (error) {
      this.log.error('The queues in code could not be remembered.', error);
    }
  }

  private text(): string {
    const folders = [...this.folders].map(([key, index]) => [key, { ...index, digests: [...index.digests] }] as const);
    return JSON.stringify({ format: FORMAT, folders } satisfies StoredFile);
  }
}
