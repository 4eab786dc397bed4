import type { Construction } from '../constructions/construction';
import { absent } from '../evaluation/build-value';
import { isNeverGiven, option } from '../evaluation/inspect-value';
import type { Value } from '../evaluation/value';

/** Host, port and database, as loosely as the `url.parse` that Bull reads a URL with (bull 4.16.5 lib/queue.js:334). */
const ADDRESS = /^rediss?:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/(\d+))?/i;

/**
 * The Redis database that a queue is written to be in, `localhost:6379/0`: queues of two cannot share a client. Null where
 * that is not wholly known. The options of `redis` win over the URL (lib/queue.js:97).
 */
export function databaseOf({ url, options }: Construction): string | null {
  const redis = option(options, 'redis');
  const written = isNeverGiven(url) && redis.kind !== 'object' ? redis : url;
  const text = isNeverGiven(written) ? '' : given(written, '');
  const address = text === '' ? [] : text !== null && ADDRESS.exec(text);
  if (!address) return null;
  const [, host, port, db] = address;
  const own = (name: string): Value => (written === redis ? absent(redis.at) : option(redis, name));
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

function given(value: Value, otherwise: string): string | null {
  if (isNeverGiven(value)) return otherwise;
  return value.kind === 'literal' && value.certainty !== 'default' ? String(value.value) : null;
}
