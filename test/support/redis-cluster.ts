import { freePort } from './free-port';
import { startRedis, type RedisServer } from './redis';
import { waitFor } from './wait-for';

/** Two nodes of a cluster that do not know each other yet, and hold no slot. */
export async function startNodes(): Promise<readonly [RedisServer, RedisServer]> {
  const start = async () =>
    startRedis({ args: ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())] });
  return [await start(), await start()];
}

/** The first gets the slots up to 8000 and the second the others, and they meet. */
export async function joinNodes(nodes: readonly [RedisServer, RedisServer]): Promise<void> {
  const [first, second] = [nodes[0].connect(), nodes[1].connect()];
  await first.call('CLUSTER', 'ADDSLOTSRANGE', 0, 8000);
  await second.call('CLUSTER', 'ADDSLOTSRANGE', 8001, 16383);
  const [, busPort] = (await second.config('GET', 'cluster-port')) as string[];
  await first.call('CLUSTER', 'MEET', '127.0.0.1', nodes[1].port, busPort ?? '');
  const isWell = async (node: typeof first) => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok');
  await waitFor(async () => (await isWell(first)) && (await isWell(second)), { message: 'the cluster to be well' });
}
