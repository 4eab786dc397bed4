import type { Queue } from '../../queue/queue';
import type { RuleContext } from '../../engine/rule';
import { every, isGiven, option } from '../../evaluation/inspect-value';
import type { Adoption, Hindrance } from './adoption';
import { directAdoption } from './direct';
import { nestAdoption } from './nest';

export function adoptionOf(queue: Queue, context: RuleContext): Adoption | Hindrance {
  if (queue.trigger) {
    return {
      why: `each ${queue.trigger === 'turn of the loop' ? 'turn of a loop' : queue.trigger} makes this queue anew`,
    };
  }
  if (every(option(queue.options, 'redis', 'createClient'), isGiven)) {
    return { why: 'it has a createClient in redis, which belongs beside it' };
  }
  return queue.via === 'nest' ? nestAdoption(queue, context) : directAdoption(queue, context);
}
