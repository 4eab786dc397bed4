import type { Excludes } from '../lint/files/files-exclude';
import { directoryOf, nameOf, relativeTo, upwards } from '../lint/files/paths';
import { IgnoreRules } from './ignore-rules';
import { isSource } from './paths';

export interface Entry {
  readonly name: string;
  /** A link counts as what it leads to where that is a file, and as other where it is a directory: those are not followed. */
  readonly kind: 'file' | 'directory' | 'other';
}

/** How a folder is read, wherever it is; directories are named without a `/` at the end, `/` itself excepted. */
export interface FolderReader {
  /** Null where there is no such directory, or it cannot be read. */
  entries(directory: string): Promise<readonly Entry[] | null>;
  /** Null where there is no such file, or it cannot be read. */
  read(path: string): Promise<string | null>;
}

/** A directory that is not left out. */
interface Level {
  readonly entries: ReadonlyMap<string, Entry['kind']>;
  readonly names: ReadonlySet<string>;
  readonly rules: IgnoreRules;
}

/** Never the workspace's own code, whatever .gitignore says. */
const ALWAYS_LEFT_OUT = new Set(['node_modules', '.git']);

/**
 * The JavaScript and TypeScript files of a folder, without `node_modules` and what `files.exclude` and .gitignore leave
 * out. What leaves out the folder itself says nothing of its files: they were asked for. Good for one pass: what it has
 * read of a directory it does not read again.
 */
export class SourceWalk {
  private readonly levels = new Map<string, Promise<Level | null>>();

  constructor(
    /** Without a `/` at its end, `/` itself excepted. */
    private readonly root: string,
    private readonly files: FolderReader,
    private readonly excludes: Excludes,
  ) {}

  /**
   * The paths of all of them in or below a directory of the folder, in the order of its reader; none where that is left
   * out, or no directory.
   */
  async *below(directory = this.root): AsyncGenerator<string> {
    const level = await this.level(directory);
    for (const [name, kind] of level?.entries ?? []) {
      const path = within(directory, name);
      if (kind === 'directory') yield* this.below(path);
      else if (level && this.isFound(path, level)) yield path;
    }
  }

  async all(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const path of this.below()) found.push(path);
    return found;
  }

  /** A walk through a directory that is asked for by its name, and so also where it is left out. */
  of(directory: string): SourceWalk {
    if (directory === this.root) return this;
    const isInside = directory.startsWith(within(this.root, ''));
    const prefix = isInside ? within(relativeTo(this.root, directory), '') : '';
    return new SourceWalk(directory, this.files, (path, siblings) => this.excludes(prefix + path, siblings));
  }

  /** Whether a file is one of them. */
  async has(path: string): Promise<boolean> {
    if (!isSource(path) || !path.startsWith(within(this.root, ''))) return false;
    const level = await this.level(directoryOf(path));
    return level !== null && this.isFound(path, level);
  }

  private isFound(path: string, { entries, names, rules }: Level): boolean {
    const isFile = entries.get(nameOf(path)) === 'file' && isSource(path);
    return isFile && !this.isLeftOut(path, names) && !rules.ignores(path);
  }

  private level(directory: string): Promise<Level | null> {
    let level = this.levels.get(directory);
    if (!level) this.levels.set(directory, (level = this.readLevel(directory)));
    return level;
  }

  private async readLevel(directory: string): Promise<Level | null> {
    const above = directory === this.root ? await this.rulesAbove() : await this.rulesFromParent(directory);
    const entries = above && (await this.files.entries(directory));
    if (!entries) return null;
    const names = new Set(entries.map(({ name }) => name));
    const rules = names.has('.gitignore') ? await this.withGitignore(above, directory) : above;
    return { entries: new Map(entries.map(({ name, kind }) => [name, kind])), names, rules };
  }

  /** The rules that hold for the directory; null where it is left out itself. */
  private async rulesFromParent(directory: string): Promise<IgnoreRules | null> {
    const parent = await this.level(directoryOf(directory));
    if (parent?.entries.get(nameOf(directory)) !== 'directory') return null;
    return this.isLeftOut(directory, parent.names) || parent.rules.ignores(`${directory}/`) ? null : parent.rules;
  }

  private isLeftOut(path: string, siblings: ReadonlySet<string>): boolean {
    return ALWAYS_LEFT_OUT.has(nameOf(path)) || this.excludes(relativeTo(this.root, path), siblings);
  }

  /** What holds from the repository's root down to this folder, its own .gitignore not included. */
  private async rulesAbove(): Promise<IgnoreRules> {
    const [repository, ...below] = await this.fromRepository();
    if (repository === undefined) return IgnoreRules.none;
    const local = await this.files.read(within(repository, '.git/info/exclude'));
    let rules = IgnoreRules.none.with(within(repository, ''), local ?? '');
    let above = repository;
    for (const directory of below) {
      rules = await this.withGitignore(rules, above);
      if (rules.ignores(within(directory, ''))) rules = IgnoreRules.none;
      above = directory;
    }
    return rules;
  }

  /** The directories from the repository's root down to this folder; none where it is in no repository. */
  private async fromRepository(): Promise<readonly string[]> {
    const way: string[] = [];
    for (const directory of upwards(this.root)) {
      way.unshift(directory);
      const entries = await this.files.entries(directory);
      if (entries?.some(({ name }) => name === '.git')) return way;
    }
    return [];
  }

  private async withGitignore(rules: IgnoreRules, directory: string): Promise<IgnoreRules> {
    const text = await this.files.read(within(directory, '.gitignore'));
    return text ? rules.with(within(directory, ''), text) : rules;
  }
}

function within(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}
