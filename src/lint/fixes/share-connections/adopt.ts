import type { Queue } from '../../queue/queue';
import type { RuleContext } from '../../engine/rule';
import { every, isGiven, isText, option, some } from '../../evaluation/inspect-value';
import { isBefore, mayHandOnUrlInRedis } from '../../constructions/bull-version';
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
  // The pool would connect to 127.0.0.1:6379.
  if (mayHandOnUrl(queue)) return { why: 'Bull before 3.25 hands a URL in redis to createClient as it is' };
  return queue.via === 'nest' ? nestAdoption(queue, context) : directAdoption(queue, context);
}

function mayHandOnUrl({ bull, options }: Queue): boolean {
  const redis = option(options, 'redis');
  if (some(redis, isText)) return mayHandOnUrlInRedis(bull);
  return some(redis, ({ kind }) => kind === 'unknown') && isBefore(bull, '3.25.0');
}
