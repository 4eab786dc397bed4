/** Whether a file of this name is JavaScript or TypeScript: the same test as the engine's `isSourcePath`, without the engine. */
export function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** The directory that a path is in; of one right below the root, that. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}
