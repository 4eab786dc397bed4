import { isSourcePath, parseAgain, parseFile, type ParsedFile } from '../syntax/parsed-file';
import type { Snapshot } from './snapshot';
import type { SourceFiles } from './source-files';

/** What all projects of a linter share, so that it is found out once: parsed files, and what `Project.shared` is asked for. */
export class ProjectCache {
  /** By path, each for as long as its text stays the same. */
  readonly parsed = new Map<string, ParsedFile>();
  readonly shared = new Map<string, { readonly value: unknown; readonly project: Project }>();
  /** What those of `shared` asked for. */
  readonly asked = new Set<string>();

  /** Forgets what rests on a path that has changed. */
  forget(changed: ReadonlySet<string>): void {
    if (![...changed].some((path) => this.asked.has(path))) return;
    for (const [key, { project }] of this.shared) if (project.dependsOn(changed)) this.shared.delete(key);
  }

  /** Forgets the trees of all other files. */
  keepOnly(needed: ReadonlySet<string>): void {
    for (const path of this.parsed.keys()) if (!needed.has(path)) this.parsed.delete(path);
  }
}

/** Characters of the longest text that is parsed; longer ones are bundles and data, which nobody writes queues in. */
export const LONGEST_TEXT = 200_000;

/** The files of the workspace, as somebody reads them who is to know afterwards what the result depends on. */
export class Project implements SourceFiles {
  private readonly files = new Set<string>();
  private readonly directories = new Set<string>();
  /** Those that found out what this one was given. */
  private readonly parts = new Set<Project>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly cache: ProjectCache,
    /** All that is asked for is added here too. */
    private readonly asked?: Set<string>,
  ) {}

  read(path: string): string | null | undefined {
    this.files.add(path);
    this.asked?.add(path);
    return this.snapshot.read(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    this.directories.add(directory);
    this.asked?.add(directory);
    return this.snapshot.list(directory);
  }

  /** The names in a directory as a set; empty where there is none, or where it is not loaded. */
  names(directory: string): ReadonlySet<string> {
    this.directories.add(directory);
    this.asked?.add(directory);
    return this.snapshot.names(directory);
  }

  /** The syntax tree of a file; null where there is none, where it is not loaded, too long, or no JavaScript, TypeScript or JSON. */
  parse(path: string): ParsedFile | null {
    if (!isSourcePath(path) && !path.endsWith('.json')) return null;
    const text = this.read(path);
    if (text === undefined || text === null || text.length > LONGEST_TEXT) return null;
    const cached = this.cache.parsed.get(path);
    if (cached?.text === text) return cached;
    // Out of the cache first: should that fail, its tree is spoiled.
    this.cache.parsed.delete(path);
    const parsed = cached ? parseAgain(cached, text) : parseFile(path, text);
    this.cache.parsed.set(path, parsed);
    return parsed;
  }

  /** What `make` finds out, once for all projects, until something that it asked for changes; `key` says what that is. */
  shared<T>(key: string, make: (project: Project) => T): T {
    let known = this.cache.shared.get(key);
    if (!known) {
      const project = new Project(this.snapshot, this.cache, this.cache.asked);
      this.cache.shared.set(key, (known = { value: make(project), project }));
    }
    this.parts.add(known.project);
    return known.value as T;
  }

  /** The files that this one asked for itself, without those that its parts did. */
  get own(): Iterable<string> {
    return this.files;
  }

  /** Every file that was asked for; a change in one of them may change what was derived. */
  get dependencies(): Iterable<string> {
    return new Set([...this.files, ...[...this.parts].flatMap((part) => [...part.dependencies])]);
  }

  /** Whether something that was asked for is among the paths that changed. */
  dependsOn(changed: ReadonlySet<string>): boolean {
    for (const path of changed) if (this.files.has(path) || this.directories.has(path)) return true;
    for (const part of this.parts) if (part.dependsOn(changed)) return true;
    return false;
  }
}
