import picomatch from 'picomatch';
import { parse as parseYaml } from 'yaml';
import { join, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { exists } from './file-at';
import { packageAt, record, type PackageJson } from './package-json';

/** A package of the workspace, by the name that others import. */
export interface WorkspacePackage {
  readonly directory: string;
  readonly json: PackageJson;
}

const DEEPEST_GLOB = 4;

/** The root of the workspace (npm, yarn or pnpm) that a directory is in; null outside of any. */
export function workspaceAround(directory: string, project: Project): string | null {
  for (const root of upwards(directory)) if (workspaceGlobs(root, project).length > 0) return root;
  return null;
}

/** The packages of the workspace with this root, by name. */
export function packagesIn(root: string, project: Project): ReadonlyMap<string, WorkspacePackage> {
  return project.shared(`packages of ${root}`, (part) => readPackages(root, workspaceGlobs(root, part), part));
}

function workspaceGlobs(root: string, project: Project): readonly string[] {
  return project.shared(`workspace globs of ${root}`, (part) => readGlobs(root, part));
}

function readGlobs(root: string, project: Project): readonly string[] {
  const pnpm = join(root, 'pnpm-workspace.yaml');
  if (exists(pnpm, project)) return strings(record(yaml(project.read(pnpm) ?? ''))?.packages);
  const workspaces = packageAt(root, project)?.workspaces;
  return strings(record(workspaces)?.packages ?? workspaces);
}

function readPackages(root: string, globs: readonly string[], project: Project): Map<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  const wanted = globs
    .filter((glob) => !glob.startsWith('!'))
    .map((glob) => glob.replace(/^\.\//, '').replace(/\/$/, ''));
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const matches = picomatch(wanted, { ignore: unwanted });
  for (const relative of directoriesFor(root, wanted, project)) {
    const directory = join(root, relative);
    const json = matches(relative) ? packageAt(directory, project) : null;
    if (typeof json?.name === 'string') packages.set(json.name, { directory, json });
  }
  return packages;
}

/** Directories (relative) down to where a glob may match; node_modules and hidden ones never do. */
function directoriesFor(root: string, globs: readonly string[], project: Project): readonly string[] {
  const found: string[] = [];
  const visit = (relative: string, depth: number): void => {
    if (relative) found.push(relative);
    if (depth === DEEPEST_GLOB) return;
    for (const name of project.names(join(root, relative))) {
      if (name === 'node_modules' || name.startsWith('.') || name.includes('.')) continue;
      const below = relative ? `${relative}/${name}` : name;
      if (globs.some((glob) => mayLeadTo(below, glob))) visit(below, depth + 1);
    }
  };
  visit('', 0);
  return found;
}

/** Whether `relative` or something below it may match: each of its parts fits the glob's part at that depth. */
function mayLeadTo(relative: string, glob: string): boolean {
  const parts = glob.split('/');
  const deep = parts.indexOf('**');
  return relative
    .split('/')
    .every((name, i) => (deep !== -1 && i >= deep) || (parts[i] !== undefined && picomatch.isMatch(name, parts[i])));
}

function yaml(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    return null;
  }
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
