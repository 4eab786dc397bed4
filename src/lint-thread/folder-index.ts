import type { Linter } from '../lint';
import { mentionsBull } from '../lint/files/mentions';
import type { Logger } from '../log/logger';
import type { SourceWalk } from '../workspace/source-walk';
import { BullFiles } from './bull-files';

export interface FolderIndexHost {
  readonly linter: Pick<Linter, 'index' | 'needles'>;
  readonly log: Logger;
  newWalk(): SourceWalk;
  /** The present text of a file; null where there is none. */
  read(path: string): Promise<string | null>;
  /** Loads what the linter lacks for a file. */
  load(path: string): Promise<unknown>;
  /** The list, or what leads to its files, is another now. */
  changed(): void;
}

/**
 * Tells the linter which files of a folder have to do with Bull, and keeps that true in the background: one pass after the
 * other, each with all that has changed since the one before.
 */
export class FolderIndex {
  private readonly files: BullFiles;
  private running: Promise<void> | null = null;
  private isSearchDue = true;
  private due = new Set<string>();
  private readonly closing = new AbortController();
  /** What besides bull's name leads to a queue of this folder. */
  needles: readonly string[] = [];

  constructor(private readonly host: FolderIndexHost) {
    this.files = new BullFiles(
      (path) => host.read(path),
      (text) => mentionsBull(text, this.needles),
      this.closing.signal,
    );
  }

  /** The files that have to do with Bull, as soon as all are known. Rejects where they could not be found. */
  async paths(): Promise<readonly string[]> {
    await this.run();
    return this.files.paths;
  }

  get sourceCount(): number {
    return this.files.sourceCount;
  }

  /** Looks at all files again: what is left out may be other than before. */
  search(): void {
    this.isSearchDue = true;
    this.runInBackground();
  }

  look(paths: Iterable<string>): void {
    for (const path of paths) this.due.add(path);
    if (this.due.size > 0) this.runInBackground();
  }

  close(): void {
    this.closing.abort();
  }

  private runInBackground(): void {
    this.run().catch((error: unknown) => {
      if (!this.closing.signal.aborted) this.host.log.error('The files of the workspace could not be found.', error);
    });
  }

  private run(): Promise<void> {
    return (this.running ??= this.work().finally(() => (this.running = null)));
  }

  private async work(): Promise<void> {
    while (this.isSearchDue || this.due.size > 0) {
      const paths = this.due;
      this.due = new Set();
      const walk = this.host.newWalk();
      if (!this.isSearchDue) {
        if (await this.files.changed(paths, walk)) await this.index();
        continue;
      }
      this.isSearchDue = false;
      try {
        await this.files.search(walk);
        await this.index();
      } catch (error) {
        this.isSearchDue = true; // For who asks next.
        throw error;
      }
    }
  }

  /** Gives the list to the linter, and looks for what leads to the files of the list, until that finds no more. */
  private async index(): Promise<void> {
    const { linter } = this.host;
    let before: readonly string[];
    do {
      before = this.needles;
      const { paths } = this.files;
      linter.index(paths);
      if (paths[0] !== undefined) await this.host.load(paths[0]);
      this.needles = linter.needles;
    } while (this.needles.some((needle) => !before.includes(needle)) && (await this.files.widen()));
    this.host.changed();
  }
}
