import { join } from '../files/paths';
import type { Project } from '../files/project';
import { fileAt } from './file-at';
import { packageAt, record, type PackageJson } from './package-json';
import type { WorkspacePackage } from './workspace-packages';

/** The conditions of `exports`, the ones that lead to source first. */
const CONDITIONS = ['source', 'development', 'import', 'require', 'node', 'default', 'types'];

/** The source file of a workspace package's entry; built output is looked up where it was built from. */
export function packageEntry({ directory, json }: WorkspacePackage, subpath: string, project: Project): string | null {
  const declared = json.exports === undefined ? [] : targets(exported(json.exports, subpath));
  const main =
    subpath === '.' ? [json.source, json.module, json.main, json.types, './src/index', './index'] : [subpath];
  const named = [...declared, ...main].filter((target) => typeof target === 'string');
  for (const target of named) {
    const file = entryAt(directory, target, project);
    if (file) return file;
  }
  return null;
}

/** The source file of a target of package.json: built output is looked up where it was built from. */
export function entryAt(directory: string, target: string, project: Project): string | null {
  for (const each of [...sourcesOf(target), target]) {
    const file = fileAt(join(directory, each), project);
    if (file) return file;
  }
  return null;
}

/** What a `#name` of the package's own `imports` stands for: `./src/queues.js`, `bull`; null where it has no such name. */
export function packageImport(directory: string, specifier: string, project: Project): string | null {
  const [target] = targets(mappedTo(record(packageAt(directory, project)?.imports) ?? {}, specifier));
  return target ?? null;
}

function exported(exports: unknown, subpath: string): unknown {
  const map = record(exports);
  const hasSubpaths = map && Object.keys(map).some((key) => key.startsWith('.'));
  if (!map || !hasSubpaths) return subpath === '.' ? exports : undefined;
  return mappedTo(map, subpath);
}

function mappedTo(map: PackageJson, name: string): unknown {
  if (name in map) return map[name];
  for (const [pattern, target] of Object.entries(map)) {
    const [prefix = '', suffix] = pattern.split('*');
    if (suffix === undefined || !name.startsWith(prefix) || !name.endsWith(suffix)) continue;
    const star = name.slice(prefix.length, name.length - suffix.length);
    return targets(target).map((each) => each.replace('*', star));
  }
  return undefined;
}

function targets(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(targets);
  const conditions = record(target);
  return conditions ? CONDITIONS.flatMap((condition) => targets(conditions[condition])) : [];
}

/** `./dist/index.js` is usually built from `./src/index`. */
function sourcesOf(target: string): string[] {
  const source = target
    .replace(/(^|\/)(dist|lib|build|out)\/((esm|cjs)\/)?/, '$1src/')
    .replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  return source === target ? [] : [source];
}
