import type { Construction } from '../../constructions/construction';
import { alternatives, isNotGiven, numberIn, option } from '../../evaluation/inspect-value';
import type { Evaluator, Value } from '../../evaluation/value';
import { addedJobs } from '../jobs/added-jobs';
import type { Roles } from '../roles/roles';
import { longest, type Budget } from '../budget';

/**
 * Bull's own `timeout`, after which it fails a job (bull 4.16.5 lib/queue.js:1212): in `defaultJobOptions`, or in
 * `add()` and `addBulk()` on this queue. The longest of them, since one job may take that long.
 */
export function timeoutBudget(queue: Construction & { readonly roles: Roles }, evaluator: Evaluator): Budget | null {
  const jobs = queue.roles.adds.flatMap((use) => addedJobs(use, evaluator) ?? []);
  return longest([
    ...budgetIn(option(queue.options, 'defaultJobOptions'), 'timeout in defaultJobOptions'),
    ...jobs.flatMap(({ options }) => budgetIn(options, 'timeout in add()')),
  ]);
}

/**
 * The shortest timeout of all paths, so that no more is said than is proven. A path without one allows a job more than
 * that, not less; one that is not known could allow it anything.
 */
function budgetIn(options: Value, source: string): readonly Budget[] {
  const given = alternatives(option(options, 'timeout')).filter((timeout) => !isNotGiven(timeout));
  if (given.length === 0) return [];
  const timeouts = given.map(numberIn);
  const shortest = timeouts.reduce((least, each) => (least && each && each.value < least.value ? each : least));
  if (!shortest || shortest.value <= 0 || timeouts.includes(undefined)) return [];
  const unless = shortest.defaultOf ? `, unless ${shortest.defaultOf} is set` : '';
  return [{ ms: shortest.value, source: source + unless, at: shortest.at }];
}
