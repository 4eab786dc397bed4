import { posix } from 'node:path';

/** A path as seen from `root`, with `/`; one that lies outside stays absolute. Drives of Windows have no case. */
export function relativeTo(root: string, path: string): string {
  const relative = posix.relative(withSmallDrive(root), withSmallDrive(path));
  return relative.startsWith('..') ? path : relative;
}

function withSmallDrive(path: string): string {
  return path.replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}

/** The address of a file, in the form that editors know: of `c:/shop/a.ts` too, on any system. */
export function fileUrl(path: string): string {
  const parts = withSmallDrive(path).split('/').map(encodeURIComponent);
  return `file://${path.startsWith('/') ? '' : '/'}${parts.join('/').replace(/^([a-z])%3A/, '$1:')}`;
}
