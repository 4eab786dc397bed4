import { readdirSync, statSync, type Dirent } from 'node:fs';
import type { Notice } from '../notice';
import type { GitIgnore } from './git-ignore';

const NEVER = new Set(['node_modules', '.git']);

/** Whether a file of this name is JavaScript or TypeScript. */
export function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** Finds the JavaScript and TypeScript below folders. Symbolic links to folders are not followed, as Git does it. */
export class SourceWalk {
  private readonly found = new Map<string, readonly string[]>();

  constructor(
    private readonly ignored: GitIgnore,
    private readonly notice: Notice,
  ) {}

  /** Absolute paths, in the order of their names; what Git ignores and `node_modules` are left out. */
  below(directory: string): readonly string[] {
    let files = this.found.get(directory);
    if (!files)
      this.found.set(directory, (files = this.entries(directory).flatMap((entry) => this.of(directory, entry))));
    return files;
  }

  private of(directory: string, entry: Dirent): readonly string[] {
    if (NEVER.has(entry.name)) return [];
    const path = `${directory}/${entry.name}`;
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
