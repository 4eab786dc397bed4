/** Whether a file of this name is JavaScript or TypeScript: the same test as the engine's `isSourcePath`, without the engine. */
export function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}
