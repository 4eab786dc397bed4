import type { Construction } from '../constructions/construction';
import { absent } from '../evaluation/build-value';
import { alternatives, every, isNeverGiven, isNotGiven, option, propertiesNamed } from '../evaluation/inspect-value';
import type { Value } from '../evaluation/value';

/** Host, port and database, as loosely as the `url.parse` that Bull reads a URL with (bull 4.16.5 lib/queue.js:334). */
const ADDRESS = /^rediss?:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/(\d+))?/i;

/** What host, port and database may be: `[['one', 'two'], ['6379'], null]` where the database is not known. */
export type Whereabouts = readonly [host: Possible, port: Possible, db: Possible];

/** All that a part may be; null where that is not known. */
type Possible = readonly string[] | null;

/** Where a queue may be. The options of `redis` win over the URL (lib/queue.js:97). */
export function whereaboutsOf(construction: Construction): Whereabouts {
  const { url, own } = writtenIn(construction);
  const redis = option(construction.options, 'redis');
  const elsewhere = ['path', 'sentinels'].flatMap((name) => propertiesNamed(redis, name));
  if (!elsewhere.every(({ value }) => isNeverGiven(value))) return [null, null, null];
  const urls = possible(url, '')?.map((text) => (text === '' ? [] : ADDRESS.exec(text)));
  const part = (name: string, i: number, otherwise: string): Possible => {
    const inUrls = urls?.map((address) => address && (address[i] || otherwise));
    return possible(own(name), inUrls?.every((each) => each !== null) ? inUrls : null);
  };
  return [part('host', 1, 'localhost')?.map(normalized) ?? null, part('port', 2, '6379'), part('db', 3, '0')];
}

/** Whether two queues are in two Redis databases, by what is known: they cannot share a client. */
export function areApart(a: Whereabouts, b: Whereabouts): boolean {
  return a.some((part, i) => {
    const other = b[i];
    return part && other && !part.some((each) => other.includes(each));
  });
}

/** Where one of some queues may be. */
export function eitherWhere(all: readonly Whereabouts[]): Whereabouts {
  const joined = (i: 0 | 1 | 2): Possible => {
    const parts = all.map((each) => each[i]);
    return parts.every((part) => part !== null) ? [...new Set(parts.flat())] : null;
  };
  return [joined(0), joined(1), joined(2)];
}

function normalized(host: string): string {
  return host.toLowerCase().replace(/^127\.0\.0\.1$/, 'localhost');
}

/** Its URL, and what the options of `redis` say. */
export function writtenIn({ url, options }: Construction): {
  readonly url: Value;
  readonly own: (name: string) => Value;
} {
  const redis = option(options, 'redis');
  const isUrl = isNeverGiven(url) && !every(redis, (single) => single.kind === 'object' || isNotGiven(single));
  return isUrl ? { url: redis, own: () => absent(redis.at) } : { url, own: (name) => option(redis, name) };
}

/** All that it may be, with `otherwise` where it is not given. */
export function possible(value: Value, otherwise: string | Possible): Possible {
  const texts = alternatives(value).map((single) => {
    if (isNotGiven(single)) return otherwise;
    return single.kind === 'literal' && single.certainty !== 'default' ? String(single.value) : null;
  });
  return texts.every((text) => text !== null) ? [...new Set(texts.flat())] : null;
}
