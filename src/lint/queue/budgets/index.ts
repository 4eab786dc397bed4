import type { Construction } from '../../constructions/construction';
import type { RuleContext } from '../../engine/rule';
import type { Budget } from './budget';
import { commentBudget } from './comment';
import { PlatformLimits } from './platform';
import { defaultBudget, namedBudget } from './settings';
import { timeoutBudget } from './timeout';

export type { Budget } from './budget';

/** How long a job of a queue may take, as far as it is declared; keeps what it has read of the platform. */
export class JobBudgets {
  private readonly platform: PlatformLimits;

  constructor(private readonly context: RuleContext) {
    this.platform = new PlatformLimits(context);
  }

  /** The first that is declared; null where none is. */
  of(construction: Construction): Budget | null {
    return (
      commentBudget(construction) ??
      namedBudget(construction, this.context.settings) ??
      timeoutBudget(construction, this.context) ??
      this.platform.of(construction.file) ??
      defaultBudget(this.context.settings)
    );
  }
}

/** `JobBudgets` for one question. */
export function jobBudget(construction: Construction, context: RuleContext): Budget | null {
  return new JobBudgets(context).of(construction);
}
