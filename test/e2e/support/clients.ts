import type { RedisServer } from '../../support/redis';

/** The sockets that Bull Lens holds at a Redis: their lines of CLIENT LIST. */
export async function lensClients(server: RedisServer): Promise<string[]> {
  const client = server.connect({ lazyConnect: true });
  try {
    const list = String(await client.client('LIST'));
    return list.split('\n').filter((line) => / name=bull-lens /.test(line));
  } finally {
    client.disconnect();
  }
}
