import { posix } from 'node:path';

/** A path as seen from `root`, with `/`; one that lies outside stays absolute. */
export function relativeTo(root: string, path: string): string {
  const relative = posix.relative(root, path);
  return relative.startsWith('..') ? path : relative;
}
