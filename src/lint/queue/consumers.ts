import type { Construction } from '../constructions/construction';
import type { RuleContext } from '../engine/rule';

/**
 * The queues of the file that may process jobs. On an instance that only adds them, locks and stall checks have no effect
 * (bull 4.16.5 lib/queue.js:963, 1161); one that is never used here may be used by whoever imports it.
 */
export function consumers({ constructions, roles }: RuleContext): readonly Construction[] {
  return constructions.filter((queue) => {
    const { adds, processes, escapes } = roles(queue);
    return escapes || processes.length > 0 || adds.length === 0;
  });
}
