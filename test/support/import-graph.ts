import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/** The names in a folder that import each other in a circle: `values/calls.ts → values/classes.ts → values/calls.ts`. */
export interface Circle {
  /** Relative to the root; '' for the root itself. */
  readonly folder: string;
  /** Files and folders, in the order of the imports; the first comes again at the end. */
  readonly names: readonly string[];
}

/**
 * The circles among the files and folders below `root`. An import from `lint/queue/roles.ts` to `lint/syntax/scopes.ts` is one
 * from `queue` to `syntax` in the folder `lint`: so each folder's own entries are held to an order, at every level.
 */
export function circles(root: string): readonly Circle[] {
  const edges = new Map<string, Map<string, Set<string>>>();
  for (const file of sourcesBelow(root)) {
    for (const target of importsOf(join(root, file))) {
      const [folder, from, to] = parting(file, relative(root, target).split(sep).join('/'));
      const own = edges.get(folder) ?? new Map<string, Set<string>>();
      edges.set(folder, own.set(from, (own.get(from) ?? new Set()).add(to)));
    }
  }
  return [...edges].flatMap(([folder, graph]) => circleIn(graph).map((names) => ({ folder, names })));
}

function sourcesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** Types count too: who needs another file's types cannot be read without it. */
function importsOf(file: string): readonly string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [];
    const path = join(dirname(file), fileName);
    return [`${path}.ts`, join(path, 'index.ts')].filter((each) => ts.sys.fileExists(each)).slice(0, 1);
  });
}

/** The folder in which two paths part, and the entry of it that each goes through. */
function parting(from: string, to: string): readonly [folder: string, from: string, to: string] {
  const [a, b] = [from.split('/'), to.split('/')];
  let depth = 0;
  while (a[depth] === b[depth]) depth++;
  return [a.slice(0, depth).join('/'), a[depth]!, b[depth]!];
}

/** The first circle that a walk from each name meets; empty where there is none. */
function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return null;
    for (const next of graph.get(name) ?? []) {
      const circle = visit(next, [...path, name]);
      if (circle) return circle;
    }
    done.add(name);
    return null;
  };
  return [...graph.keys()].flatMap((name) => {
    const circle = visit(name, []);
    for (const each of circle ?? []) done.add(each);
    return circle ? [circle] : [];
  });
}
