import type { RedisEndpoint } from '../queues';

const DEFAULT_PORT = 6379;

/** A URL that cannot be used; the message says what is wrong with it and never holds the URL itself. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

/**
 * Reads `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS.
 *
 * @see https://www.iana.org/assignments/uri-schemes/prov/redis
 * @throws RedisUrlError
 */
export function parseRedisUrl(text: string): RedisEndpoint {
  const trimmed = text.trim();
  if (trimmed === '') throw new RedisUrlError('The URL is empty.');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') {
    throw new RedisUrlError(
      'This is the URL of a REST API. Use the Redis URL, which starts with redis:// or rediss://.',
    );
  }
  if (scheme !== 'redis' && scheme !== 'rediss') {
    throw new RedisUrlError('A Redis URL starts with redis://, or with rediss:// for TLS.');
  }
  const url = parse(trimmed);
  if (url.hostname === '') throw new RedisUrlError('The URL names no host.');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database: databaseOf(url),
    tls: scheme === 'rediss' ? { ca: null, cert: null, key: null, servername: null } : null,
    username: decoded(url.username) || null,
    password: decoded(url.password) || null,
  };
}

/** The URL without its password, as it may stand in the settings. */
export function withoutPassword(text: string): string {
  const { password } = parseRedisUrl(text);
  if (password === null) return text.trim();
  const url = parse(text.trim());
  url.password = '';
  return url.href.replace('://@', '://');
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new RedisUrlError('This is no URL. In a password, write @ / # ? % as %40 %2F %23 %3F %25.');
  }
}

function databaseOf(url: URL): number {
  const text = url.searchParams.get('db') ?? url.pathname.replace(/^\//, '');
  if (text === '') return 0;
  if (!/^\d+$/.test(text)) throw new RedisUrlError('What follows the host is the number of a database, such as /2.');
  return Number(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
