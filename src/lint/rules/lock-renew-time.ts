import { defaultLockRenewTime } from '../../bull/settings';
import { inWords } from '../queue/duration-words';
import { findingOnEveryPath, type OptionProblem } from './problems/on-every-path';
import { longestOf, numbersIn, settingIn, type Setting } from '../queue/settings';
import type { Rule } from '../engine/rule';
import { isNoTimer } from '../queue/timers';
import type { ObjectValue } from '../evaluation/value';

export const lockRenewTime: Rule = {
  meta: {
    id: 'lock-renew-time',
    summary: 'A lock must be renewed well before it ends: lockRenewTime at half of lockDuration.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    for (const queue of context.queues) {
      if (queue.mayProcess) yield* findingOnEveryPath(queue, 'settings', problemIn, context);
    }
  },
};

function problemIn(settings: ObjectValue): OptionProblem | null {
  // What is too late for the longest that the lock may be is too late for all.
  const lock = longestOf(settingIn(settings, 'lockDuration') ?? []);
  if (!lock || lock.value <= 0) return null;
  const half = defaultLockRenewTime(lock.value);
  const cause = settings.properties.get('lockRenewTime');
  const times = cause ? numbersIn(cause.value) : [];
  const time = Math.min(...times);
  // Bull reads 0 as unset (bull 4.16.5 lib/queue.js:239).
  if (!cause || !times.length || times.includes(0)) return overflow(lock, half);
  const problem = complaint(time, lock);
  const right =
    isNoTimer(half) || lock.unless !== null
      ? null
      : { name: 'lockRenewTime', value: half, why: 'half of lockDuration' };
  return problem && { cause, right, ...problem };
}

function complaint(time: number, lock: Setting): Pick<OptionProblem, 'message' | 'severity'> | null {
  if (isNoTimer(time)) return { message: noTimer(time, 'lockRenewTime') };
  const [renewal, whole] = [`lockRenewTime (${inWords(time)})`, `lockDuration (${lockInWords(lock)})`];
  if (time >= lock.value) {
    return {
      message:
        `${renewal} is ${time > lock.value ? 'longer than' : 'as long as'} ${whole}: a lock ends before it is renewed, ` +
        'so a longer job runs twice or fails with Missing lock.',
    };
  }
  if (time <= defaultLockRenewTime(lock.value)) return null;
  return {
    message: `${renewal} is more than half of ${whole}: a renewal that comes ${inWords(lock.value - time)} late finds the lock gone.`,
    severity: 'warning',
  };
}

function lockInWords({ value, property, unless }: Setting): string {
  const source = property === null ? "Bull's default" : unless && `unless ${unless} is set`;
  return source ? `${inWords(value)}, ${source}` : inWords(value);
}

/** A lockDuration so long that half of it, Bull's own lockRenewTime, is no timer any more. */
function overflow({ property }: Setting, half: number): OptionProblem | null {
  if (!property || !isNoTimer(half)) return null;
  return { cause: property, message: noTimer(half, 'half of lockDuration'), right: null };
}

function noTimer(ms: number, source: string): string {
  const timer = `Node takes a timer of ${ms.toLocaleString('en')} ms (${source}) for one of 1 ms`;
  return `${timer}: while a job runs, its lock is renewed without pause.`;
}
