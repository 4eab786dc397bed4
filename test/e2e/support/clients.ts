import { isDeepStrictEqual } from 'node:util';
import type { RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';

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

/** Waits until Bull Lens holds one socket for each of its connections to a Redis, and one that listens for them all. */
export async function untilConnected(server: RedisServer, connections = 1): Promise<void> {
  await waitFor(
    async () => {
      const clients = await lensClients(server);
      const listening = clients.filter((line) => !/ psub=0 /.test(line)).length;
      return isDeepStrictEqual([clients.length - listening, listening], [connections, 1]);
    },
    { message: `${connections} to ask and one to listen` },
  );
}
