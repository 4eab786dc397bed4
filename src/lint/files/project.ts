import { isSourcePath, parseFile, type ParsedFile } from './parsed-file';
import type { SourceFiles } from './source-files';

/** What the engine would have read if the host had had it. */
export interface Missing {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** Parsed files by path, kept for as long as the text stays the same; shared by all projects of a linter. */
export type ParseCache = Map<string, ParsedFile>;

/** Texts longer than this are never parsed as a dependency: bundles and data, which hold no configuration. */
const LARGEST_DEPENDENCY = 1_000_000;

/** The files as one pass of the engine saw them: what was read, and what was not there yet. */
export class Project implements SourceFiles {
  private readonly texts = new Map<string, string | null | undefined>();
  private readonly lists = new Map<string, readonly string[] | null | undefined>();
  private readonly sets = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly files: SourceFiles,
    private readonly cache: ParseCache,
  ) {}

  read(path: string): string | null | undefined {
    if (!this.texts.has(path)) this.texts.set(path, this.files.read(path));
    return this.texts.get(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    if (!this.lists.has(directory)) this.lists.set(directory, this.files.list(directory));
    return this.lists.get(directory);
  }

  /** The names in a directory as a set; empty where there is none, or where it is not loaded. */
  names(directory: string): ReadonlySet<string> {
    let names = this.sets.get(directory);
    if (!names) this.sets.set(directory, (names = new Set(this.list(directory))));
    return names;
  }

  /** The syntax tree of a file; null where there is none, where it is not loaded, or is no JavaScript, TypeScript or JSON. */
  parse(path: string, largest = LARGEST_DEPENDENCY): ParsedFile | null {
    if (!isSourcePath(path) && !path.endsWith('.json')) return null;
    const text = this.read(path);
    if (text === undefined || text === null || text.length > largest) return null;
    const cached = this.cache.get(path);
    if (cached?.text === text) return cached;
    const parsed = parseFile(path, text);
    this.cache.set(path, parsed);
    return parsed;
  }

  get missing(): Missing {
    return { files: undefinedKeys(this.texts), directories: undefinedKeys(this.lists) };
  }

  /** Every path that was asked for; a change in one of them may change what was derived. */
  get dependencies(): readonly string[] {
    return [...this.texts.keys()];
  }

  /** Whether every answer of this pass would be the same now. */
  isCurrent(): boolean {
    for (const [path, text] of this.texts) if (this.files.read(path) !== text) return false;
    for (const [path, names] of this.lists) if (!sameNames(this.files.list(path), names)) return false;
    return true;
  }
}

function undefinedKeys(map: ReadonlyMap<string, unknown>): string[] {
  return [...map].filter(([, value]) => value === undefined).map(([key]) => key);
}

type Names = readonly string[] | null | undefined;

function sameNames(a: Names, b: Names): boolean {
  if (a === b) return true;
  return !!a && !!b && a.length === b.length && a.every((name, i) => name === b[i]);
}
