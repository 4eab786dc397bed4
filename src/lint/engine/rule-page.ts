import { repositoryPage } from '../../repository-page';

/** The address of a rule's page: what the finding's code links to. */
export function rulePage(id: string): string {
  return repositoryPage(`docs/rules/${id}.md`);
}
