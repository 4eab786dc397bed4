import { isSourcePath } from '../../syntax/parsed-file';
import { join, nameOf } from '../../files/paths';
import type { Project } from '../../files/project';

/** Where Vercel and Next.js look for functions in a package, and which files there are some. */
const PLACES: readonly { readonly path: readonly string[]; readonly isFunction: (name: string) => boolean }[] = [
  { path: ['api'], isFunction: isSourcePath },
  { path: ['pages'], isFunction: isSourcePath },
  { path: ['src', 'pages'], isFunction: isSourcePath },
  { path: ['app'], isFunction: isSegment },
  { path: ['src', 'app'], isFunction: isSegment },
];

function isSegment(name: string): boolean {
  return /^(route|page|layout)\.[jt]sx?$/.test(name);
}

/** The files of a package that are functions by their place. */
export function functionFiles(packageDirectory: string, project: Project): readonly string[] {
  return PLACES.flatMap(({ path, isFunction }) => {
    let directory = packageDirectory;
    for (const name of path) {
      if (!project.names(directory).has(name)) return [];
      directory = join(directory, name);
    }
    return filesUnder(directory, project).filter((file) => isFunction(nameOf(file)));
  });
}

function filesUnder(directory: string, project: Project): readonly string[] {
  return [...project.names(directory)].flatMap((name) => {
    const path = join(directory, name);
    if (isSourcePath(name)) return [path];
    return isDirectoryName(name) ? filesUnder(path, project) : [];
  });
}

/** Told by the name alone: `posts`, `(shop)`, `[...slug]`; not `logo.svg`. */
function isDirectoryName(name: string): boolean {
  return name !== 'node_modules' && (!name.includes('.') || name.startsWith('['));
}
