import { defaultLockRenewTime, serverlessSettings, type ServerlessSettings } from '../../../bull/settings';
import type { Project } from '../../files/project';
import { isNoTimer } from '../../queue/timers';
import { absent } from '../../evaluation/build-value';
import { alternatives, isNeverGiven, numberIn, option } from '../../evaluation/inspect-value';
import type { LiteralValue, ObjectValue, Value } from '../../evaluation/value';

type Name = keyof ServerlessSettings;

/** The block as it is to be written into `settings`. */
export interface Block {
  /** What lockDuration is afterwards, in ms; null where the environment or unknown code says it. */
  readonly lockDuration: number | null;
  /** Code of the settings to write, in the order of the block; those that are there and right are not among them. */
  readonly changes: Readonly<Record<string, string>>;
}

/** Below this a duration in ms was meant in seconds, or for a test. */
const SHORTEST = 1000;

/** What makes `existing` the block for jobs that may run `budget` ms; null where that cannot be told. */
export function serverlessBlock(existing: ObjectValue | null, budget: number, project: Project): Block | null {
  const wanted = serverlessSettings(budget);
  const current = (name: Name): Value => (existing ? option(existing, name) : absent(NOWHERE));

  const lock = lockAfter(current('lockDuration'), existing, wanted.lockDuration, project);
  if (!lock) return null;
  const changes: Record<string, string> = lock.code === null ? {} : { lockDuration: lock.code };

  // Where the lock is not known, Bull's own half of it is right, and a number of ours may not be.
  const renewTime = lock.ms === null ? null : defaultLockRenewTime(lock.ms);
  if (renewTime !== null && !isKept(current('lockRenewTime'), (ms) => ms >= SHORTEST && ms <= renewTime)) {
    changes['lockRenewTime'] = `${renewTime}`;
  }
  const others = ['stalledInterval', 'maxStalledCount', 'guardInterval', 'retryProcessDelay'] as const;
  for (const name of others) {
    if (!isKept(current(name), isRight[name])) changes[name] = `${wanted[name]}`;
  }
  return { lockDuration: lock.ms, changes };
}

const isRight: Readonly<Record<Exclude<Name, 'lockDuration' | 'lockRenewTime'>, (value: number) => boolean>> = {
  stalledInterval: (ms) => ms >= SHORTEST && !isNoTimer(ms),
  // 0 says that a job must not run twice, which is worth more than another try.
  maxStalledCount: (count) => count >= 0,
  guardInterval: (ms) => ms >= SHORTEST && !isNoTimer(ms),
  retryProcessDelay: (ms) => ms >= SHORTEST && !isNoTimer(ms),
};

/** A value that is there stays unless it is known and wrong. */
function isKept(value: Value, isRight: (value: number) => boolean): boolean {
  if (isNeverGiven(value)) return false;
  return alternatives(value).every((single) => {
    const number = numberIn(single);
    return single.kind === 'unknown' || (number !== undefined && isRight(number.value));
  });
}

/** The lock afterwards (null where it is not known), and the code for it (null where it stays). */
interface Lock {
  readonly ms: number | null;
  readonly code: string | null;
}

function lockAfter(value: Value, existing: ObjectValue | null, wanted: number, project: Project): Lock | null {
  if (isNeverGiven(value)) return { ms: wanted, code: `${wanted}` };
  if (value.kind === 'unknown') return { ms: null, code: null };
  const number = value.kind === 'either' ? undefined : numberIn(value);
  if (!number) return null;
  const isEnough = number.value >= wanted;
  if (number.certainty === 'written') {
    return isEnough ? { ms: number.value, code: null } : { ms: wanted, code: `${wanted}` };
  }
  const code = isEnough ? null : withOtherDefault(number, existing, wanted, project);
  return isEnough || code !== null ? { ms: null, code } : null;
}

/** `Number(process.env.LOCK_MS) || 120000`: the variable is kept, and only the number behind it changes. */
function withOtherDefault(
  { at }: LiteralValue,
  existing: ObjectValue | null,
  wanted: number,
  project: Project,
): string | null {
  const property = existing?.properties.get('lockDuration')?.at;
  const text = property && project.read(property.file);
  if (!text || at.file !== property.file || at.start < property.start || at.end > property.end) return null;
  if (!/^[\d_.]+$/.test(text.slice(at.start, at.end))) return null;
  const code = text.slice(property.start, at.start) + wanted + text.slice(at.end, property.end);
  return /^\s*lockDuration\s*:/.test(code) ? code.slice(code.indexOf(':') + 1).trim() : null;
}

const NOWHERE = { file: '', start: 0, end: 0 };
