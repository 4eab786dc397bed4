import { readdirSync, statSync, type Dirent } from 'node:fs';
import { posix } from 'node:path';
import type { Excludes } from '../../lint/files/files-exclude';
import type { Notice } from '../notice';
import type { GitIgnore } from './git-ignore';
import { isSource } from '../../workspace/paths';

const NEVER = new Set(['node_modules', '.git']);

/** Finds the JavaScript and TypeScript below folders. Symbolic links to folders are not followed, as Git does it. */
export class SourceWalk {
  private readonly found = new Map<string, readonly string[]>();

  constructor(
    /** What the paths of `excludes` are relative to. */
    private readonly root: string,
    private readonly excludes: Excludes,
    private readonly ignored: GitIgnore,
    private readonly notice: Notice,
  ) {}

  /** Absolute paths, in the order of their names; without what Git ignores, `files.exclude` hides, and `node_modules`. */
  below(directory: string): readonly string[] {
    let files = this.found.get(directory);
    if (!files) this.found.set(directory, (files = this.read(directory)));
    return files;
  }

  private read(directory: string): readonly string[] {
    const entries = this.entries(directory);
    const names = new Set(entries.map(({ name }) => name));
    return entries.flatMap((entry) => this.of(directory, entry, names));
  }

  private of(directory: string, entry: Dirent, siblings: ReadonlySet<string>): readonly string[] {
    if (NEVER.has(entry.name)) return [];
    const path = `${directory}/${entry.name}`;
    if (this.excludes(posix.relative(this.root, path), siblings)) return [];
    if (entry.isDirectory()) return this.ignored.ignores(path, 'directory') ? [] : this.below(path);
    const isFile = isSource(path) && (entry.isFile() || (entry.isSymbolicLink() && this.leadsToFile(path)));
    return isFile && !this.ignored.ignores(path, 'file') ? [path] : [];
  }

  private entries(directory: string): Dirent[] {
    try {
      return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.notice(directory, error);
      return [];
    }
  }

  private leadsToFile(link: string): boolean {
    try {
      return statSync(link).isFile();
    } catch (error) {
      this.notice(link, error);
      return false;
    }
  }
}
