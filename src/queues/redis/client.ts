import Redis from 'ioredis';
import type { TimeLimits } from './connection';
import type { RedisEndpoint } from './endpoint';

/** A client that connects when it is told to, once: it neither reconnects, nor queues, nor sends anything twice. */
export function createClient(endpoint: RedisEndpoint, limits: TimeLimits): Redis {
  const { host, port, database, tls, username, password } = endpoint;
  return new Redis({
    host,
    port,
    db: database,
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(tls && { tls: {} }),
    connectionName: 'bull-lens',
    disableClientInfo: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    retryStrategy: () => null,
    connectTimeout: limits.connect,
    commandTimeout: limits.command,
    disconnectTimeout: 500,
  });
}
