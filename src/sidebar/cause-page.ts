import { repository } from '../../package.json';

/** The address of a known cause's page. */
export function causePage(id: string): string {
  return `${repository.url.replace(/\.git$/, '')}/blob/main/docs/causes/${id}.md`;
}
