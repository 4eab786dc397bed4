import type { Queue } from '../../queue/queue';
import type { Location } from '../../syntax/location';
import { redisClientsIn } from '../../queue/clients';
import { alternatives, isNotGiven, option, stringIn } from '../../evaluation/inspect-value';
import { redisUrlIn } from '../../queue/redis-url';
import type { SingleValue, Value } from '../../evaluation/value';
import { isPlaceholder, opensNothing } from './placeholders';

/** A password that is written out, and where; the text itself is nobody's business. */
export interface Password {
  readonly at: Location;
  readonly kind: 'url' | 'option';
  /** The variable whose default it is; undefined where it is no default. */
  readonly defaultOf: string | undefined;
}

/** The passwords in the code that a queue connects with: its URL, its `redis`, and what its createClient makes. */
export function* passwordsOf(queue: Queue): Iterable<Password> {
  yield* passwordsIn(queue.url);
  yield* passwordsIn(option(queue.options, 'redis'));
  const clients = queue.clients;
  for (const client of clients ? Object.values(clients) : []) {
    for (const { args } of redisClientsIn(client)) for (const arg of args) yield* passwordsIn(arg);
  }
}

function* passwordsIn(value: Value): Iterable<Password> {
  for (const single of alternatives(value)) {
    if (single.kind === 'object') yield* passwordOptions(single);
    else yield* passwordInUrl(single);
  }
}

function* passwordInUrl(value: SingleValue): Iterable<Password> {
  const url = redisUrlIn(value);
  if (url?.password && isSecret(url.password, url.host))
    yield { at: value.at, kind: 'url', defaultOf: defaultOf(value) };
}

function* passwordOptions(redis: SingleValue): Iterable<Password> {
  for (const name of ['password', 'sentinelPassword']) {
    for (const single of alternatives(option(redis, name))) {
      const password = stringIn(single);
      if (password && isSecret(password, hostIn(redis)))
        yield { at: single.at, kind: 'option', defaultOf: defaultOf(single) };
    }
  }
}

function isSecret(password: string, host: string | null): boolean {
  return !isPlaceholder(password) && !opensNothing(password, host);
}

/** Where nothing is said, ioredis connects to this machine. */
function hostIn(redis: SingleValue): string | null {
  const hosts = alternatives(option(redis, 'host'));
  if (hosts.length !== 1 || !hosts[0]) return null;
  return isNotGiven(hosts[0]) ? 'localhost' : (stringIn(hosts[0]) ?? null);
}

function defaultOf(value: SingleValue): string | undefined {
  return value.kind === 'literal' ? value.defaultOf : undefined;
}
