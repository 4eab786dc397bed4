import type { Construction } from '../constructions/construction';
import { absent } from '../evaluation/build-value';
import { alternatives, isNeverGiven, option } from '../evaluation/inspect-value';
import type { Value } from '../evaluation/value';

/** Host, port and database, as loosely as the `url.parse` that Bull reads a URL with (bull 4.16.5 lib/queue.js:334). */
const ADDRESS = /^rediss?:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/(\d+))?/i;

/**
 * The Redis database that a queue is written to be in, `localhost:6379/0`: queues of two cannot share a client. Null where
 * that is not wholly known. The options of `redis` win over the URL (lib/queue.js:97).
 */
export function databaseOf(construction: Construction): string | null {
  const { url, own } = writtenIn(construction);
  const text = isNeverGiven(url) ? '' : given(url, '');
  const address = text === '' ? [] : text !== null && ADDRESS.exec(text);
  if (!address) return null;
  const [, host, port, db] = address;
  const isElsewhere = ['path', 'sentinels'].some((name) => !isNeverGiven(own(name)));
  const parts = [
    given(own('host'), host || 'localhost'),
    given(own('port'), port ?? '6379'),
    given(own('db'), db ?? '0'),
  ];
  if (isElsewhere || parts.includes(null)) return null;
  const [server = '', ...rest] = parts;
  return `${server?.toLowerCase().replace(/^127\.0\.0\.1$/, 'localhost')}:${rest.join('/')}`;
}

/**
 * The same, with the names of environment variables for what they hold: queues of two may be in one Redis database or in
 * two, those of one are in one. Null where nothing of it is known.
 */
export function addressOf(construction: Construction): string | null {
  const { url, own } = writtenIn(construction);
  const [host, port, db] = isNeverGiven(url) ? ['localhost', '6379', '0'] : ['', '', ''];
  const parts = [named(url, ''), named(own('host'), host), named(own('port'), port), named(own('db'), db)];
  if (!parts.some(Boolean)) return null;
  return databaseOf(construction) ?? parts.map((part) => part ?? '?').join(' ');
}

/** Its URL, and what the options of `redis` say. */
function writtenIn({ url, options }: Construction): { readonly url: Value; readonly own: (name: string) => Value } {
  const redis = option(options, 'redis');
  const isInOptions = isNeverGiven(url) && redis.kind !== 'object';
  return isInOptions ? { url: redis, own: () => absent(redis.at) } : { url, own: (name) => option(redis, name) };
}

/** What it is, or the environment variables that it may come from; null for anything else. */
function named(value: Value, otherwise: string): string | null {
  const text = given(value, otherwise);
  if (text !== null) return text;
  const variables = alternatives(value).flatMap((single) => {
    const name = single.kind === 'unknown' ? single.env : single.kind === 'literal' ? single.defaultOf : undefined;
    return name === undefined ? [] : `$${name}`;
  });
  return variables.length > 0 ? [...new Set(variables)].sort().join('|') : null;
}

function given(value: Value, otherwise: string): string | null {
  if (isNeverGiven(value)) return otherwise;
  return value.kind === 'literal' && value.certainty !== 'default' ? String(value.value) : null;
}
