import { directoryOf, join, nameOf } from '../files/paths';
import type { Project } from '../files/project';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.d.ts'];

/** What TypeScript looks for when an import names the output: `./queue.js` is written in `queue.ts`. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/** The file that an import of `path` (no package, nothing left to join) means; null for none, also while unknown. */
export function fileAt(path: string, project: Project): string | null {
  return fileAmong(path, (candidate) => exists(candidate, project));
}

/** The same among the files that `has` holds for. */
export function fileAmong(path: string, has: (path: string) => boolean): string | null {
  return withExtension(path, has) ?? withExtension(join(path, 'index'), has);
}

function withExtension(path: string, has: (path: string) => boolean): string | null {
  const extension = /\.\w+$/.exec(path)?.[0];
  if (extension !== undefined) {
    const stem = path.slice(0, path.length - extension.length);
    for (const source of SOURCES[extension] ?? []) if (has(stem + source)) return stem + source;
    if (has(path)) return path;
  }
  for (const each of EXTENSIONS) if (has(path + each)) return path + each;
  return null;
}

/** Whether a file or directory is there; asks for the listing of its directory only. */
export function exists(path: string, project: Project): boolean {
  return project.names(directoryOf(path)).has(nameOf(path));
}
