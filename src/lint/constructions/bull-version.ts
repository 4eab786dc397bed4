import { gtr, major, minVersion, subset, validRange } from 'semver';
import { directoryOf } from '../files/paths';
import type { Project } from '../files/project';
import { dependencyOf } from '../modules/dependency';
import type { BullVersion } from './construction';

const UNKNOWN: BullVersion = { major: null, range: null, at: null };

/** The Bull that a file gets: the one that is installed, else what its package asks for. */
export function bullVersion(file: string, project: Project): BullVersion {
  const found = dependencyOf('bull', directoryOf(file), project);
  const range = found && validRange(found.range);
  if (!range) return UNKNOWN;
  const text = project.read(found.file) ?? '';
  const key = new RegExp(
    `"(?:bull|version)"\\s*:\\s*(?="${found.written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}")`,
  ).exec(text);
  const start = key ? key.index + key[0].length : 0;
  return { major: onlyMajor(range), range, at: { file: found.file, start, end: start + found.written.length + 2 } };
}

/** Null for `*` and a range over several majors. */
function onlyMajor(range: string): number | null {
  const least = minVersion(range);
  if (!least) return null;
  const all = `>=${major(least)}.0.0-0 <${major(least) + 1}.0.0-0`;
  return subset(range, all, { includePrerelease: true }) ? major(least) : null;
}

/** Whether `redis: 'redis://…'` is read as a URL: before 4.11.5 Bull ignores it, and connects to 127.0.0.1:6379. */
export function readsUrlInRedis(bull: Pick<BullVersion, 'range'>): boolean {
  return !isBefore(bull, '4.11.5');
}

/** Whether a Bull is surely older than a version. */
export function isBefore(bull: Pick<BullVersion, 'range'>, version: string): boolean {
  return bull.range !== null && gtr(version, bull.range);
}
