import { setImmediate as letOthersIn } from 'node:timers/promises';
import { isSource, type SourceWalk } from '../workspace/source-walk';

/** How long others wait at most while files are looked at, in ms. */
const LONGEST_TURN = 20;

/** Files that are read at the same time where each has to be asked for. */
const AT_ONCE = 32;

/**
 * Which files of a folder mention bull: found by looking at all, then kept true by looking at what changed. Each look
 * rejects once `signal` is aborted.
 */
export class BullFiles {
  private readonly sources = new Set<string>();
  private readonly known = new Set<string>();

  constructor(
    private readonly read: (path: string) => Promise<string | null>,
    private readonly mentions: (text: string) => boolean,
    private readonly signal: AbortSignal,
  ) {}

  get paths(): readonly string[] {
    return [...this.known].sort();
  }

  /** How many source files the folder has, those without a mention included. */
  get sourceCount(): number {
    return this.sources.size;
  }

  /** Looks at all files of the folder. Answers whether the list changed, as the others do. */
  async search(walk: SourceWalk): Promise<boolean> {
    const found = new Set<string>();
    for await (const path of this.inTurns(walk.below())) found.add(path);
    const gone = [...this.sources].filter((path) => !found.has(path));
    for (const path of gone) this.sources.delete(path);
    const areKnownGone = gone.filter((path) => this.known.delete(path)).length > 0;
    return (await this.lookAt(found)) || areKnownGone;
  }

  /** Looks again at the files that are not in the list, because more leads to bull than before. */
  widen(): Promise<boolean> {
    return this.lookAt([...this.sources].filter((path) => !this.known.has(path)));
  }

  /** Looks at files that changed, and at directories with all that is or was in them. */
  async changed(paths: ReadonlySet<string>, walk: SourceWalk): Promise<boolean> {
    const meant = new Set<string>();
    for (const path of paths) {
      if (this.sources.has(path) || (await walk.has(path))) meant.add(path);
      else if (!isSource(path)) for await (const inside of walk.below(path)) meant.add(inside);
    }
    for (const path of this.sources) if (isBelow(path, paths)) meant.add(path);
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
    if (text === null) {
      this.sources.delete(path);
      return this.known.delete(path);
    }
    this.sources.add(path);
    if (this.mentions(text) === this.known.has(path)) return false;
    if (!this.known.delete(path)) this.known.add(path);
    return true;
  }
}

function isBelow(path: string, directories: ReadonlySet<string>): boolean {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (directories.has(path.slice(0, at))) return true;
  }
  return false;
}
