import { statSync, type Stats } from 'node:fs';
import type { PlatformPath } from 'node:path';
import picomatch from 'picomatch';
import { relativeTo } from '../../lint/files/paths';
import { isSource } from '../../workspace/paths';
import type { SourceWalk } from '../../workspace/source-walk';
import { UsageError } from '../usage';
import { enginePath, fromFolder } from './paths';

/**
 * The files that were asked for, each once, in the order asked for: a file or a folder with all below it by its name (also
 * an ignored one: it was named), a glob. Throws a `UsageError` where one of them matches nothing.
 */
export async function select(paths: readonly string[], cwd: string, walk: SourceWalk): Promise<readonly string[]> {
  const selected = new Set<string>();
  for (const path of paths.length ? paths : ['.']) {
    const files = await filesOf(path, cwd, walk);
    if (!files.length) throw new UsageError(`No JavaScript or TypeScript file matches '${path}'.`);
    for (const file of files) selected.add(file);
  }
  return [...selected];
}

async function filesOf(path: string, cwd: string, walk: SourceWalk): Promise<readonly string[]> {
  const absolute = fromFolder(cwd, path);
  const stats = statsOf(absolute);
  if (stats?.isDirectory()) return walk.of(absolute).all();
  if (stats?.isFile()) return isSource(absolute) ? [absolute] : [];
  return filesMatching(path, cwd, walk);
}

async function filesMatching(path: string, cwd: string, walk: SourceWalk): Promise<readonly string[]> {
  const { folder, matches } = globOf(path, cwd);
  if (!matches || !statsOf(folder)?.isDirectory()) return [];
  return (await walk.of(folder).all()).filter(matches);
}

/** The folder of a glob, and what it matches there; null where it is none. */
export function globOf(
  path: string,
  cwd: string,
  system?: PlatformPath,
): { readonly folder: string; readonly matches: ((file: string) => boolean) | null } {
  const { base, glob } = picomatch.scan(enginePath(path, system));
  const folder = fromFolder(cwd, base, system);
  const matches = glob ? picomatch(glob, { dot: true }) : null;
  return { folder, matches: matches && ((file) => matches(relativeTo(folder, file))) };
}

function statsOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
