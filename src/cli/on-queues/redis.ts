import { homedir } from 'node:os';
import { DEFAULT_PREFIX } from '../../bull/keys';
import { readConnections } from '../../connections/connection-setting';
import { readUrl, UnsetVariable } from '../../connections/environment';
import type { RedisUrl } from '../../connections/redis-url';
import { tlsOf } from '../../connections/tls-files';
import type { ConnectionSetting } from '../../contributions';
import type { ConnectionSpec, TlsOptions } from '../../queues';
import type { RedisArguments } from '../queue-arguments';
import { readSettings } from '../settings';
import { UsageError } from '../usage';

/** In the environment, so that no password stands in a list of processes or in a shell's history. */
const URL_VARIABLE = 'BULL_LENS_REDIS';
export const PASSWORD_VARIABLE = 'BULL_LENS_PASSWORD';

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
  if (args.redis !== null && args.connection !== null) throw new UsageError('Give --redis or --connection, not both.');
  const fromEnvironment = args.connection === null ? environment[URL_VARIABLE] : undefined;
  const url = args.redis ?? fromEnvironment;
  if (url !== undefined) {
    const read = reading(args.redis === null ? URL_VARIABLE : '--redis', () => readUrl(url, environment));
    const tls = tlsOf(read.tls, undefined, { home: homedir(), folder: null });
    const spec = specOf('redis', read, { tls, queues: null, prefixes: args.prefixes }, environment);
    return { spec, isReadOnly: false };
  }
  const setting = settingOf(args.connection, root);
  const where = `The connection ${setting.name}`;
  const read = reading(where, () => readUrl(setting.url, environment));
  const tls = reading(where, () => tlsOf(read.tls, setting.tls, { home: homedir(), folder: root }));
  const prefixes = args.prefixes.length > 0 ? args.prefixes : [setting.prefix ?? DEFAULT_PREFIX].flat();
  const spec = specOf(setting.name, read, { tls, queues: setting.queues ?? null, prefixes }, environment);
  return { spec, isReadOnly: setting.readOnly === true };
}

function specOf(
  name: string,
  { host, port, database, username, password }: RedisUrl,
  more: { tls: TlsOptions | null; queues: readonly string[] | null; prefixes: readonly string[] },
  environment: NodeJS.ProcessEnv,
): ConnectionSpec {
  return {
    name,
    prefixes: more.prefixes.length > 0 ? more.prefixes : [DEFAULT_PREFIX],
    queues: more.queues,
    endpoint: {
      ...{ host, port, database, username },
      tls: more.tls,
      password: password ?? environment[PASSWORD_VARIABLE] ?? null,
    },
  };
}

function settingOf(name: string | null, root: string): ConnectionSetting {
  const connections = readConnections(readSettings(root)['bullLens.connections']);
  const usable = connections.flatMap(({ name, setting }) => (setting ? { ...setting, name } : []));
  const names = usable.map((setting) => setting.name);
  const [only, another] = name === null ? usable : usable.filter((setting) => setting.name === name);
  if (only && !another) return only;
  const wrong = connections.find(({ problem, name: its }) => problem !== undefined && (name ?? its) === its);
  if (wrong && !only) throw new UsageError(`${wrong.name}: ${wrong.problem}`);
  if (name !== null) {
    const known = names.length > 0 ? `; there are ${names.join(', ')}` : '';
    throw new UsageError(`There is no connection '${name}' in bullLens.connections of this workspace${known}.`);
  }
  const choice = only ? `, or --connection with one of ${names.join(', ')}` : '';
  throw new UsageError(`Which Redis? Give --redis redis://host:6379, or set ${URL_VARIABLE}${choice}.`);
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const said =
      error instanceof UnsetVariable ? `The variable ${error.variable} is not set.` : (error as Error).message;
    throw new UsageError(`${what}: ${said}`);
  }
}
