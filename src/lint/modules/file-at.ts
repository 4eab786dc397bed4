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
  return withExtension(path, project) ?? indexOf(path, project);
}

function withExtension(path: string, project: Project): string | null {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - extension.length);
  const asSource = (SOURCES[extension] ?? []).map((each) => stem + each);
  const candidates = [...asSource, path, ...EXTENSIONS.map((each) => path + each)];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && exists(candidate, project)) ?? null;
}

function indexOf(path: string, project: Project): string | null {
  return withExtension(join(path, 'index'), project);
}

/** Whether a file or directory is there; asks for the listing of its directory only. */
export function exists(path: string, project: Project): boolean {
  return project.names(directoryOf(path)).has(nameOf(path));
}
