import { call } from '../evaluation/calls';
import type { SingleValue, Value } from '../evaluation/value';
import { literal, unknown } from '../evaluation/build-value';
import { alternatives, isNotGiven } from '../evaluation/inspect-value';

/** What Bull asks `createClient` for (BULL.md section 2). */
export const CLIENT_TYPES = ['client', 'subscriber', 'bclient'] as const;
export type ClientType = (typeof CLIENT_TYPES)[number];

/**
 * What a `createClient` gives back for each type; an `instance` where it is a Redis client whose arguments can be read.
 * `redisOpts` is the second argument that Bull hands over.
 */
export function clientsOf(
  createClient: Value,
  redisOpts: Value = unknown(createClient.at),
): Readonly<Record<ClientType, Value>> {
  const ask = (type: ClientType): Value => call(createClient, [literal(type, createClient.at), redisOpts]);
  return { client: ask('client'), subscriber: ask('subscriber'), bclient: ask('bclient') };
}

/** Whether two values are proven to be the same object where both are there; undefined where that is not known. */
export function isSameObject(a: Value, b: Value): boolean | undefined {
  const answers = objectsIn(a).flatMap((x) => objectsIn(b).map((y) => sameSingle(x, y)));
  return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
}

/** What a value may be but null or undefined, as a client is before it connects and after it is closed. */
function objectsIn(value: Value): readonly SingleValue[] {
  return alternatives(value).filter(
    (single) => !isNotGiven(single) && !(single.kind === 'literal' && single.value === null),
  );
}

function sameSingle(a: SingleValue, b: SingleValue): boolean | undefined {
  if (a.kind !== 'instance' || b.kind !== 'instance') return undefined;
  if (a.identity.kind === 'unknown' || b.identity.kind === 'unknown') return undefined;
  return a.identity.kind === 'one' && b.identity.kind === 'one' && a.identity.key === b.identity.key;
}
