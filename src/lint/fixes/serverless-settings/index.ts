import { SERVERLESS_JOB_BUDGET, SERVERLESS_LIMITER } from '../../../bull/settings';
import { JobBudgets } from '../../budgets';
import type { Construction } from '../../constructions/construction';
import { inWords } from '../../duration-words';
import type { Fix } from '../../findings';
import { fix, type RuleContext } from '../../rule';
import { isNeverGiven, option } from '../../values/read';
import { serverlessBlock } from './block';
import { settingsPlace } from './place';
import { sharersOf } from './sharers';

const LIMITER = {
  set: Object.fromEntries(Object.entries(SERVERLESS_LIMITER).map(([name, value]) => [name, `${value}`])),
};

/**
 * *Insert serverless settings* for any queue: the six settings for its job budget (that of the incident where none is
 * declared), then the same with a limiter. Options that several queues share are made right for the longest jobs of
 * them. Empty where all is there already, or where the options cannot be edited for certain.
 */
export function serverlessSettingsFixes(queue: Construction, context: RuleContext): readonly Fix[] {
  const place = settingsPlace(queue, context);
  if (!place) return [];
  const budgets = new JobBudgets(context);
  const queues = place.shared ? [queue, ...sharersOf(place.shared, context.index)] : [queue];
  const declared = queues.flatMap((each) => budgets.of(each)?.ms ?? []);
  const budget = declared.length ? Math.max(...declared) : SERVERLESS_JOB_BUDGET;
  const block = serverlessBlock(place.settings, budget, context.project);
  if (!block) return [];

  const lock = block.lockDuration === null ? '' : `lockDuration ${inWords(block.lockDuration)} `;
  const named = `Insert serverless settings (${lock}for a budget of ${inWords(budget)})`;
  const limited = `Insert serverless settings and a limiter (${perSecond()} jobs a second)`;
  const hasLimiter = !isNeverGiven(option(queue.options, 'limiter'));
  const settings = Object.keys(block.changes).length ? place.write({ set: block.changes }, {}) : null;
  const withLimiter = hasLimiter ? null : place.write({ set: block.changes }, { set: { limiter: LIMITER } });
  return [
    ...(settings ? [fix(named, settings)] : []),
    ...(withLimiter ? [fix(limited, withLimiter, { isPreferred: false })] : []),
  ];
}

function perSecond(): number {
  return SERVERLESS_LIMITER.max / (SERVERLESS_LIMITER.duration / 1000);
}
