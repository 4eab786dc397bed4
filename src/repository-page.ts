import { repository } from '../package.json';

/** The address of a page of ours: `docs/rules/lock-duration.md`. */
export function repositoryPage(path: string): string {
  return `${repository.url.replace(/\.git$/, '')}/blob/main/${path}`;
}
