import { defaultLockRenewTime } from '../../bull/settings';
import { consumers } from '../consumers';
import type { Construction } from '../constructions/construction';
import { distinct } from '../distinct';
import { inWords } from '../duration-words';
import type { RuleFinding } from '../findings';
import { setProperty } from '../fixes/set-property';
import { placeOf, relatedTo } from '../place';
import { longestOf, settingIn, settingInWords, settingsOf, type Setting } from '../queue-settings';
import { fix, type Rule, type RuleContext } from '../rule';
import { isNoTimer } from '../timers';
import { alternatives, numberIn } from '../values/read';
import type { ObjectValue, PropertyValue } from '../values/value';

export const lockRenewTime: Rule = {
  meta: {
    id: 'lock-renew-time',
    summary: 'A lock must be renewed well before it ends: lockRenewTime at half of lockDuration.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    for (const queue of consumers(context)) {
      yield* distinct(settingsOf(queue).flatMap((settings) => findingsIn(settings, queue, context)));
    }
  },
};

function findingsIn(settings: ObjectValue, queue: Construction, context: RuleContext): readonly RuleFinding[] {
  // Against the longest that the lock may be: what is too late for it is too late on every path.
  const lock = longestOf(settingIn(settings, 'lockDuration') ?? []);
  if (!lock || lock.value <= 0) return [];
  const renewal = settings.properties.get('lockRenewTime');
  // Bull reads 0 as unset (bull 4.16.5 lib/queue.js:239).
  const times = renewal ? alternatives(renewal.value).flatMap((value) => numberIn(value)?.value || []) : [];
  const found = renewal ? times.map((time) => tooLate(renewal, time, lock)) : [overflowing(lock)];
  return found.flatMap((each) => (each ? [{ ...each, ...about(each.cause, queue, lock, context) }] : []));
}

type Found = Pick<RuleFinding, 'message' | 'severity'> & { readonly cause: PropertyValue };

function tooLate(cause: PropertyValue, time: number, lock: Setting): Found | null {
  const ms = inWords(time);
  if (isNoTimer(time)) return { cause, message: `${noTimer(time)} (lockRenewTime): while a job runs, ${hurry}.` };
  if (time >= lock.value) {
    return {
      cause,
      message:
        `lockRenewTime (${ms}) is not below lockDuration (${settingInWords(lock)}): ` +
        'a lock ends before it is renewed, so a longer job runs twice or fails with Missing lock.',
    };
  }
  if (time <= defaultLockRenewTime(lock.value)) return null;
  return {
    cause,
    message:
      `lockRenewTime (${ms}) is above half of lockDuration (${settingInWords(lock)}): ` +
      `a renewal that comes ${inWords(lock.value - time)} late finds the lock gone.`,
    severity: 'warning',
  };
}

const hurry = 'its lock is renewed without pause';

/** A lockDuration so long that half of it is no timer any more. */
function overflowing({ value, property }: Setting): Found | null {
  const time = defaultLockRenewTime(value);
  if (!property || !isNoTimer(time)) return null;
  return { cause: property, message: `${noTimer(time)} (half of lockDuration): while a job runs, ${hurry}.` };
}

function noTimer(ms: number): string {
  return `Node takes a timer of ${ms.toLocaleString('en')} ms for one of 1 ms`;
}

function about(cause: PropertyValue, queue: Construction, lock: Setting, { project }: RuleContext) {
  const half = defaultLockRenewTime(lock.value);
  return {
    ...placeOf(queue, cause.at),
    related: relatedTo(queue, cause.at, 'It is set here.'),
    fixes: () => {
      const edits = isNoTimer(half) ? null : setProperty(cause.at, 'lockRenewTime', `${half}`, project);
      return edits ? [fix(`Set lockRenewTime to ${half} (half of lockDuration)`, edits)] : [];
    },
  };
}
