import { repositoryPage } from '../repository-page';

/** The address of a known cause's page. */
export function causePage(id: string): string {
  return repositoryPage(`docs/causes/${id}.md`);
}
