import { setImmediate as letOthersIn } from 'node:timers/promises';
import { outlineOf, type Outline } from '../lint/modules/outline';
import { isSource } from '../workspace/paths';
import type { RepositoryWalk } from '../workspace/repository-walk';

/** How long others wait at most while files are looked at, in ms. */
const LONGEST_TURN = 20;

/** Files that are read at the same time where each has to be asked for. */
const AT_ONCE = 32;

/**
 * What the texts of a folder's source files show: found by looking at all, then kept true by looking at what changed. Each
 * look rejects once `signal` is aborted.
 */
export class SourceOutlines {
  private readonly found = new Map<string, Outline>();

  constructor(
    private readonly read: (path: string) => Promise<string | null>,
    private readonly signal: AbortSignal,
  ) {}

  /** By path; another object for each text. */
  get all(): ReadonlyMap<string, Outline> {
    return this.found;
  }

  /** Looks at all files of the folder. Answers whether a file came or went, or what it has to do with others changed. */
  async search(walk: RepositoryWalk): Promise<boolean> {
    const there = new Set<string>();
    for await (const path of this.inTurns(walk.below())) there.add(path);
    const gone = [...this.found.keys()].filter((path) => !there.has(path));
    for (const path of gone) this.found.delete(path);
    return (await this.lookAt(there)) || gone.length > 0;
  }

  /** The same for files that changed, and at directories with all that is or was in them. */
  async changed(paths: ReadonlySet<string>, walk: RepositoryWalk): Promise<boolean> {
    const meant = new Set<string>();
    for (const path of paths) {
      if (this.found.has(path) || (await walk.has(path))) meant.add(path);
      else if (!isSource(path)) for await (const inside of walk.below(path)) meant.add(inside);
    }
    for (const path of this.found.keys()) if (isBelow(path, paths)) meant.add(path);
    return this.lookAt(meant);
  }

  private async lookAt(paths: Iterable<string>): Promise<boolean> {
    let isChanged = false;
    let batch: Promise<boolean>[] = [];
    const finish = async (): Promise<void> => {
      isChanged = (await Promise.all(batch)).includes(true) || isChanged;
      batch = [];
    };
    for await (const path of this.inTurns(paths)) {
      batch.push(this.look(path));
      if (batch.length >= AT_ONCE) await finish();
    }
    await finish();
    return isChanged;
  }

  private async *inTurns<T>(all: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
    let turn = performance.now();
    for await (const each of all) {
      yield each;
      if (performance.now() - turn < LONGEST_TURN) continue;
      await letOthersIn();
      this.signal.throwIfAborted();
      turn = performance.now();
    }
  }

  private async look(path: string): Promise<boolean> {
    const text = await this.read(path);
    if (text === null) return this.found.delete(path);
    const before = this.found.get(path);
    const outline = outlineOf(text);
    this.found.set(path, outline);
    return !before || !loadsTheSame(before, outline);
  }
}

function loadsTheSame(a: Outline, b: Outline): boolean {
  return (
    a.mentionsBull === b.mentionsBull && a.imports.join() === b.imports.join() && a.stars.join() === b.stars.join()
  );
}

function isBelow(path: string, directories: ReadonlySet<string>): boolean {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (directories.has(path.slice(0, at))) return true;
  }
  return false;
}
