import type { Redis } from 'ioredis';

/**
 * A client to which all that arrives at the server is told, as of now. (`redis.monitor()` fails where a command of
 * somebody else is told together with the answer to MONITOR: ioredis takes it for the answer to a command.)
 */
export async function monitorOf(redis: Redis): Promise<Redis> {
  const monitor = redis.duplicate({ monitor: true, lazyConnect: false });
  monitor.on('error', () => undefined);
  await new Promise((resolve) => monitor.once('monitoring', resolve));
  return monitor;
}
