import type { Construction } from '../../constructions/construction';
import type { Evaluator } from '../../evaluation/value';
import type { Assumptions } from '../assumptions';
import { longest, type Budget } from '../budget';
import type { Platform } from '../platform';
import type { Process } from '../processes';
import type { Roles } from '../roles/roles';
import { commentBudget } from './comment';
import { defaultBudget, namedBudget } from './settings';
import { timeoutBudget } from './timeout';

/** What of a queue its budget depends on. */
interface Budgeted extends Construction {
  readonly roles: Roles;
  /** Those that load it. */
  readonly processes: readonly Process[];
}

/** What budgets are looked for in. */
export interface BudgetSources {
  readonly evaluator: Evaluator;
  readonly platform: Platform;
  readonly assumptions: Assumptions;
}

/** How long a job of a queue may take: the first that is declared; null where none is. */
export function jobBudget(queue: Budgeted, { evaluator, platform, assumptions }: BudgetSources): Budget | null {
  return (
    commentBudget(queue) ??
    namedBudget(queue, assumptions) ??
    timeoutBudget(queue, evaluator) ??
    platform.functionAt(queue.file)?.limit ??
    // A module that is no function itself runs in those that load it.
    longest(queue.processes.flatMap((process) => process.function?.limit ?? [])) ??
    defaultBudget(assumptions)
  );
}
