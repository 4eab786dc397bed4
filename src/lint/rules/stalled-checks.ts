import { DEFAULT_SETTINGS } from '../../bull/settings';
import { inWords } from '../queue/duration-words';
import { findingOnEveryPath, type OptionProblem } from './problems/on-every-path';
import { longestOf, numbersIn, settingIn, settingInWords, type Setting } from '../queue/settings';
import type { Rule } from '../engine/rule';
import { isNoTimer } from '../queue/timers';
import type { ObjectValue } from '../evaluation/value';

/** From here on checks are so rare, for the lock that they are about, that hardly anybody means it. */
const RARE = { locks: 10, ms: 600_000 };

export const stalledChecks: Rule = {
  meta: {
    id: 'stalled-checks',
    summary: 'Settings of the stall check that Redis refuses, or that lose or delay the jobs of a process that died.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    for (const queue of context.queues) {
      if (!queue.mayProcess) continue;
      for (const problem of [intervalProblem, countProblem])
        yield* findingOnEveryPath(queue, 'settings', problem, context);
    }
  },
};

function intervalProblem(settings: ObjectValue): OptionProblem | null {
  const cause = settings.properties.get('stalledInterval');
  const [ms, ...others] = cause ? numbersIn(cause.value) : [];
  if (!cause || ms === undefined || others.length > 0) return null;
  const lock = longestOf(settingIn(settings, 'lockDuration') ?? []);
  const problem = complaint(ms, lock);
  return problem && { cause, right: bullsDefault('stalledInterval'), ...problem };
}

function complaint(
  ms: number,
  lock: Setting | undefined,
): Pick<OptionProblem, 'message' | 'severity' | 'isCertain'> | null {
  if (ms <= 0) {
    return {
      message:
        `stalledInterval: ${ms} does not switch the check off: Bull makes one when process() starts, ` +
        'and Redis refuses it (invalid expire time).',
    };
  }
  if (isNoTimer(ms)) {
    const timer = `Node takes a timer of ${ms.toLocaleString('en')} ms for one of 1 ms`;
    return { message: `${timer}: this queue checks for stalled jobs without pause.` };
  }
  if (!lock || ms < RARE.ms || ms < RARE.locks * lock.value) return null;
  return {
    message:
      `A lock lasts ${settingInWords(lock)}, but stalled jobs are looked for every ${inWords(ms)} only: ` +
      `a job whose process died waits up to ${inWords(2 * ms)}.`,
    severity: 'information',
    isCertain: false,
  };
}

function countProblem(settings: ObjectValue): OptionProblem | null {
  const cause = settings.properties.get('maxStalledCount');
  const counts = cause ? numbersIn(cause.value) : [];
  if (!cause || !counts.length || counts.some((count) => count > 0)) return null;
  return {
    cause,
    message:
      `maxStalledCount: ${counts[0]} fails a job the first time that it stalls: a restart in the middle is enough. ` +
      "Bull's default runs it once more.",
    severity: 'information',
    right: bullsDefault('maxStalledCount'),
    // Some jobs must never run twice.
    isCertain: false,
  };
}

function bullsDefault(name: 'stalledInterval' | 'maxStalledCount'): OptionProblem['right'] {
  return { name, value: DEFAULT_SETTINGS[name], why: "Bull's default" };
}
