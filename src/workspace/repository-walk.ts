import { homedir } from 'node:os';
import type { Excludes } from '../lint/files/files-exclude';
import { relativeTo, upwards } from '../lint/files/paths';
import { SourceWalk, type FolderReader } from './source-walk';

/** Which folder is asked for, and where in the world it is; without a `/` at the end, `/` itself excepted. */
export interface WalkedFolder {
  readonly folder: string;
  /** The repository that the folder is in; null where it is in none, or is one itself. */
  readonly repository: string | null;
}

/**
 * The source files of a folder, and those of the repository around it: what they do with the folder's queues, and which
 * processes they are of, is true of the folder whether it is opened by itself or not.
 */
export class RepositoryWalk {
  private readonly inside: SourceWalk;
  private readonly around: SourceWalk | null;

  constructor(
    private readonly walked: WalkedFolder,
    files: FolderReader,
    excludes: Excludes,
  ) {
    const { folder, repository } = walked;
    this.inside = new SourceWalk(folder, files, excludes);
    const own = repository === null ? null : relativeTo(repository, folder);
    this.around =
      repository === null
        ? null
        : new SourceWalk(repository, files, (path, siblings) => path === own || excludes(path, siblings));
  }

  /** All of them, those of the folder first; or those in or below one directory. */
  async *below(directory?: string): AsyncGenerator<string> {
    if (directory === undefined || this.isInside(directory)) yield* this.inside.below(directory);
    if (this.around && (directory === undefined || !this.isInside(directory))) yield* this.around.below(directory);
  }

  async all(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const path of this.below()) found.push(path);
    return found;
  }

  async has(path: string): Promise<boolean> {
    return this.isInside(path) ? this.inside.has(path) : (this.around?.has(path) ?? false);
  }

  private isInside(path: string): boolean {
    return isIn(path, this.walked.folder);
  }
}

/** Whether a path is that of a folder, or of something in it. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/**
 * The nearest directory above a folder with a `.git`; null where there is none, where the folder has one itself, and where
 * it is a home directory: one that keeps its settings in Git is no repository of code.
 */
export async function repositoryAround(
  folder: string,
  entries: FolderReader['entries'],
  home: string = homedir(),
): Promise<string | null> {
  for (const directory of upwards(folder)) {
    const all = await entries(directory);
    if (!all?.some(({ name }) => name === '.git')) continue;
    return directory === folder || isIn(home, directory) ? null : directory;
  }
  return null;
}
