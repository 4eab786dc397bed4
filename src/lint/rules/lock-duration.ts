import { JobBudgets, type Budget } from '../queue/budgets';
import { consumers } from '../queue/consumers';
import type { Construction } from '../constructions/construction';
import { distinct } from '../engine/once-per-place';
import { inWords } from '../queue/duration-words';
import type { Related, RuleFinding } from '../engine/finding';
import { serverlessSettingsFixes } from '../fixes/serverless-settings';
import { setProperty } from '../fixes/set-property';
import { placeOf, relatedTo } from '../engine/underline';
import { everySetting, longestOf, settingInWords, type Setting } from '../queue/settings';
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
    const budgets = new JobBudgets(context);
    const found = consumers(context).flatMap((queue) => {
      const lock = longestOf(everySetting(queue, 'lockDuration') ?? []);
      if (!lock) return [];
      if (lock.value <= 0) return [{ ms: Infinity, finding: refused(queue, lock, context) }];
      const budget = budgets.of(queue);
      return budget && budget.ms > lock.value
        ? [{ ms: budget.ms, finding: tooShort(queue, lock, budget, context) }]
        : [];
    });
    // Where queues share their options, the one with the longest jobs speaks for all.
    yield* distinct(found.sort((a, b) => b.ms - a.ms).map(({ finding }) => finding));
  },
};

function tooShort(queue: Construction, lock: Setting, budget: Budget, context: RuleContext): RuleFinding {
  return {
    ...place(queue, lock),
    message:
      `A job may run ${inWords(budget.ms)} (${budget.source}) but its lock lasts ${settingInWords(lock)}. ` +
      'If the process is frozen or blocked for longer, the job runs twice or fails with Missing lock.',
    related: [
      ...(budget.at ? [{ ...budget.at, message: `A job may run ${inWords(budget.ms)}.` }] : []),
      ...written(queue, lock),
    ],
    fixes: () => serverlessSettingsFixes(queue, context),
  };
}

/** Redis refuses to set a key for 0 ms, so the job stays active with no lock and no worker (moveToActive-8.lua:138). */
function refused(queue: Construction, lock: Setting, context: RuleContext): RuleFinding {
  return {
    ...place(queue, lock),
    message: `Redis refuses a lock of ${inWords(lock.value)} (invalid expire time): no job of this queue is ever run.`,
    severity: 'error',
    related: written(queue, lock),
    fixes: () => {
      const { lockDuration: ms } = DEFAULT_SETTINGS;
      const edits = lock.property && setProperty(lock.property.at, 'lockDuration', `${ms}`, context.project);
      return edits ? [fix(`Set lockDuration to ${ms} (Bull's default)`, edits)] : [];
    },
  };
}

function place(queue: Construction, { property }: Setting): Pick<RuleFinding, 'start' | 'end'> {
  return property ? placeOf(queue, property.at) : queue.range;
}

function written(queue: Construction, { property }: Setting): readonly Related[] {
  return property ? relatedTo(queue, property.at, '`lockDuration` is set here.') : [];
}
