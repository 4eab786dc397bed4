import { RedisConnection } from './connection';
import type { ConnectionSpec } from './endpoint';
import type { TimeLimits } from './time-limits';

/**
 * How long one new connection takes until it can be used, in ms: name, TCP, TLS and password. It is closed at once.
 *
 * @throws RedisProblem
 */
export async function timeToConnect(spec: ConnectionSpec, limits?: TimeLimits): Promise<number> {
  const connection = new RedisConnection(spec, limits);
  const start = performance.now();
  try {
    return await connection.run(async () => performance.now() - start);
  } finally {
    connection.dispose();
  }
}
