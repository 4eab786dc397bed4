import { repository } from '../../../package.json';

/** The address of a rule's page: what the finding's code links to. */
export function rulePage(id: string): string {
  return `${repository.url.replace(/\.git$/, '')}/blob/main/docs/rules/${id}.md`;
}
