import type { Node } from './node';

/**
 * The id of a row below `parent`; of a connection, below the tree's own id. A path of JSON texts, so that no two paths
 * are alike, whatever stands in the names.
 */
export function rowId(parent: Node | string, kind: string, ...names: readonly string[]): string {
  const path = typeof parent === 'string' ? parent : parent.id;
  return `${path}/${JSON.stringify([kind, ...names])}`;
}
