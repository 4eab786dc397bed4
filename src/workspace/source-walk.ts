import type { Excludes } from '../lint/files/files-exclude';
import { IgnoreRules } from './ignore-rules';
import { isSource, parentOf } from './paths';

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
 * out. Good for one pass: what it has read of a directory it does not read again.
 */
export class SourceWalk {
  private readonly levels = new Map<string, Promise<Level | null>>();

  constructor(
    /** Without a `/` at its end, `/` itself excepted. */
    private readonly root: string,
    private readonly files: FolderReader,
    private readonly excludes: Excludes,
  ) {}

  /** The paths of all of them in or below a directory of the folder; none where that is left out, or no directory. */
  async *below(directory = this.root): AsyncGenerator<string> {
    const level = await this.level(directory);
    for (const [name, kind] of level?.entries ?? []) {
      const path = within(directory, name);
      if (kind === 'directory') yield* this.below(path);
      else if (level && this.isFound(path, level)) yield path;
    }
  }

  /** Whether a file is one of them. */
  async has(path: string): Promise<boolean> {
    if (!isSource(path) || !path.startsWith(within(this.root, ''))) return false;
    const level = await this.level(parentOf(path));
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
    const parent = await this.level(parentOf(directory));
    if (parent?.entries.get(nameOf(directory)) !== 'directory') return null;
    return this.isLeftOut(directory, parent.names) || parent.rules.ignores(`${directory}/`) ? null : parent.rules;
  }

  private isLeftOut(path: string, siblings: ReadonlySet<string>): boolean {
    return ALWAYS_LEFT_OUT.has(nameOf(path)) || this.excludes(path.slice(within(this.root, '').length), siblings);
  }

  /** What holds from the repository's root down to this folder, its own .gitignore not included. */
  private async rulesAbove(): Promise<IgnoreRules> {
    const above: string[] = [];
    for (let at = this.root; ; at = parentOf(at)) {
      above.unshift(at);
      const entries = await this.files.entries(at);
      if (entries?.some(({ name }) => name === '.git')) break;
      if (parentOf(at) === at) return IgnoreRules.none;
    }
    const [repository = this.root] = above;
    const local = await this.files.read(within(repository, '.git/info/exclude'));
    let rules = IgnoreRules.none.with(within(repository, ''), local ?? '');
    for (const directory of above.slice(0, -1)) rules = await this.withGitignore(rules, directory);
    return rules;
  }

  private async withGitignore(rules: IgnoreRules, directory: string): Promise<IgnoreRules> {
    const text = await this.files.read(within(directory, '.gitignore'));
    return text ? rules.with(within(directory, ''), text) : rules;
  }
}

function within(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
