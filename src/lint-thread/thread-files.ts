import type { SourceFiles } from '../lint';
import type { Disk } from '../workspace/disk';
import type { FileChanges, LeftOutFile, Loaded, Update } from './updates';
import { directoryOf } from '../lint/files/paths';

/**
 * Files as the thread knows them: documents that are open in the editor as it was told, others as they are on disk, or
 * unknown until they are loaded where the thread cannot read them. Keeps only what it was asked for.
 */
export class ThreadFiles implements SourceFiles {
  private readonly texts = new Map<string, string | null>();
  private readonly lists = new Map<string, readonly string[] | null>();
  private readonly open = new Set<string>();
  /** Files that count as not there, by their paths. */
  private readonly leftOut: Map<string, LeftOutFile>;

  constructor(
    private readonly disk: Disk | null,
    leftOut: readonly LeftOutFile[],
  ) {
    this.leftOut = new Map(leftOut.map((file) => [file.path, file]));
  }

  read(path: string): string | null | undefined {
    if (!this.texts.has(path)) {
      const text = this.look(path);
      if (text !== undefined) this.texts.set(path, text);
    }
    return this.texts.get(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    if (this.disk && !this.lists.has(directory)) {
      this.lists.set(directory, this.disk.entries(directory)?.map(({ name }) => name) ?? null);
    }
    return this.lists.get(directory);
  }

  /** As `read`, but keeps nothing: for who looks at all files, and needs few. */
  look(path: string): string | null | undefined {
    if (this.leftOut.has(path)) return null;
    const known = this.texts.get(path);
    return known === undefined && this.disk && !this.open.has(path) ? this.disk.read(path) : known;
  }

  /** Answers whether something that was asked for, and is no open document, may be another now. */
  update({ opened, closed, texts, files }: Update): boolean {
    for (const path of opened) this.open.add(path);
    for (const path of closed) this.open.delete(path);
    for (const path of [...opened, ...closed]) this.texts.delete(path);
    for (const [path, text] of texts) this.texts.set(path, text);
    const isOneBack = this.takeBack([...files.changed, ...files.cameOrWent]);
    return this.forget(files) || isOneBack;
  }

  /** Reads closed files again, where that can be done at once. Answers whether one is another than it was. */
  reread(paths: Iterable<string>): boolean {
    let isOther = false;
    for (const path of paths) {
      if (!this.disk || this.open.has(path) || !this.texts.has(path)) continue;
      const text = this.disk.read(path);
      isOther ||= text !== this.texts.get(path);
      this.texts.set(path, text);
    }
    return isOther;
  }

  /** Forgets the texts of other closed files, where they can be read again at once. */
  keepOnly(needed: ReadonlySet<string>): void {
    if (!this.disk) return;
    for (const path of this.texts.keys()) if (!needed.has(path) && !this.open.has(path)) this.texts.delete(path);
  }

  add({ texts, entries }: Pick<Loaded, 'texts' | 'entries'>): void {
    for (const [path, text] of texts) this.texts.set(path, text);
    for (const [path, all] of entries) this.lists.set(path, all?.map(({ name }) => name) ?? null);
  }

  /** These files as they are now, whatever becomes of them. */
  frozen(): SourceFiles {
    return new FrozenFiles(new Map(this.texts), new Map(this.lists), this);
  }

  private takeBack(paths: readonly string[]): boolean {
    const back = paths.filter((path) => this.leftOut.get(path)?.comesBack);
    for (const path of back) {
      this.leftOut.delete(path);
      this.texts.delete(path);
    }
    return back.length > 0;
  }

  private forget({ changed, cameOrWent }: FileChanges): boolean {
    let isKnown = false;
    const drop = <T>(known: Map<string, T>, isMeant: (path: string) => boolean): void => {
      for (const path of known.keys()) if (isMeant(path) && !this.open.has(path)) isKnown = known.delete(path);
    };
    const texts = new Set([...changed, ...cameOrWent]);
    if (texts.size === 0) return false;
    const moved = new Set(cameOrWent);
    const around = new Set(cameOrWent.map(directoryOf));
    drop(this.texts, (path) => texts.has(path) || isBelow(path, moved));
    drop(this.lists, (path) => moved.has(path) || around.has(path) || isBelow(path, moved));
    return isKnown;
  }
}

/** What is asked for later is taken from `live`, once. */
class FrozenFiles implements SourceFiles {
  constructor(
    private readonly texts: Map<string, string | null>,
    private readonly lists: Map<string, readonly string[] | null>,
    private readonly live: ThreadFiles,
  ) {}

  read(path: string): string | null | undefined {
    return kept(this.texts, path, () => this.live.read(path));
  }

  list(directory: string): readonly string[] | null | undefined {
    return kept(this.lists, directory, () => this.live.list(directory));
  }
}

function kept<T>(known: Map<string, T>, key: string, read: () => T | undefined): T | undefined {
  if (!known.has(key)) {
    const value = read();
    if (value !== undefined) known.set(key, value);
  }
  return known.get(key);
}

function isBelow(path: string, directories: ReadonlySet<string>): boolean {
  if (directories.size === 0) return false;
  for (let at = directoryOf(path); at.length > 1; at = directoryOf(at)) if (directories.has(at)) return true;
  return false;
}
