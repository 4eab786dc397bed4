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
      const listening = clients.filter(isListening).length;
      return isDeepStrictEqual([clients.length - listening, listening], [connections, 1]);
    },
    { message: `${connections} to ask and one to listen` },
  );
}

/** Waits until so many windows are told of what happens in a Redis: those that have the focus. */
export async function untilWatchedBy(windows: number, server: RedisServer): Promise<void> {
  await waitFor(async () => (await lensClients(server)).filter(isListening).length === windows, {
    message: `${windows} windows to watch`,
  });
}

function isListening(client: string): boolean {
  return !/ psub=0 /.test(client);
}
