import type { Budget } from '../queue/budget';
import type { Queue, QueueByCall } from '../queue/queue';
import { atCall } from './problems/at-call';
import { inWords } from '../queue/duration-words';
import type { RuleFinding } from '../engine/finding';
import { serverlessSettingsFixes } from '../fixes/serverless-settings';
import { whyNoSettings } from '../fixes/serverless-settings/why-not';
import { setProperty } from '../fixes/set-property';
import { underline } from '../engine/underline';
import { longestOf, settingInWords, type Setting } from '../queue/settings';
import { fix, type Rule, type RuleContext } from '../engine/rule';
import { DEFAULT_SETTINGS } from '../../bull/settings';

export const lockDuration: Rule = {
  meta: {
    id: 'lock-duration',
    summary: 'A job may run longer than its lock lasts when nothing renews it.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    const found = context.queues.flatMap((queue) => {
      const own = problemIn(queue, context);
      if (own || !queue.mayProcess) return own ?? [];
      return queue.ofCalls.flatMap((made) => problemInCall(made, queue, context) ?? []);
    });
    // Where queues share their options, the one with the longest jobs speaks for all.
    yield* found.sort((a, b) => b.ms - a.ms).map(({ finding }) => finding);
  },
};

interface Problem {
  /** How long its jobs may take. */
  readonly ms: number;
  readonly lock: Setting;
  readonly finding: RuleFinding;
}

function problemIn(queue: Queue, context: RuleContext): Problem | null {
  if (!queue.mayProcess || (queue.isSandboxed && !queue.isServerless)) return null;
  const lock = longestOf(queue.settings('lockDuration') ?? []);
  if (!lock) return null;
  if (lock.value <= 0) return { ms: Infinity, lock, finding: refused(queue, lock, context) };
  const { budget } = queue;
  return budget && budget.ms > lock.value
    ? { ms: budget.ms, lock, finding: tooShort(queue, lock, budget, context) }
    : null;
}

/** What the calls of a factory give may differ, so that one of them alone gives too little. */
function problemInCall(made: QueueByCall, factory: Queue, context: RuleContext): Problem | null {
  const problem = problemIn(made.queue, context);
  return problem && { ...problem, finding: atCall(problem.finding, problem.lock.property, made, factory) };
}

function tooShort(queue: Queue, lock: Setting, budget: Budget, context: RuleContext): RuleFinding {
  const place = placeOf(queue, lock);
  return {
    ...place,
    message:
      `A job may run ${inWords(budget.ms)} (${budget.source}) but its lock lasts ${settingInWords(lock)}. ` +
      'If the process is frozen or blocked for longer, the job runs twice or fails with Missing lock.',
    // A server that runs on renews its locks: there it takes a job that blocks the process.
    severity: queue.isServerless ? 'warning' : 'information',
    related: [
      ...(budget.at ? [{ ...budget.at, message: `A job may run ${inWords(budget.ms)}.` }] : []),
      ...(place.related ?? []),
    ],
    fixes: () => serverlessSettingsFixes(queue, context),
    whyNoFix: () => whyNoSettings(queue, context),
  };
}

/** Redis refuses to set a key for 0 ms, so the job stays active with no lock and no worker (moveToActive-8.lua:138). */
function refused(queue: Queue, lock: Setting, context: RuleContext): RuleFinding {
  return {
    ...placeOf(queue, lock),
    message: `Redis refuses a lock of ${inWords(lock.value)} (invalid expire time): no job of this queue is ever run.`,
    severity: 'error',
    fixes: () => {
      const { lockDuration: ms } = DEFAULT_SETTINGS;
      const edits = lock.property && setProperty(lock.property.at, 'lockDuration', `${ms}`, context.project);
      return edits ? [fix(`Set lockDuration to ${ms} (Bull's default)`, edits)] : [];
    },
  };
}

function placeOf(
  queue: Queue,
  { property }: Setting,
): Pick<RuleFinding, 'start' | 'end' | 'cause' | 'about' | 'related'> {
  return property ? underline(queue, property.at, '`lockDuration` is set here.') : queue.range;
}
