import * as vscode from 'vscode';
import { excludesOf, type Excludes } from '../lint/files/files-exclude';
import { readFilesExclude } from '../settings';
import { IgnoreRules } from './ignore-files';
import { isSource } from './languages';

/** Never the workspace's own code, whatever .gitignore says. */
const ALWAYS_LEFT_OUT = new Set(['node_modules', '.git']);

/**
 * The JavaScript and TypeScript files of a workspace folder, without what `files.exclude` and .gitignore leave out.
 * Walks by itself instead of using `findFiles`, which knows no .gitignore and finds nothing in most virtual workspaces.
 */
export class WorkspaceFiles {
  /** The folder's path, with a `/` at its end, as all paths of directories here. */
  private readonly top: string;

  constructor(private readonly folder: vscode.Uri) {
    this.top = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  }

  /** The paths of all of them; ends early when cancelled. */
  async *all(token: vscode.CancellationToken): AsyncGenerator<string> {
    yield* this.below(this.top, await this.rulesAbove(), this.excludes(), token);
  }

  /** Whether a file is one of them, as far as its path tells. */
  async has(path: string): Promise<boolean> {
    if (!path.startsWith(this.top) || !isSource(path)) return false;
    const excludes = this.excludes();
    let rules = await this.rulesAbove();
    let directory = this.top;
    for (const name of path.slice(this.top.length).split('/')) {
      const listing = await this.list(directory);
      const entry = `${directory}${name}`;
      rules = await this.rulesIn(directory, listing, rules);
      const isFile = entry === path;
      if (this.isLeftOut(entry, listing.names, excludes) || rules.ignores(isFile ? entry : `${entry}/`)) return false;
      directory = `${entry}/`;
    }
    return true;
  }

  private async *below(
    directory: string,
    above: IgnoreRules,
    excludes: Excludes,
    token: vscode.CancellationToken,
  ): AsyncGenerator<string> {
    const listing = await this.list(directory);
    const rules = await this.rulesIn(directory, listing, above);
    for (const [name, type] of listing.entries) {
      if (token.isCancellationRequested) return;
      const path = directory + name;
      if (this.isLeftOut(path, listing.names, excludes)) continue;
      if (type === vscode.FileType.Directory) {
        if (!rules.ignores(`${path}/`)) yield* this.below(`${path}/`, rules, excludes, token);
      } else if (type & vscode.FileType.File && isSource(name) && !rules.ignores(path)) {
        yield path;
      }
    }
  }

  private isLeftOut(path: string, siblings: ReadonlySet<string>, excludes: Excludes): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return ALWAYS_LEFT_OUT.has(name) || excludes(path.slice(this.top.length), siblings);
  }

  private excludes(): Excludes {
    return excludesOf(readFilesExclude(this.folder));
  }

  private async rulesIn(directory: string, { names }: Listing, above: IgnoreRules): Promise<IgnoreRules> {
    return names.has('.gitignore') ? above.with(directory, await this.text(`${directory}.gitignore`)) : above;
  }

  /** What holds from the repository's root down to this folder, its own .gitignore not included. */
  private async rulesAbove(): Promise<IgnoreRules> {
    const above: string[] = [];
    for (let at = this.top; ; at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1)) {
      above.unshift(at);
      if (await this.exists(`${at}.git`)) break;
      if (at === '/' || at === '') return IgnoreRules.none;
    }
    let rules = IgnoreRules.none.with(above[0] ?? this.top, await this.text(`${above[0]}.git/info/exclude`));
    for (const directory of above.slice(0, -1)) {
      rules = rules.with(directory, await this.text(`${directory}.gitignore`));
    }
    return rules;
  }

  private async list(directory: string): Promise<Listing> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.folder.with({ path: directory }));
      return { entries, names: new Set(entries.map(([name]) => name)) };
    } catch {
      return { entries: [], names: new Set() };
    }
  }

  private async exists(path: string): Promise<boolean> {
    try {
      await vscode.workspace.fs.stat(this.folder.with({ path }));
      return true;
    } catch {
      return false;
    }
  }

  /** Empty where there is no such file. */
  private async text(path: string): Promise<string> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.folder.with({ path })));
    } catch {
      return '';
    }
  }
}

interface Listing {
  readonly entries: readonly (readonly [name: string, type: vscode.FileType])[];
  readonly names: ReadonlySet<string>;
}
