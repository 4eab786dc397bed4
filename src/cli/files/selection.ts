import { statSync, type Stats } from 'node:fs';
import { posix, resolve } from 'node:path';
import picomatch from 'picomatch';
import { isSource } from '../../workspace/paths';
import type { SourceWalk } from '../../workspace/source-walk';
import { UsageError } from '../usage';
import { withSlashes } from './paths';

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
  const absolute = withSlashes(resolve(cwd, path));
  const stats = statsOf(absolute);
  if (stats?.isDirectory()) return walk.of(absolute).all();
  if (stats?.isFile()) return isSource(absolute) ? [absolute] : [];
  return filesMatching(path, cwd, walk);
}

async function filesMatching(path: string, cwd: string, walk: SourceWalk): Promise<readonly string[]> {
  const { base, glob } = picomatch.scan(withSlashes(path));
  const folder = withSlashes(resolve(cwd, base));
  if (!glob || !statsOf(folder)?.isDirectory()) return [];
  const matches = picomatch(glob, { dot: true });
  return (await walk.of(folder).all()).filter((file) => matches(posix.relative(folder, file)));
}

function statsOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
