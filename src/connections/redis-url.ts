import { isIPv4, isIPv6 } from 'node:net';

/** What a Redis URL says. */
export interface RedisUrl {
  readonly host: string;
  readonly port: number;
  /** The database number; 0 unless the URL names one. */
  readonly database: number;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
}

/** A URL that cannot be used; the message says what is wrong with it and never holds a part of it. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

const DEFAULT_PORT = 6379;

const ENCODE = 'In a user or a password, write % @ / ? # \\ and spaces as %25 %40 %2F %3F %23 %5C %20.';
const DATABASE = 'What follows the host is the number of a database, such as /2.';
const QUERY = 'What follows ? is not read. The user and the password stand before the host, the database after it.';

/**
 * Reads `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS. What can be understood in two ways
 * is refused, since a part of a password that is taken for a host is shown and kept.
 *
 * @see https://www.iana.org/assignments/uri-schemes/prov/redis
 * @throws RedisUrlError
 */
export function parseRedisUrl(text: string): RedisUrl {
  const { scheme, user, password, location } = partsOf(text);
  const [beforeQuery = '', query, ...more] = location.split('?');
  const [address = '', path = '', ...deeper] = beforeQuery.split('/');
  if (deeper.length > 0) throw new RedisUrlError(DATABASE);
  if (more.length > 0 || (query !== undefined && (path !== '' || !query.startsWith('db=')))) {
    throw new RedisUrlError(QUERY);
  }
  return {
    ...hostAndPort(address),
    database: databaseIn(query?.slice('db='.length) ?? path),
    tls: scheme === 'rediss',
    username: decoded(user) || null,
    password: decoded(password) || null,
  };
}

/** The URL without its password, as it may stand in the settings. @throws RedisUrlError where it cannot be used */
export function withoutPassword(text: string): string {
  parseRedisUrl(text);
  const { scheme, user, location } = partsOf(text);
  return `${scheme}://${user === '' ? '' : `${user}@`}${location}`;
}

interface Parts {
  readonly scheme: string;
  /** These two as they are written; empty where there is none. */
  readonly user: string;
  readonly password: string;
  /** Host, port and database. */
  readonly location: string;
}

function partsOf(text: string): Parts {
  const trimmed = text.trim();
  if (trimmed === '') throw new RedisUrlError('The URL is empty.');
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(trimmed) ?? [];
  checkScheme(scheme.toLowerCase(), trimmed);
  const at = rest.indexOf('@');
  const userinfo = rest.slice(0, Math.max(at, 0));
  const location = rest.slice(at + 1);
  if (/[\s\p{Cc}]/u.test(rest) || /[/?#\\]/.test(userinfo) || /[@#\\]/.test(location)) throw new RedisUrlError(ENCODE);
  const colon = userinfo.indexOf(':');
  const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
  return { scheme: scheme.toLowerCase(), user, password: userinfo.slice(user.length + 1), location };
}

function checkScheme(scheme: string, text: string): void {
  if (scheme === 'redis' || scheme === 'rediss') return;
  if (scheme === 'http' || scheme === 'https') {
    throw new RedisUrlError(
      'This is the URL of a REST API. Use the Redis URL, which starts with redis:// or rediss://.',
    );
  }
  if (/unix|socket/.test(scheme) || text.startsWith('/')) {
    throw new RedisUrlError('Unix sockets cannot be used. Give the host and the port: redis://localhost:6379.');
  }
  throw new RedisUrlError('A Redis URL starts with redis://, or with rediss:// for TLS.');
}

function hostAndPort(address: string): { host: string; port: number } {
  if (/^[^[]*:.*:/.test(address)) {
    throw new RedisUrlError('An IPv6 address stands in brackets: redis://[::1]:6379.');
  }
  const [, bracketed, name = '', port] = /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/.exec(address) ?? [];
  const host = (bracketed ?? name).toLowerCase();
  if (host === '') throw new RedisUrlError('The URL names no host.');
  if (bracketed !== undefined ? !isAddress(host) : !isHostName(host)) {
    throw new RedisUrlError('What stands for the host is neither a name nor an address.');
  }
  return { host, port: port === undefined ? DEFAULT_PORT : portIn(port) };
}

/** Without a zone, which means something on one machine only. */
function isAddress(text: string): boolean {
  return isIPv6(text) && !text.includes('%');
}

/** Names with `_` are no host names by RFC 952, and are those of Docker's services. */
function isHostName(text: string): boolean {
  if (/^[\d.]+$/.test(text)) return isIPv4(text);
  return text.length <= 253 && /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(text);
}

function portIn(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new RedisUrlError('What follows the host and a colon is the number of a port, from 1 to 65535.');
  }
  return port;
}

function databaseIn(text: string): number {
  if (!/^\d{0,9}$/.test(text)) throw new RedisUrlError(DATABASE);
  return Number(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError(ENCODE);
  }
}
