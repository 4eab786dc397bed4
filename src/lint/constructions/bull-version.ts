import { gtr, intersects, major, minVersion, subset, validRange } from 'semver';
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

/**
 * Whether Bull takes a URL apart that it finds in `redis`, as it does from 4.11.5 on. Bull 3 up to 3.24 hands it to ioredis as
 * it is, and those between ignore it and connect to 127.0.0.1:6379.
 */
export function readsUrlInRedis(bull: Pick<BullVersion, 'range'>): boolean {
  return !isBefore(bull, '4.11.5');
}

/** Whether it surely ignores a URL in `redis`. */
export function ignoresUrlInRedis({ range }: Pick<BullVersion, 'range'>): boolean {
  return range !== null && subset(range, '>=3.25.0-0 <4.11.5', { includePrerelease: true });
}

/** Whether it may hand a URL in `redis` on as it is, to ioredis or to a `createClient`. */
export function mayHandOnUrlInRedis({ range }: Pick<BullVersion, 'range'>): boolean {
  return range !== null && intersects(range, '<3.25.0', { includePrerelease: true });
}

/** Whether `redis` may replace the URL that it stands beside, as it does before Bull 3.18. */
export function mayReplaceUrlByRedis({ range }: Pick<BullVersion, 'range'>): boolean {
  return range !== null && intersects(range, '<3.18.0', { includePrerelease: true });
}

/** Whether a Bull is surely older than a version. */
export function isBefore(bull: Pick<BullVersion, 'range'>, version: string): boolean {
  return bull.range !== null && gtr(version, bull.range);
}
