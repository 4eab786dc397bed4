import { inStyle, type Style } from '../style';
import type { PoolExport } from './adoption';
import type { IoredisImport } from './ioredis';

/** What a pool is written for. */
export interface PoolPlan {
  readonly isTypeScript: boolean;
  /** A module of its own, or a part of the file that makes the queues. */
  readonly place: 'esm' | 'commonjs' | 'in-file';
  /** The type of a queue: `Queue`, or `Bull.Queue` where the file has that name. */
  readonly queueType: string;
  /** What it exports besides `createClient`: what closes queues that code makes, and those of NestJS. */
  readonly uses: ReadonlySet<PoolExport>;
  readonly ioredis: IoredisImport;
}

/** What a pool in the file itself declares: none of these may be in use there. */
export const POOL_NAMES: readonly string[] = [
  ...['createClient', 'closeOnShutdown', 'required', 'queues', 'connections', 'shared', 'closing'],
  ...['connect', 'closeConnections', 'closeAll', 'quit', 'ready', 'Redis', 'RedisClient', 'BullClient'],
];

/**
 * The code of a pool, without the line end behind it. Any Node and any TypeScript since 3.8 reads it, and one that compiles
 * for ES5 too, where nothing but an array can be spread.
 */
export function poolCode(plan: PoolPlan, style: Style): string {
  return inStyle([head(plan), clients(plan), closing(plan), tail(plan)].filter(Boolean).join('\n\n'), style);
}

const annotation =
  ({ isTypeScript }: PoolPlan) =>
  (text: string): string =>
    isTypeScript ? text : '';

function head(plan: PoolPlan): string {
  if (plan.place === 'in-file') return '';
  const isNest = plan.uses.has('RedisPoolModule');
  const nest = [
    `import { Module, OnApplicationShutdown } from '@nestjs/common';`,
    `import { DiscoveryModule, DiscoveryService } from '@nestjs/core';`,
  ];
  const types = [
    ...(plan.uses.has('closeOnShutdown') ? ['Queue'] : []),
    ...(plan.ioredis.isOfBull ? [] : ['QueueOptions']),
  ];
  const bull = plan.isTypeScript && types.length > 0 ? [`import type { ${types.join(', ')} } from 'bull';`] : [];
  return [...(isNest ? nest : []), ...bull, plan.ioredis.code].join('\n');
}

function clients(plan: PoolPlan): string {
  const type = annotation(plan);
  const exported = plan.place === 'esm' ? 'export ' : '';
  const { isOfBull } = plan.ioredis;
  const client = isOfBull ? 'RedisClient' : 'BullClient';
  const asBull = plan.isTypeScript && !isOfBull ? ' as unknown as BullClient' : '';
  const options = plan.queueType === 'Queue' ? 'QueueOptions' : plan.queueType.replace(/Queue$/, 'QueueOptions');
  const types = [
    'type RedisClient = InstanceType<typeof Redis>;',
    ...(isOfBull
      ? []
      : [
          '/** The types of Bull are those of another ioredis; the clients are alike. */',
          `type BullClient = ReturnType<NonNullable<${options}['createClient']>>;`,
        ]),
  ].join('\n');
  return `${type(`${types}\n\n`)}/** Bull refuses a subscriber and a bclient without these: https://github.com/OptimalBits/bull/issues/1873 */
const required${type(': object')} = { maxRetriesPerRequest: null, enableReadyCheck: false };

const connections = new Set${type('<RedisClient>')}();
const shared = new Map${type('<string, RedisClient>')}();
let closing${type(': Promise<unknown>')} = Promise.resolve();

/** The createClient of each queue: all queues of one Redis share one client and one subscriber. */
${exported}function createClient(type${type(": 'client' | 'subscriber' | 'bclient'")}, redisOpts${type('?: object')})${type(`: ${client}`)} {
  const options = type === 'client' ? { ...redisOpts } : { ...redisOpts, ...required };
  // It blocks while it waits for jobs, so each queue needs its own.
  if (type === 'bclient') return connect(options)${asBull};
  // Older versions of Bull name each connection after its queue.
  const key = type + JSON.stringify({ ...redisOpts, connectionName: undefined });
  const connection = shared.get(key) || connect(options);
  shared.set(key, connection);
  return connection${asBull};
}

function connect(options${type(': object')})${type(': RedisClient')} {
  const connection = new Redis(options);
  // Every queue adds listeners of its own.
  connection.setMaxListeners(0);
  connection.on('error', (error${type(': Error')}) => console.error('Redis:', error.message));
  connections.add(connection);
  return connection;
}

function closeConnections()${type(': Promise<unknown>')} {
  const quits = Array.from(connections, quit);
  connections.clear();
  shared.clear();
  closing = Promise.all([closing, ...quits]);
  return closing;
}

/** Waits for the commands under way, but not for a Redis that does not answer. */
async function quit(connection${type(': RedisClient')})${type(': Promise<void>')} {
  const timer = setTimeout(() => connection.disconnect(), 1000);
  await connection.quit().catch(() => connection.disconnect());
  clearTimeout(timer);
}`;
}

function closing(plan: PoolPlan): string {
  const isNest = plan.uses.has('RedisPoolModule');
  if (!plan.uses.has('closeOnShutdown')) return nestModule(false);
  return isNest ? `${rememberQueue(plan)}\n\n${nestModule(true)}` : closeOnShutdown(plan);
}

/** Where Nest has queues too, the last one that the code makes is not the last that uses the connections. */
function rememberQueue({ queueType }: PoolPlan): string {
  return `const queues = new Set<${queueType}>();

/** Remembers a queue that Nest does not know, so that it is closed before the connections. */
export function closeOnShutdown<Q extends ${queueType}>(queue: Q): Q {
  queues.add(queue);
  return queue;
}`;
}

function closeOnShutdown(plan: PoolPlan): string {
  const type = annotation(plan);
  const exported = plan.place === 'esm' ? 'export ' : '';
  return `const queues = new Set${type(`<${plan.queueType}>`)}();

/** Closes the connections with the last queue, since no queue closes them itself, and all queues on SIGTERM. */
${exported}function closeOnShutdown${type(`<Q extends ${plan.queueType}>`)}(queue${type(': Q')})${type(': Q')} {
  queues.add(queue);
  queue.on('close', () => {
    queues.delete(queue);
    if (queues.size === 0) void closeConnections();
  });
  return queue;
}

/** A queue that is closed while it starts fails. But a Redis that does not answer is not waited for. */
function ready(connection${type(': RedisClient')})${type(': Promise<unknown>')} {
  if (connection.status === 'ready') return Promise.resolve();
  return new Promise((resolve) => {
    connection.once('ready', resolve);
    setTimeout(resolve, 1000);
  });
}

async function closeAll()${type(': Promise<void>')} {
  await Promise.all(Array.from(connections, ready));
  await Promise.all(Array.from(queues, (queue) => queue.close().catch(()${type(': void')} => undefined)));
  await closeConnections();
}

process.prependOnceListener('SIGTERM', () => {
  const othersListen = process.listenerCount('SIGTERM') > 0;
  void closeAll().then(() => {
    // Without other listeners this one stands in for the default, which is to end the process.
    if (!othersListen) process.exit();
  });
});`;
}

function nestModule(hasOthers: boolean): string {
  const others = hasOthers ? '\n    await Promise.all(Array.from(queues, (queue) => queue.close()));' : '';
  return `/** Closes the connections behind the queues, which Nest closes and which close none themselves. */
@Module({ imports: [DiscoveryModule] })
export class RedisPoolModule implements OnApplicationShutdown {
  constructor(private readonly discovery: DiscoveryService) {}

  async onApplicationShutdown() {
    const providers = this.discovery.getProviders();
    const ofNest = providers.filter(({ name }) => String(name).startsWith('BullQueue_'));
    await Promise.all(ofNest.map(({ instance }) => instance && instance.close()));${others}
    await closeConnections();
  }
}`;
}

function tail(plan: PoolPlan): string {
  if (plan.place !== 'commonjs') return '';
  const exports = ['closeOnShutdown', 'createClient'].filter(
    (name) => name === 'createClient' || plan.uses.has(name as PoolExport),
  );
  return `module.exports = { ${exports.join(', ')} };`;
}
