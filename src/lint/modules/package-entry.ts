import { join } from '../files/paths';
import type { Project } from '../files/project';
import { fileAt } from './file-at';
import { record } from './package-json';
import type { WorkspacePackage } from './workspace-packages';

/** The conditions of `exports`, the ones that lead to source first. */
const CONDITIONS = ['source', 'development', 'import', 'require', 'node', 'default', 'types'];

/** The source file of a workspace package's entry; built output is looked up where it was built from. */
export function packageEntry({ directory, json }: WorkspacePackage, subpath: string, project: Project): string | null {
  const declared = json.exports === undefined ? [] : targets(exported(json.exports, subpath));
  const main =
    subpath === '.' ? [json.source, json.module, json.main, json.types, './src/index', './index'] : [subpath];
  const named = [...declared, ...main].filter((target) => typeof target === 'string');
  for (const target of named.flatMap((each) => [...sourcesOf(each), each])) {
    const file = fileAt(join(directory, target), project);
    if (file) return file;
  }
  return null;
}

function exported(exports: unknown, subpath: string): unknown {
  const map = record(exports);
  const hasSubpaths = map && Object.keys(map).some((key) => key.startsWith('.'));
  if (!map || !hasSubpaths) return subpath === '.' ? exports : undefined;
  if (subpath in map) return map[subpath];
  for (const [pattern, target] of Object.entries(map)) {
    const [prefix = '', suffix] = pattern.split('*');
    if (suffix === undefined || !subpath.startsWith(prefix) || !subpath.endsWith(suffix)) continue;
    const star = subpath.slice(prefix.length, subpath.length - suffix.length);
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
