import type { Location } from '../syntax/location';
import { directoryOf, join, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { packageAt, record } from '../modules/package-json';
import type { BullVersion } from './construction';

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** The Bull that a file gets: what the nearest package.json asks for, else what is installed above it. */
export function bullVersion(file: string, project: Project): BullVersion {
  for (const directory of upwards(directoryOf(file))) {
    const json = packageAt(directory, project);
    for (const field of DEPENDENCIES) {
      const range = record(json?.[field])?.bull;
      const major = typeof range === 'string' ? majorOf(range) : null;
      if (major !== null) return { major, at: placeOf(join(directory, 'package.json'), String(range), project) };
    }
  }
  for (const directory of upwards(directoryOf(file))) {
    const installed = join(directory, 'node_modules/bull');
    const version = packageAt(installed, project)?.version;
    const major = typeof version === 'string' ? majorOf(version) : null;
    if (major !== null) return { major, at: placeOf(join(installed, 'package.json'), String(version), project) };
  }
  return { major: null, at: null };
}

/** `^4.16.5`, `~4`, `4.x`, `>=4 <5`; null for `*`, `latest`, `workspace:*` and a range over several majors. */
function majorOf(range: string): number | null {
  const majors = new Set([...range.matchAll(/(?<![\d.])(\d+)(?=[.x\s]|$)/g)].map((match) => Number(match[1])));
  const bounded = /^>=\s*(\d+)[^|]*<\s*(\d+)/.exec(range);
  if (bounded && Number(bounded[2]) === Number(bounded[1]) + 1) return Number(bounded[1]);
  const [major] = majors;
  return majors.size === 1 && major !== undefined ? major : null;
}

function placeOf(file: string, range: string, project: Project): Location {
  const text = project.read(file) ?? '';
  const key = /"bull"\s*:\s*/.exec(text);
  const start = Math.max(key ? key.index + key[0].length : text.indexOf(`"${range}"`), 0);
  return { file, start, end: start + range.length + 2 };
}
