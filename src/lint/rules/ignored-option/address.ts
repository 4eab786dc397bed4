import type { Construction } from '../../constructions/construction';
import { redisClientsIn } from '../../queue/clients';
import { passesAddressOn } from '../../queue/passed-address';
import { alternatives, isNeverGiven, isNotGiven, option } from '../../evaluation/inspect-value';
import type { SingleValue } from '../../evaluation/value';

const ADDRESS = ['host', 'port', 'path', 'sentinels'];

/** Whether Bull takes its own default, 127.0.0.1:6379, because nothing that it reads says where Redis is. */
export function isWithoutAddress(queue: Construction): boolean {
  const createClient = option(queue.options, 'createClient');
  return (
    isNeverGiven(queue.url) &&
    (isNeverGiven(createClient) || passesAddressOn(createClient)) &&
    alternatives(option(queue.options, 'redis')).every(hasNoAddress)
  );
}

function hasNoAddress(redis: SingleValue): boolean {
  return (
    isNotGiven(redis) ||
    redisClientsIn(redis).length > 0 ||
    (redis.kind === 'object' && ADDRESS.every((name) => isNeverGiven(option(redis, name))))
  );
}
