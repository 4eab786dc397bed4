import { literal, objectOf } from '../evaluation/build-value';
import { alternatives, isNeverGiven, option, stringIn } from '../evaluation/inspect-value';
import type { InstanceValue, Value } from '../evaluation/value';
import { clientsOf } from './create-client';
import { redisClientsIn } from './clients';

const HANDED_OVER = 'what Bull hands over';

/**
 * Whether the clients that a `createClient` makes connect to what Bull hands over, the queue's own `redis` and URL, and
 * so to where the queue would without it. Of shared ones it may not be known; a bclient is made anew.
 */
export function passesAddressOn(createClient: Value): boolean {
  return connect(createClient, (client) => has('host', client));
}

/** Whether its clients get what stands as `name` in `redis` as the queue's own would, and nothing reads it before. */
export function passesOn(createClient: Value, name: string): boolean {
  return connect(createClient, (client) => has('host', client) && has(name, client), name);
}

/** Whether its clients also connect in the clear where Bull hands over no TLS, as the queue would without it. */
export function addsNoTls(createClient: Value): boolean {
  return connect(createClient, (client) => has('host', client) && hasNoTls(client));
}

function connect(createClient: Value, asThey: (client: InstanceValue) => boolean, name = 'host'): boolean {
  const { at } = createClient;
  const handedOver = { at, value: literal(HANDED_OVER, at) };
  const redisOpts = objectOf(
    new Map([
      ['host', handedOver],
      [name, handedOver],
    ]),
    at,
  );
  const { client, subscriber, bclient } = clientsOf(createClient, redisOpts);
  const made = redisClientsIn(bclient);
  return made.length > 0 && [client, subscriber, bclient].flatMap(redisClientsIn).every(asThey);
}

function has(name: string, { args }: InstanceValue): boolean {
  return args.some((argument) =>
    alternatives(option(argument, name)).every((value) => stringIn(value) === HANDED_OVER),
  );
}

function hasNoTls({ args }: InstanceValue): boolean {
  return args.every((argument) => isNeverGiven(option(argument, 'tls')));
}
