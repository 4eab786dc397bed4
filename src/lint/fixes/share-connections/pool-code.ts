import { inStyle, type Style } from '../style';

/** What a pool is written for. */
export interface PoolPlan {
  readonly isTypeScript: boolean;
  /** A module of its own, or a part of the file that makes the queues. */
  readonly place: 'esm' | 'commonjs' | 'in-file';
  /** The type of a queue: `Queue`, or `Bull.Queue` where the file has that name. */
  readonly queueType: string;
  /** What `connect` needs first, as statements that are copied as they are. */
  readonly locals: readonly string[];
  /** Import statements that the connection needs, as they are. */
  readonly imports: readonly string[];
  /** The arguments of `new Redis(…)`, as they are; `options` is in scope. */
  readonly redisArguments: string;
}

/** What a pool in the file itself declares: none of these may be in use there. */
export const POOL_NAMES: readonly string[] = [
  ...['createClient', 'closeOnShutdown', 'required', 'queues', 'connections', 'client', 'subscriber'],
  ...['connect', 'closeAll', 'quit', 'Redis', 'RedisOptions'],
];

/** The code of a pool, without the line end behind it. */
export function poolCode(plan: PoolPlan, style: Style): string {
  const locals = plan.locals.map((local) => `${style.indent}${local}${style.newline}`).join('');
  const code = inStyle(template(plan), style).replace(LOCALS + style.newline, () => locals);
  return code.replace(REDIS_ARGUMENTS, () => plan.redisArguments);
}

const LOCALS = '__LOCALS__';
const REDIS_ARGUMENTS = '__REDIS_ARGUMENTS__';

function template(plan: PoolPlan): string {
  const type = (annotation: string): string => (plan.isTypeScript ? annotation : '');
  const exported = plan.place === 'esm' ? 'export ' : '';
  return `${head(plan)}/** Bull refuses a subscriber and a bclient without these: https://github.com/OptimalBits/bull/issues/1873 */
const required = { maxRetriesPerRequest: null, enableReadyCheck: false };

const queues${type(`: ${plan.queueType}[]`)} = [];
const connections${type(': Redis[]')} = [];
let client${type(': Redis | undefined')};
let subscriber${type(': Redis | undefined')};

/** The createClient of each queue: all share one client and one subscriber. */
${exported}function createClient(type${type(": 'client' | 'subscriber' | 'bclient'")}, redisOpts${type('?: RedisOptions')})${type(': Redis')} {
  switch (type) {
    case 'client':
      return (client ??= connect({ ...redisOpts }));
    case 'subscriber':
      return (subscriber ??= connect({ ...redisOpts, ...required }));
    case 'bclient':
      // It blocks while it waits for jobs, so each queue needs its own.
      return connect({ ...redisOpts, ...required });
  }
}

/** Remembers a queue, so that SIGTERM closes it before the connections, which it does not close itself. */
${exported}function closeOnShutdown${type(`<Q extends ${plan.queueType}>`)}(queue${type(': Q')})${type(': Q')} {
  queues.push(queue);
  return queue;
}

function connect(options${type(': RedisOptions')})${type(': Redis')} {
${LOCALS}
  const connection = new Redis(${REDIS_ARGUMENTS});
  // Every queue adds listeners of its own.
  connection.setMaxListeners(0);
  connection.on('error', (error) => console.error('Redis:', error.message));
  connections.push(connection);
  return connection;
}

async function closeAll()${type(': Promise<void>')} {
  await Promise.allSettled(queues.map((queue) => queue.close()));
  await Promise.allSettled(connections.map(quit));
}

/** Waits for the commands under way, but not for a Redis that does not answer. */
async function quit(connection${type(': Redis')})${type(': Promise<void>')} {
  const timer = setTimeout(() => connection.disconnect(), 1000);
  await connection.quit().finally(() => clearTimeout(timer));
}

process.prependOnceListener('SIGTERM', () => {
  const othersListen = process.listenerCount('SIGTERM') > 0;
  void closeAll().then(() => {
    // Without other listeners this one stands in for the default, which is to end the process.
    if (!othersListen) process.exit();
  });
});${plan.place === 'commonjs' ? '\n\nmodule.exports = { closeOnShutdown, createClient };' : ''}`;
}

function head({ place, isTypeScript, imports }: PoolPlan): string {
  if (place === 'in-file') return '';
  const redis = isTypeScript
    ? `import type { Queue } from 'bull';\nimport { Redis, type RedisOptions } from 'ioredis';`
    : place === 'esm'
      ? `import Redis from 'ioredis';`
      : `const Redis = require('ioredis');`;
  return `${[redis, ...imports].join('\n')}\n\n`;
}
