import { join, relativeTo, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { catalogsAround } from './catalogs';
import { exists } from './file-at';
import { LOCKFILES } from './lockfiles';
import { packageAt, record, type PackageJson } from './package-json';

const FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** A package as code in some directory gets it. */
export interface Dependency {
  /** The version that is installed, else the range that is asked for: of semver's syntax, if all is well. */
  readonly range: string;
  /** The file that says so. */
  readonly file: string;
  /** What the file says, to be found there: `^4.16.5`, `catalog:`. */
  readonly written: string;
}

/** What is installed in node_modules or written in a lockfile, else what the nearest manifest that has it asks for. */
export function dependencyOf(name: string, directory: string, project: Project): Dependency | null {
  return project.shared(`${name} of ${directory}`, (part) => {
    const installed = installedIn(name, directory, part);
    if (installed) return installed;
    for (const at of upwards(directory)) {
      const written = rangeIn(packageAt(at, part), name);
      if (written === undefined) continue;
      const range = aliased(catalogsAround(at, written, name, part) ?? written);
      return {
        range: lockedVersion({ name, written, range }, at, part) ?? range,
        file: join(at, 'package.json'),
        written,
      };
    }
    return null;
  });
}

/** The package that a name stands for in a directory: another one for `"jobs": "npm:bull@^4"`. */
export function realName(name: string, directory: string, project: Project): string {
  return project.shared(`${name} stands for, in ${directory}`, (part) => {
    for (const at of upwards(directory)) {
      const written = rangeIn(packageAt(at, part), name);
      if (written === undefined) continue;
      const range = catalogsAround(at, written, name, part) ?? written;
      return /^npm:((?:@[^/]+\/)?[^@/]+)/.exec(range)?.[1] ?? name;
    }
    return name;
  });
}

function rangeIn(json: PackageJson | null, name: string): string | undefined {
  const ranges = FIELDS.map((field) => record(json?.[field])?.[name]);
  return ranges.find((range) => typeof range === 'string');
}

/** `^4` of `npm:bull@^4`. */
function aliased(range: string): string {
  return range.replace(/^npm:(?:@[^/]+\/)?[^@/]+@?/, '') || range;
}

function installedIn(name: string, directory: string, project: Project): Dependency | null {
  for (const at of upwards(directory)) {
    const installed = join(at, `node_modules/${name}`);
    const version = packageAt(installed, project)?.version;
    if (typeof version === 'string') return { range: version, file: join(installed, 'package.json'), written: version };
  }
  return null;
}

function lockedVersion(
  { name, written, range }: { name: string; written: string; range: string },
  manifest: string,
  project: Project,
): string | undefined {
  for (const at of upwards(manifest)) {
    for (const [file, versionIn] of Object.entries(LOCKFILES)) {
      const path = join(at, file);
      if (!exists(path, project)) continue;
      const text = project.read(path);
      if (typeof text !== 'string') return undefined;
      const directory = relativeTo(at, manifest);
      const wanted = [written, range].map((each) => versionIn(text, { name, range: each, directory }));
      return wanted.find((version) => version !== undefined);
    }
  }
  return undefined;
}
