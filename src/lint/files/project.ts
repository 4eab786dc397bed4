import { isSourcePath, parseFile, type ParsedFile } from '../syntax/parsed-file';
import type { Snapshot } from './snapshot';
import type { SourceFiles } from './source-files';

/** Parsed files by path, kept for as long as the text stays the same; shared by all projects of a linter. */
export type ParseCache = Map<string, ParsedFile>;

/** Characters of the longest text that is parsed; longer ones are bundles and data, which nobody writes queues in. */
export const LONGEST_TEXT = 300_000;

/** The files of the workspace, as somebody reads them who is to know afterwards what the result depends on. */
export class Project implements SourceFiles {
  private readonly files = new Set<string>();
  private readonly directories = new Set<string>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly cache: ParseCache,
  ) {}

  read(path: string): string | null | undefined {
    this.files.add(path);
    return this.snapshot.read(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    this.directories.add(directory);
    return this.snapshot.list(directory);
  }

  /** The names in a directory as a set; empty where there is none, or where it is not loaded. */
  names(directory: string): ReadonlySet<string> {
    this.directories.add(directory);
    return this.snapshot.names(directory);
  }

  /** The syntax tree of a file; null where there is none, where it is not loaded, too long, or no JavaScript, TypeScript or JSON. */
  parse(path: string): ParsedFile | null {
    if (!isSourcePath(path) && !path.endsWith('.json')) return null;
    const text = this.read(path);
    if (text === undefined || text === null || text.length > LONGEST_TEXT) return null;
    const cached = this.cache.get(path);
    if (cached?.text === text) return cached;
    const parsed = parseFile(path, text);
    this.cache.set(path, parsed);
    return parsed;
  }

  /** Every file that was asked for; a change in one of them may change what was derived. */
  get dependencies(): Iterable<string> {
    return this.files;
  }

  /** Whether something that was asked for is among the paths that changed. */
  dependsOn(changed: ReadonlySet<string>): boolean {
    for (const path of changed) if (this.files.has(path) || this.directories.has(path)) return true;
    return false;
  }
}
