import { alternatives, isText, option } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import type { Construction } from '../../constructions/construction';

/** Names the Redis of a queue by what it is connected with: the same for two queues of the same Redis. */
export function connectionOf({ url, options }: Construction): string {
  const redis = option(options, 'redis');
  return connectionKey(isAbsent(url) ? null : url, isAbsent(redis) ? null : redis);
}

export function connectionKey(url: Value | null, redis: Value | null): string {
  const [address, options] = url === null && redis && isTextual(redis) ? [redis, null] : [url, redis];
  return `${address ? keyOf(address) : ''} ${options ? keyOf(options) : ''}`;
}

function isTextual(value: Value): boolean {
  return alternatives(value).every(isText);
}

function isAbsent(value: Value): boolean {
  return alternatives(value).every(({ kind }) => kind === 'absent');
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
