import type { SingleValue } from './value';

/** What is known of a string that is a Redis URL. */
export interface RedisUrl {
  readonly isTls: boolean;
  /** ioredis and Bull take the query for options. */
  readonly query: URLSearchParams;
  /** Null where it is not wholly known. */
  readonly host: string | null;
  /** Decoded; null where there is none, and where it is not wholly known. */
  readonly password: string | null;
}

/** Stands for the parts of a URL that are not known. */
const HOLE = 'x-unknown-x';

/** Reads a value as a Redis URL; null where it is none, or where the scheme is not known. */
export function redisUrlIn(value: SingleValue): RedisUrl | null {
  const text = textOf(value);
  if (text === null || !/^rediss?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const password = decoded(url.password);
  const known = (part: string): string | null => (part === '' || part.includes(HOLE) ? null : part);
  return {
    isTls: url.protocol === 'rediss:',
    query: url.searchParams,
    host: known(url.hostname.toLowerCase()),
    password: known(password),
  };
}

function textOf(value: SingleValue): string | null {
  if (value.kind === 'literal' && typeof value.value === 'string') return value.value;
  return value.kind === 'text' ? value.parts.map((part) => part ?? HOLE).join('') : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
