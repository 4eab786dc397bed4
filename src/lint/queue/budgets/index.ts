import type { Construction } from '../../constructions/construction';
import type { Evaluator } from '../../evaluation/value';
import type { Project } from '../../files/project';
import type { Assumptions } from '../assumptions';
import type { Roles } from '../roles/roles';
import type { Budget } from './budget';
import { commentBudget } from './comment';
import { PlatformLimits } from './platform';
import { defaultBudget, namedBudget } from './settings';
import { timeoutBudget } from './timeout';

export type { Budget } from './budget';

/** What budgets are looked for in. */
export interface BudgetSources {
  readonly project: Project;
  readonly evaluator: Evaluator;
  readonly assumptions: Assumptions;
}

/** How long a job of a queue may take, as far as it is declared; remembers what the platform says. */
export class JobBudgets {
  private readonly platform: PlatformLimits;

  constructor(private readonly sources: BudgetSources) {
    this.platform = new PlatformLimits(sources);
  }

  /** The first that is declared; null where none is. */
  of(queue: Construction & { readonly roles: Roles }): Budget | null {
    const { assumptions, evaluator } = this.sources;
    return (
      commentBudget(queue) ??
      namedBudget(queue, assumptions) ??
      timeoutBudget(queue, evaluator) ??
      this.platform.of(queue.file) ??
      defaultBudget(assumptions)
    );
  }
}
