import { statSync, type Stats } from 'node:fs';
import { posix, resolve } from 'node:path';
import picomatch from 'picomatch';
import { UsageError } from '../usage';
import { withSlashes } from './paths';
import { isSource } from '../../workspace/paths';
import type { SourceWalk } from './source-walk';

/**
 * The files that were asked for, each once, in the order asked for: a file by its name (also an ignored one: it was
 * named), a folder with all below it, a glob. Throws a `UsageError` where one of them matches nothing.
 */
export function select(paths: readonly string[], cwd: string, walk: SourceWalk): readonly string[] {
  const selected = new Set<string>();
  for (const path of paths.length ? paths : ['.']) {
    const files = filesOf(path, cwd, walk);
    if (!files.length) throw new UsageError(`No JavaScript or TypeScript file matches '${path}'.`);
    for (const file of files) selected.add(file);
  }
  return [...selected];
}

function filesOf(path: string, cwd: string, walk: SourceWalk): readonly string[] {
  const absolute = withSlashes(resolve(cwd, path));
  const stats = statsOf(absolute);
  if (stats?.isDirectory()) return walk.below(absolute);
  if (stats?.isFile()) return isSource(absolute) ? [absolute] : [];
  return filesMatching(path, cwd, walk);
}

function filesMatching(path: string, cwd: string, walk: SourceWalk): readonly string[] {
  const { base, glob } = picomatch.scan(withSlashes(path));
  const folder = withSlashes(resolve(cwd, base));
  if (!glob || !statsOf(folder)?.isDirectory()) return [];
  const matches = picomatch(glob, { dot: true });
  return walk.below(folder).filter((file) => matches(posix.relative(folder, file)));
}

function statsOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
