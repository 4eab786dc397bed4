import type { Construction } from '../constructions/construction';
import type { Location } from '../syntax/location';
import { clientsOf, type ClientType } from './create-client';
import { absent, literal, objectOf, unknown } from '../evaluation/build-value';
import { alternatives, isGiven, isNeverGiven, isNotGiven, option, truthiness } from '../evaluation/inspect-value';
import type { InstanceValue, ObjectValue, PropertyValue, SingleValue, Value } from '../evaluation/value';

/** What a queue's `createClient` returns for each type; null where the queue surely or perhaps has none. */
export function clientsOfQueue(queue: Construction): Readonly<Record<ClientType, Value>> | null {
  const createClient = option(queue.options, 'createClient');
  if (!alternatives(createClient).every(isGiven)) return null;
  return clientsOf(createClient, redisOptsOf(queue));
}

/**
 * The second argument of `createClient`: the queue's `redis` over Bull's own `enableReadyCheck: false`
 * (bull 4.16.5 lib/queue.js:122-136, 311). It has no `maxRetriesPerRequest` of Bull's.
 */
function redisOptsOf(queue: Construction): Value {
  const redis = option(queue.options, 'redis');
  const at = redis.at;
  const given: readonly (readonly [string, PropertyValue])[] = redis.kind === 'object' ? [...redis.properties] : [];
  // Bull takes it out, and makes it its own prefix (bull 4.16.5 lib/queue.js:138-144).
  const own = given.filter(([name]) => name !== 'keyPrefix');
  const defaults: [string, PropertyValue][] = [['enableReadyCheck', { at, value: literal(false, at) }]];
  for (const name of ['host', 'port', 'db', 'retryStrategy']) defaults.push([name, { at, value: unknown(at) }]);
  // A URL brings nothing but the address, unless it has a query, of which every value is text and so truthy.
  const open = redis.kind === 'object' ? redis.open : !isNeverGiven(redis);
  return objectOf(new Map([...defaults, ...own]), at, { open });
}

/** The ioredis clients among what a value may be. */
export function redisClientsIn(value: Value): readonly InstanceValue[] {
  return alternatives(value).filter((single): single is InstanceValue => single.kind === 'instance' && isRedis(single));
}

function isRedis({ of }: InstanceValue): boolean {
  return of.module === 'ioredis' && ['', 'default', 'Redis', 'Cluster'].includes(of.path.at(-1) ?? '');
}

function isCluster({ of }: InstanceValue): boolean {
  return of.path.at(-1) === 'Cluster';
}

const CHECKED = ['enableReadyCheck', 'maxRetriesPerRequest'] as const;

/**
 * The options for which Bull 4 refuses a client as subscriber and bclient; empty where it surely or perhaps does not.
 * It reads `client.options.redisOptions || client.options` (bull 4.16.5 lib/queue.js:312).
 */
export function refusedOptions(client: InstanceValue): readonly (typeof CHECKED)[number][] {
  const options = isCluster(client) ? [clusterOptions(client)] : client.args.map(optionsIn);
  return CHECKED.filter((name) =>
    alternatives(firstGiven(options, name, client.at)).every((value) =>
      isNotGiven(value) ? isOnByDefault(name, client) : truthiness(value) === true,
    ),
  );
}

/** ioredis 5 built/redis/RedisOptions.js and built/cluster/ClusterOptions.js. */
function isOnByDefault(name: string, client: InstanceValue): boolean {
  return isCluster(client) ? name === 'enableReadyCheck' && !hasRedisOptions(client) : true;
}

function clusterOptions(client: InstanceValue): Value {
  const options = client.args[1] ?? absent(client.at);
  return hasRedisOptions(client) ? option(options, 'redisOptions') : options;
}

function hasRedisOptions(client: InstanceValue): boolean {
  const options = client.args[1];
  return options !== undefined && alternatives(option(options, 'redisOptions')).every(isGiven);
}

/** `new Redis(…)` takes options objects, URLs and a port with a host; the first that has an option wins. */
function optionsIn(argument: Value): Value {
  return alternatives(argument).every(isAddress) ? absent(argument.at) : argument;
}

/** Surely a URL, a host or a port: an argument of `new Redis(…)` that holds no options. */
export function isAddress(value: SingleValue): boolean {
  if (value.kind !== 'unknown') return value.kind === 'text' || value.kind === 'literal';
  return value.env !== undefined || value.type === 'string' || value.type === 'number';
}

function firstGiven(options: readonly Value[], name: string, at: Location): Value {
  for (const each of options) {
    const value = option(each, name);
    if (!isNeverGiven(value)) return value;
  }
  return absent(at);
}

/** The property `name` of a client's options, where it is surely there. */
export function clientOption(client: InstanceValue, name: string): PropertyValue | undefined {
  const objects = client.args.filter((arg): arg is ObjectValue => arg.kind === 'object');
  const holder = objects.find((object) => object.properties.has(name));
  return holder?.properties.get(name);
}
