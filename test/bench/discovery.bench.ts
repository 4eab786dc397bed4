import type Redis from 'ioredis';
import { QueueMonitor, type KnownQueue } from '../../src/queues';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import type { BenchOptions, Row } from './bench';
import { commandsOf } from './support/commands';
import { longestCommand } from './support/longest-command';

/** The first tree of a Redis with many jobs, against two passes of SCAN COUNT 500 as bull-board's discovery makes them. */
export default async function discovery({ smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 2_000 : 1_000_000;
  const queues = 50;
  const server = await startRedis({ args: ['--slowlog-log-slower-than', '0', '--slowlog-max-len', '100000'] });
  const scope = new Scope(server);
  try {
    const admin = server.connect();
    for (let i = 0; i < queues; i++) await scope.queue(`queue ${i}`).add({});
    await fill(admin, jobs, queues);

    await admin.slowlog('RESET');
    const start = performance.now();
    let first: number | null = null;
    let memory: readonly KnownQueue[] = [];
    const remember = (found: readonly KnownQueue[]) => (memory = found);
    const monitor = new QueueMonitor(scope.connection(), { recall: () => [], remember });
    monitor.onDidChange(() => {
      if (monitor.queues.some(({ snapshot }) => snapshot)) first ??= performance.now() - start;
    });
    await monitor.discover();
    const last = performance.now() - start;
    const blocked = await longestCommand(admin);

    await admin.slowlog('RESET');
    const theirStart = performance.now();
    const theirs = await scanTwice(server.connect());
    const their = performance.now() - theirStart;
    const theirBlocked = await longestCommand(admin);

    const roundTrips = await commandsToShow(scope, admin, memory);
    return [
      {
        figure: `${jobs.toLocaleString('en')} job keys: to the first queue`,
        value: `${first === null ? '?' : (first as number).toFixed(0)} ms`,
      },
      {
        figure: `to the last of ${monitor.queues.length}`,
        value: `${last.toFixed(0)} ms`,
        peer: `SCAN COUNT 500, two passes: ${their.toFixed(0)} ms, ${theirs} queues`,
        ratio: `${(their / last).toFixed(1)} times faster`,
      },
      {
        figure: 'the longest that Redis was blocked',
        value: `${blocked.toFixed(1)} ms`,
        peer: `${theirBlocked.toFixed(1)} ms`,
        reach: 'under 10 ms',
        ok: blocked < 10,
      },
      {
        figure: 'remembered queues: commands after connecting, until the tree stands with its counts',
        value: `${roundTrips}`,
        reach: 'at most 2 round trips',
        ok: roundTrips <= 2,
      },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}

async function fill(admin: Redis, jobs: number, queues: number): Promise<void> {
  const step = 20_000;
  for (let start = 0; start < jobs; start += step) {
    const pipeline = admin.pipeline();
    for (let i = start; i < Math.min(start + step, jobs); i++) {
      pipeline.hset(`bull:queue ${i % queues}:${i + 10}`, 'name', 'work', 'data', '{}', 'opts', '{}', 'timestamp', i);
    }
    await pipeline.exec();
  }
}

async function scanTwice(redis: Redis): Promise<number> {
  const names = new Set<string>();
  for (const pattern of ['bull:*:meta', 'bull:*:id']) {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 500);
      cursor = next;
      for (const key of keys) names.add(key);
    } while (cursor !== '0');
  }
  return names.size;
}

async function commandsToShow(scope: Scope, admin: Redis, memory: readonly KnownQueue[]): Promise<number> {
  const connection = scope.connection();
  const monitor = new QueueMonitor(connection, { recall: () => memory, remember: () => {} });
  await connection.run((redis) => redis.ping());
  return commandsOf(admin, () => monitor.refresh());
}
