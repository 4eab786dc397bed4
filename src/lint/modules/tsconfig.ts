import { ts } from '../syntax/typescript';
import { directoryOf, join, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { exists } from './file-at';

/** How a tsconfig maps bare specifiers to files. */
export interface PathMapping {
  /** Where `paths` are relative to. */
  readonly base: string;
  /** Where bare specifiers are looked for as files, if `baseUrl` is set. */
  readonly baseUrl: string | null;
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

const DEEPEST_EXTENDS = 10;

/** The nearest tsconfig.json or jsconfig.json around a directory; null where there is none. */
export function configFor(around: string, project: Project): string | null {
  for (const directory of upwards(around)) {
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const path = join(directory, name);
      if (exists(path, project)) return path;
    }
  }
  return null;
}

/** Null where the file maps nothing. */
export function mappingIn(config: string, project: Project): PathMapping | null {
  return project.shared(`aliases in ${config}`, (part) => readMapping(config, part, DEEPEST_EXTENDS));
}

function readMapping(path: string, project: Project, depth: number): PathMapping | null {
  const text = project.read(path);
  if (!text || depth === 0) return null;
  const config = asRecord(ts.parseConfigFileTextToJson(path, text).config);
  const options = asRecord(config.compilerOptions);
  const directory = directoryOf(path);
  const inherited = parents(config.extends, directory, project).reduceRight<PathMapping | null>(
    (found, parent) => found ?? readMapping(parent, project, depth - 1),
    null,
  );
  const ownBase = typeof options.baseUrl === 'string' ? join(directory, withoutVariables(options.baseUrl)) : null;
  const baseUrl = ownBase ?? inherited?.baseUrl ?? null;
  if (isPaths(options.paths)) return { base: baseUrl ?? directory, baseUrl, paths: options.paths };
  if (inherited) return { ...inherited, baseUrl };
  return baseUrl === null ? null : { base: baseUrl, baseUrl, paths: {} };
}

/** The files of `extends` that lie in the workspace, the one that wins last; those of packages map no local path. */
function parents(extend: unknown, directory: string, project: Project): string[] {
  const names = (Array.isArray(extend) ? extend : [extend]).filter((name) => typeof name === 'string');
  return names
    .filter((name) => name.startsWith('.') || name.startsWith('/'))
    .flatMap((name) => {
      const path = join(directory, name);
      return [path, `${path}.json`].filter((each) => each.endsWith('.json') && exists(each, project)).slice(0, 1);
    });
}

function withoutVariables(path: string): string {
  return path.replace('${configDir}', '.');
}

/** The paths that a specifier may mean, in the order of preference. */
export function mapped(specifier: string, mapping: PathMapping): readonly string[] {
  const found: string[] = [];
  let longest = -1;
  for (const [pattern, targets] of Object.entries(mapping.paths)) {
    const [prefix = '', suffix] = pattern.split('*');
    const matches =
      suffix === undefined
        ? specifier === pattern
        : specifier.length >= prefix.length + suffix.length &&
          specifier.startsWith(prefix) &&
          specifier.endsWith(suffix);
    const weight = suffix === undefined ? Infinity : prefix.length;
    if (!matches || weight <= longest) continue;
    longest = weight;
    const star = suffix === undefined ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
    found.splice(
      0,
      found.length,
      ...targets.map((target) => join(mapping.base, withoutVariables(target).replace('*', star))),
    );
  }
  return mapping.baseUrl === null ? found : [...found, join(mapping.baseUrl, specifier)];
}

function isPaths(value: unknown): value is Record<string, string[]> {
  const lists = Object.values(asRecord(value));
  return (
    lists.length > 0 && lists.every((list) => Array.isArray(list) && list.every((each) => typeof each === 'string'))
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
