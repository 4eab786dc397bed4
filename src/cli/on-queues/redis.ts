import { homedir } from 'node:os';
import { DEFAULT_PREFIX } from '../../bull/keys';
import { readConnectionSetting } from '../../connections/connection-setting';
import { readUrl } from '../../connections/environment';
import type { RedisUrl } from '../../connections/redis-url';
import { tlsFiles } from '../../connections/tls-files';
import type { ConnectionSetting } from '../../contributions';
import type { ConnectionSpec, TlsOptions } from '../../queues';
import type { RedisArguments } from '../queue-arguments';
import { readSettings } from '../settings';
import { UsageError } from '../usage';

/** In the environment, so that no password stands in a list of processes or in a shell's history. */
const URL_VARIABLE = 'BULL_LENS_REDIS';
const PASSWORD_VARIABLE = 'BULL_LENS_PASSWORD';

/** A Redis, and whether the settings say that nothing may be changed there. */
export interface MeantRedis {
  readonly spec: ConnectionSpec;
  readonly isReadOnly: boolean;
}

/**
 * The Redis that is meant: `--redis`, or a connection of the workspace's settings, or BULL_LENS_REDIS, or the only
 * connection that there is. The password is that of the URL, or else BULL_LENS_PASSWORD.
 *
 * @throws UsageError with a sentence that holds no part of a URL
 */
export function redisOf(args: RedisArguments, root: string, environment: NodeJS.ProcessEnv): MeantRedis {
  if (args.redis !== null && args.connection !== null) throw new UsageError('--redis and --connection are two of one.');
  const fromEnvironment = args.connection === null ? environment[URL_VARIABLE] : undefined;
  const url = args.redis ?? fromEnvironment;
  if (url !== undefined) {
    const read = reading(args.redis === null ? URL_VARIABLE : '--redis', () => readUrl(url, environment));
    const spec = specOf('redis', read, { tls: null, queues: null, prefixes: args.prefixes }, environment);
    return { spec, isReadOnly: false };
  }
  const setting = settingOf(args.connection, root);
  const where = `The connection ${setting.name}`;
  const read = reading(where, () => readUrl(setting.url, environment));
  const tls = setting.tls && reading(where, () => tlsFiles(setting.tls ?? {}, { home: homedir(), folder: root }));
  const prefixes = args.prefixes.length > 0 ? args.prefixes : [setting.prefix ?? DEFAULT_PREFIX].flat();
  const spec = specOf(setting.name, read, { tls: tls ?? null, queues: setting.queues ?? null, prefixes }, environment);
  return { spec, isReadOnly: setting.readOnly === true };
}

function specOf(
  name: string,
  { host, port, database, tls, username, password }: RedisUrl,
  more: { tls: TlsOptions | null; queues: readonly string[] | null; prefixes: readonly string[] },
  environment: NodeJS.ProcessEnv,
): ConnectionSpec {
  const isTls = tls || more.tls !== null;
  return {
    name,
    prefixes: more.prefixes.length > 0 ? more.prefixes : [DEFAULT_PREFIX],
    queues: more.queues,
    endpoint: {
      ...{ host, port, database, username },
      tls: isTls ? (more.tls ?? { ca: null, cert: null, key: null, servername: null }) : null,
      password: password ?? environment[PASSWORD_VARIABLE] ?? null,
    },
  };
}

function settingOf(name: string | null, root: string): ConnectionSetting {
  const written = readSettings(root)['bullLens.connections'];
  const settings = Array.isArray(written) ? written.map(readConnectionSetting) : [];
  const usable = settings.flatMap(({ setting }) => setting ?? []);
  const names = usable.map((setting) => setting.name);
  if (name !== null) {
    const found = usable.find((setting) => setting.name === name);
    if (found) return found;
    const known = names.length > 0 ? `; there are ${names.join(', ')}` : '';
    throw new UsageError(`There is no connection '${name}' in bullLens.connections of this workspace${known}.`);
  }
  const [only, another] = usable;
  if (only && !another) return only;
  const choice = only ? `, or --connection with one of ${names.join(', ')}` : '';
  throw new UsageError(`Which Redis? Give --redis redis://host:6379, or set ${URL_VARIABLE}${choice}.`);
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${what}: ${(error as Error).message}`);
  }
}
