import type { OptionsHolder } from './names';

/** A name that another library reads there, and Bull does not. */
export interface ForeignName {
  /** A sentence without its full stop. */
  readonly says: string;
  /** Bull's name for the same, in the same place; null where Bull takes it in another form. */
  readonly right: string | null;
  /** It was to say where Redis is. */
  readonly isAddress: boolean;
  /** It is a URL, which takes the place of the object that it is in. */
  readonly isUrl?: true;
}

const nodeRedis = (name: string, right: string): ForeignName => ({
  says: `ioredis has no option \`${name}\`: its name is \`${right}\``,
  right,
  isAddress: right === 'host',
});
const urlInRedis = (name: string): ForeignName => ({
  says: `ioredis has no option \`${name}\`: a URL takes the place of the \`redis\` object`,
  right: null,
  isAddress: true,
  isUrl: true,
});

const cluster = (name: string): ForeignName => ({
  says: `ioredis has no option \`${name}\`: for a cluster, createClient returns \`new Redis.Cluster(…)\``,
  right: null,
  isAddress: true,
});

const foreignNames: Partial<Record<OptionsHolder, Readonly<Record<string, ForeignName>>>> = {
  '': {
    connection: { says: "`connection` is BullMQ's: Bull reads `redis`", right: 'redis', isAddress: true },
    url: {
      says: 'Bull has no option `url`: a URL is its second argument, or `redis`',
      right: 'redis',
      isAddress: true,
    },
    concurrency: {
      says: 'Bull has no option `concurrency`: it is an argument of `process()`',
      right: null,
      isAddress: false,
    },
  },
  redis: {
    url: urlInRedis('url'),
    uri: urlInRedis('uri'),
    connectionString: urlInRedis('connectionString'),
    opts: {
      says: '`opts` is of Bull before version 3: its createClient goes beside `redis`, its other options into `redis`',
      right: null,
      isAddress: false,
    },
    nodes: cluster('nodes'),
    cluster: cluster('cluster'),
    hostname: nodeRedis('hostname', 'host'),
    user: nodeRedis('user', 'username'),
    pass: nodeRedis('pass', 'password'),
    auth_pass: nodeRedis('auth_pass', 'password'),
    database: nodeRedis('database', 'db'),
  },
  settings: {
    backoffStrategy: {
      says: "`backoffStrategy` is BullMQ's: Bull reads `backoffStrategies`, an object of functions by name",
      right: null,
      isAddress: false,
    },
  },
};

/** What is known of a name that is not Bull's; null where it is Bull's, or unheard of. */
export function foreignName(place: OptionsHolder, name: string): ForeignName | null {
  const names = foreignNames[place];
  return names && Object.hasOwn(names, name) ? (names[name] ?? null) : null;
}
