import type typescript from 'typescript';
import type { Construction } from '../../constructions/construction';
import type { Project } from '../../files/project';
import { ts } from '../../syntax/typescript';
import { alternatives, every, isNeverGiven, option, propertiesNamed } from '../../evaluation/inspect-value';
import type { SingleValue, Value } from '../../evaluation/value';
import { elementAt } from '../element-at';

/** How a queue reaches its Redis, and where that is written. Without `url` and `redis` it takes Bull's 127.0.0.1:6379. */
export interface Connection {
  /** The same for two queues of the same Redis. */
  readonly key: string;
  readonly url: typescript.Expression | null;
  /** An expression that is an object of ioredis options. */
  readonly redis: typescript.Expression | null;
  /** The `redis` property, wherever it is written; null where there is none. */
  readonly property: typescript.PropertyAssignment | typescript.ShorthandPropertyAssignment | null;
}

/** Options that a pool sets itself, that only Bull understands, or that would clash with the URL. */
const NOT_MOVABLE = ['enableReadyCheck', 'maxRetriesPerRequest', 'keyPrefix', 'createClient', 'url'];
const IN_URL = ['host', 'port', 'db', 'username', 'password'];

/** Null where it is not certain, or cannot be said in a pool. */
export function connectionOf(queue: Construction, project: Project): Connection | null {
  const value = option(queue.options, 'redis');
  const url = isNeverGiven(queue.url) ? null : (queue.node.arguments?.[1] ?? null);
  if (url && !every(queue.url, isText)) return null;
  if (isNeverGiven(value)) {
    return propertiesNamed(queue.options, 'redis').length > 0
      ? null
      : { key: connectionKey(url && queue.url, null), url, redis: null, property: null };
  }
  const property = redisProperty(queue, project);
  if (!property) return null;
  const expression = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  if (every(value, isText)) {
    return url ? null : { key: connectionKey(value, null), url: expression, redis: null, property };
  }
  const excluded = url ? [...NOT_MOVABLE, ...IN_URL] : NOT_MOVABLE;
  const isPlain = value.kind === 'object' && excluded.every((name) => isNeverGiven(option(value, name)));
  return isPlain ? { key: connectionKey(url && queue.url, value), url, redis: expression, property } : null;
}

/** Names a Redis by what it is connected with. */
export function connectionKey(url: Value | null, redis: Value | null): string {
  return `${url ? keyOf(url) : ''} ${redis ? keyOf(redis) : ''}`;
}

/** A string for sure, or an environment variable. */
export function isText(value: SingleValue): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string';
  return value.kind === 'text' || (value.kind === 'unknown' && (value.env !== undefined || value.type === 'string'));
}

function redisProperty(queue: Construction, project: Project): Connection['property'] {
  const [property, ...others] = propertiesNamed(queue.options, 'redis');
  if (!property || others.length > 0) return null;
  const element = elementAt(property.at, project);
  return element && (ts.isPropertyAssignment(element) || ts.isShorthandPropertyAssignment(element)) ? element : null;
}

function keyOf(value: Value, depth = 5): string {
  const keys = alternatives(value).map((single) => {
    if (single.kind === 'literal') return `${JSON.stringify(single.value)}${single.defaultOf ?? ''}`;
    if (single.kind === 'unknown' && single.env !== undefined) return `$${single.env}`;
    if (single.kind === 'object' && !single.open && depth > 0) {
      const properties = [...single.properties].map(([name, { value: each }]) => `${name}:${keyOf(each, depth - 1)}`);
      return `{${properties.sort().join()}}`;
    }
    return `${single.at.file}:${single.at.start}`;
  });
  return keys.sort().join('|');
}
