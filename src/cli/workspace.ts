import { existsSync } from 'node:fs';
import { upwards } from '../lint/files/paths';

/** Absolute folders, with `/` between the parts. */
export interface Workspace {
  /** Whose settings count, and whose files are the ones that queues are counted in. */
  readonly root: string;
  /** What paths in SARIF and in GitHub's annotations are relative to: the Git repository, else `root`. */
  readonly repository: string;
}

/**
 * The workspace around a folder: the nearest folder upwards with a `.vscode/settings.json`, not beyond the Git
 * repository; else the repository; else the nearest folder with a package.json; else the folder itself. So a package of
 * a monorepo is linted with the settings of the folder that people open in their editor.
 */
export function findWorkspace(folder: string): Workspace {
  const repository = nearestWith('.git', folder);
  const withSettings = nearestWith('.vscode/settings.json', folder, repository);
  const root = withSettings ?? repository ?? nearestWith('package.json', folder) ?? folder;
  return { root, repository: repository ?? root };
}

function nearestWith(name: string, folder: string, last: string | null = null): string | null {
  const above = upwards(folder);
  const within = last === null ? above : above.slice(0, above.indexOf(last) + 1);
  return within.find((each) => existsSync(`${each}/${name}`)) ?? null;
}
