import type { Missing, SourceFiles } from './source-files';

type Names = readonly string[] | null | undefined;

/** What the host answered when it was last asked, so that one look says which answers have changed since. */
export class Snapshot implements SourceFiles {
  private readonly texts = new Map<string, string | null | undefined>();
  private readonly lists = new Map<string, Names>();
  private readonly sets = new Map<string, ReadonlySet<string>>();

  constructor(private readonly files: SourceFiles) {}

  read(path: string): string | null | undefined {
    if (!this.texts.has(path)) this.texts.set(path, this.files.read(path));
    return this.texts.get(path);
  }

  /** As `read`, but what is there is not kept: for who looks at many files, and needs few. */
  look(path: string): string | null | undefined {
    const text = this.texts.get(path) ?? (this.files.look ? this.files.look(path) : this.files.read(path));
    if (text === undefined) this.texts.set(path, text);
    return text;
  }

  list(directory: string): Names {
    if (!this.lists.has(directory)) this.lists.set(directory, this.files.list(directory));
    return this.lists.get(directory);
  }

  /** The names in a directory as a set; empty where there is none, or where it is not loaded. */
  names(directory: string): ReadonlySet<string> {
    let names = this.sets.get(directory);
    if (!names) this.sets.set(directory, (names = new Set(this.list(directory))));
    return names;
  }

  /** Asks the host again for all that it was ever asked for; the files and directories with another answer. */
  refresh(): ReadonlySet<string> {
    const changed = new Set<string>();
    for (const [path, before] of this.texts) {
      const text = this.files.read(path);
      if (text === before) continue;
      this.texts.set(path, text);
      changed.add(path);
    }
    for (const [directory, before] of this.lists) {
      const names = this.files.list(directory);
      if (isSame(names, before)) continue;
      this.lists.set(directory, names);
      this.sets.delete(directory);
      changed.add(directory);
    }
    return changed;
  }

  /** Forgets all other texts, but not what the host has yet to load. */
  keepOnly(needed: ReadonlySet<string>): void {
    for (const [path, text] of this.texts) if (text !== undefined && !needed.has(path)) this.texts.delete(path);
  }

  get missing(): Missing {
    return { files: undefinedKeys(this.texts), directories: undefinedKeys(this.lists) };
  }
}

function undefinedKeys(map: ReadonlyMap<string, unknown>): string[] {
  return [...map].filter(([, value]) => value === undefined).map(([key]) => key);
}

function isSame(a: Names, b: Names): boolean {
  if (a === b) return true;
  return !!a && !!b && a.length === b.length && a.every((name, i) => name === b[i]);
}
