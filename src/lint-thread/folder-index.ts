import type { Linter } from '../lint';
import type { Logger } from '../log/logger';
import type { RepositoryWalk } from '../workspace/repository-walk';
import { SourceOutlines } from './source-outlines';

export interface FolderIndexHost {
  readonly linter: Pick<Linter, 'index' | 'isComplete' | 'paths'>;
  readonly log: Logger;
  newWalk(): Promise<RepositoryWalk>;
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
  private readonly outlines: SourceOutlines;
  private running: Promise<void> | null = null;
  private isSearchDue = true;
  private due = new Set<string>();
  private readonly closing = new AbortController();
  /** The files that have to do with queues, as far as is known. */
  known: readonly string[] = [];

  constructor(private readonly host: FolderIndexHost) {
    this.outlines = new SourceOutlines((path) => host.read(path), this.closing.signal);
  }

  /** The files that have to do with Bull, as soon as all are known. Rejects where they could not be found. */
  async paths(): Promise<readonly string[]> {
    await this.run();
    return this.known;
  }

  /** What the texts of the folder's source files show. */
  get sources(): SourceOutlines['all'] {
    return this.outlines.all;
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
      const isSearchDue = this.isSearchDue;
      this.isSearchDue = false;
      try {
        const walk = await this.host.newWalk();
        const isOther = await (isSearchDue ? this.outlines.search(walk) : this.outlines.changed(paths, walk));
        await this.index(isOther);
      } catch (error) {
        // For who asks next.
        this.isSearchDue = true;
        throw error;
      }
    }
  }

  /** Gives the outlines to the linter, and loads what it lacks to say which files have to do with queues. */
  private async index(isOther: boolean): Promise<void> {
    const { linter } = this.host;
    linter.index(this.outlines.all);
    const [first] = linter.paths;
    if (first !== undefined && !linter.isComplete) await this.host.load(first);
    const before = this.known;
    this.known = linter.paths;
    if (isOther || this.known.join() !== before.join()) this.host.changed();
  }
}
