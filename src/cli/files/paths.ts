import system, { type PlatformPath } from 'node:path';

/**
 * The path as the engine wants it: `/` between the parts, and the drive of Windows in lower case, as it comes in either: one
 * file, one path. Node takes it so on Windows too.
 */
export function enginePath(path: string, { sep }: Pick<PlatformPath, 'sep'> = system): string {
  return sep === '/' ? path : path.replaceAll(sep, '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}

/** What was asked for on the command line, from a folder. */
export function fromFolder(folder: string, asked: string, on: PlatformPath = system): string {
  return enginePath(on.resolve(folder, asked), on);
}
