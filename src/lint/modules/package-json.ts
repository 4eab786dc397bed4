import { directoryOf, join, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { exists } from './file-at';

/** A package.json, parsed; fields are read with care, since anybody may have written it. */
export type PackageJson = Readonly<Record<string, unknown>>;

/** The package.json of a directory; null where there is none, or none that parses. */
export function packageAt(directory: string, project: Project): PackageJson | null {
  const path = join(directory, 'package.json');
  if (!exists(path, project)) return null;
  return project.shared(path, (part) => parseJson(part.read(path) ?? ''));
}

/** A package.json, and the directory that it stands in. */
export interface PackageAt {
  readonly directory: string;
  readonly json: PackageJson;
}

/** The package.json files above `file`, the nearest first, with their directories. */
export function* packagesAbove(file: string, project: Project): Iterable<PackageAt> {
  for (const directory of upwards(directoryOf(file))) {
    const json = packageAt(directory, project);
    if (json) yield { directory, json };
  }
}

function parseJson(text: string): PackageJson | null {
  try {
    const json: unknown = JSON.parse(text);
    return record(json);
  } catch {
    return null;
  }
}

/** `value` when it is an object, else null. */
export function record(value: unknown): PackageJson | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PackageJson) : null;
}
