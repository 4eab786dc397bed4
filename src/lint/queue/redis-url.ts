import type { SingleValue } from '../evaluation/value';

/** What is known of a string that is a Redis URL; null where it has no such part, or where that is not wholly known. */
export interface RedisUrl {
  readonly isTls: boolean;
  readonly password: string | null;
  /** In small letters, without brackets. */
  readonly host: string | null;
  /** Bull and ioredis take the query for options. */
  readonly query: URLSearchParams;
}

/** Stands for what is not known. */
const HOLE = '\0';

/** User, password, host and query, as loosely as the `url.parse` that Bull reads them with. */
const SHAPE = /^(rediss?):\/\/(?:[^/?#:@]*(?::([^/?#]*))?@)?(\[[^\]]*\]|[^:/?#@]*)[^?]*(\?.*)?$/is;

/** Reads a value as a Redis URL; null where it is none, or where the scheme is not known. */
export function redisUrlIn(value: SingleValue): RedisUrl | null {
  const [, scheme, password, host, query] = SHAPE.exec(textOf(value)) ?? [];
  if (scheme === undefined) return null;
  return {
    isTls: scheme.toLowerCase() === 'rediss',
    password: known(password),
    host: known(host?.toLowerCase().replace(/^\[|\]$/g, '')),
    query: new URLSearchParams(query),
  };
}

function known(part: string | undefined): string | null {
  return part === undefined || part === '' || part.includes(HOLE) ? null : part;
}

function textOf(value: SingleValue): string {
  if (value.kind === 'text') return value.parts.map((part) => part ?? HOLE).join('');
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : '';
}
