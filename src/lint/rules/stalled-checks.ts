import { DEFAULT_SETTINGS } from '../../bull/settings';
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

/** Where a check is so rare that nobody can mean it: ten locks and ten minutes apart. */
const RARE = { locks: 10, ms: 600_000 };

export const stalledChecks: Rule = {
  meta: {
    id: 'stalled-checks',
    summary: 'Settings of the stall check that Redis refuses, or that lose or delay the jobs of a process that died.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    for (const queue of consumers(context)) {
      yield* distinct(settingsOf(queue).flatMap((settings) => [...findingsIn(settings, queue, context)]));
    }
  },
};

function* findingsIn(settings: ObjectValue, queue: Construction, context: RuleContext): Iterable<RuleFinding> {
  const lock = longestOf(settingIn(settings, 'lockDuration') ?? []);
  for (const interval of given(settings, 'stalledInterval')) {
    const problem = intervalProblem(interval.value, lock);
    if (problem) yield { ...problem, ...about(interval, 'stalledInterval', true, queue, context) };
  }
  for (const count of given(settings, 'maxStalledCount')) {
    if (count.value > 0) continue;
    yield {
      message:
        `maxStalledCount: ${count.value} fails a job the first time that its worker stalls: ` +
        `a restart in the middle is enough. Bull's default runs it once more.`,
      severity: 'information',
      // Some jobs must never run twice, so that nobody should change it unasked.
      ...about(count, 'maxStalledCount', false, queue, context),
    };
  }
}

interface Given {
  readonly value: number;
  readonly property: PropertyValue;
}

function given(settings: ObjectValue, name: string): readonly Given[] {
  const property = settings.properties.get(name);
  if (!property) return [];
  return alternatives(property.value).flatMap((value) => {
    const number = numberIn(value);
    return number ? [{ value: number.value, property }] : [];
  });
}

function intervalProblem(ms: number, lock: Setting | undefined): Pick<RuleFinding, 'message' | 'severity'> | null {
  if (ms <= 0) {
    return {
      message:
        `stalledInterval: ${ms} does not switch the check off: Bull makes one when process() starts, ` +
        'and Redis refuses it (invalid expire time).',
    };
  }
  if (isNoTimer(ms)) {
    return {
      message: `Node takes a timer of ${ms.toLocaleString('en')} ms for one of 1 ms: this queue checks for stalled jobs without pause.`,
    };
  }
  if (!lock || ms < RARE.ms || ms < RARE.locks * lock.value) return null;
  return {
    message:
      `A lock lasts ${settingInWords(lock)}, but stalled jobs are looked for every ${inWords(ms)} only: ` +
      `a job whose process died waits up to ${inWords(2 * ms)}.`,
    severity: 'information',
  };
}

function about(
  { property }: Given,
  name: 'stalledInterval' | 'maxStalledCount',
  isPreferred: boolean,
  queue: Construction,
  { project }: RuleContext,
): Pick<RuleFinding, 'start' | 'end' | 'related' | 'fixes'> {
  return {
    ...placeOf(queue, property.at),
    related: relatedTo(queue, property.at, 'It is set here.'),
    fixes: () => {
      const edits = setProperty(property.at, name, `${DEFAULT_SETTINGS[name]}`, project);
      return edits ? [fix(`Set ${name} to ${DEFAULT_SETTINGS[name]} (Bull's default)`, edits, { isPreferred })] : [];
    },
  };
}
