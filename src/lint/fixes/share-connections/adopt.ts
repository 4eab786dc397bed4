import type { Queue } from '../../queue/queue';
import type { RuleContext } from '../../engine/rule';
import type { Adoption, Hindrance } from './adoption';
import { directAdoption } from './direct';
import { nestAdoption } from './nest';

export function adoptionOf(queue: Queue, context: RuleContext): Adoption | Hindrance {
  if (queue.trigger) {
    return {
      why: `each ${queue.trigger === 'turn of the loop' ? 'turn of a loop' : queue.trigger} makes this queue anew`,
    };
  }
  return queue.via === 'nest' ? nestAdoption(queue, context) : directAdoption(queue, context);
}
