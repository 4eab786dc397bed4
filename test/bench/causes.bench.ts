import type Redis from 'ioredis';
import { FailureCauses, type KnownQueue } from '../../src/queues';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';

const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };

/** What ten causes say, each with values of its own. */
const reasons: readonly ((n: number) => string)[] = [
  (n) => `Missing lock for job ${n} finished`,
  () => 'job stalled more than allowable limit',
  (n) => `connect ECONNREFUSED 10.0.${n % 200}.7:5432`,
  (n) => `Order ${n} not found`,
  (n) => `duplicate key value violates unique constraint "users_email_key" for user${n}@example.com`,
  () => 'Request failed with status code 503',
  (n) => `ENOENT: no such file or directory, open '/tmp/uploads/${n}.pdf'`,
  () => "Cannot read properties of undefined (reading 'id')",
  () => 'Promise timed out after 60000 milliseconds',
  (n) => `Request req_${(n * 2_654_435_761) % 4_294_967_296} was refused`,
];

/** All failed jobs of a queue by cause, against reading them with Bull's `getFailed`. */
export default async function causes({ smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 1_000 : 100_000;
  const rounds = smoke ? 1 : 3;
  const server = await startRedis();
  const scope = new Scope(server);
  try {
    await fill(server.connect(), jobs);
    const queue = scope.queue('orders');
    await queue.isReady();
    const connection = scope.connection();
    const times = { first: [] as number[], all: [] as number[], again: [] as number[], bull: [] as number[] };
    let [groups, memory] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      const found = new FailureCauses(connection, orders);
      const start = performance.now();
      let first = 0;
      found.onDidChange(() => (first ||= found.groups?.length ? performance.now() - start : 0));
      times.all.push(await time(() => found.refresh()));
      times.first.push(first);
      times.again.push(await time(() => found.refresh()));
      groups = found.groups?.length ?? 0;
      memory = Math.max(memory, (process.memoryUsage().rss - before) / 1024 ** 2);
      found.dispose();
      times.bull.push(await time(() => queue.getFailed()));
    }
    const [first, all, bull] = [median(times.first), median(times.all), median(times.bull)];
    const number = jobs.toLocaleString('en');
    return [
      {
        figure: `${number} failed jobs: the first group`,
        value: `${first.toFixed(0)} ms`,
        reach: 'under 1,000 ms',
        ok: first < 1_000,
      },
      {
        figure: `all of them, in ${groups} groups`,
        value: `${all.toFixed(0)} ms`,
        peer: `Bull's getFailed ${bull.toFixed(0)} ms`,
        ratio: `${(bull / all).toFixed(1)} times faster`,
        reach: 'at least 10 times faster',
        ok: bull / all >= 10,
      },
      { figure: 'the memory for it', value: `${memory.toFixed(0)} MB`, reach: 'under 150 MB', ok: memory < 150 },
      { figure: 'a refresh where nothing has changed', value: `${median(times.again).toFixed(1)} ms` },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}

/** Ids of a queue that has been in use for a while. */
const FIRST_ID = 4_000_000;

/** Jobs as Bull's workers leave them (bull 4.16.5 lib/job.js:288), written at once: 100,000 real failures take minutes. */
async function fill(redis: Redis, jobs: number): Promise<void> {
  const now = Date.now();
  const trace = `Error: x\n${'    at Object.handler (/app/node_modules/pg/lib/client.js:123:45)\n'.repeat(9)}`;
  const lines = Array.from({ length: 20 }, (_, i) => ({ sku: `SKU-${i}`, quantity: i, title: 'Walnut side table' }));
  const step = 2_000;
  for (let first = 0; first < jobs; first += step) {
    const pipeline = redis.pipeline();
    for (let i = first; i < Math.min(jobs, first + step); i++) {
      const n = FIRST_ID + i;
      pipeline.hset(`bull:orders:${n}`, {
        ...{ name: '__default__', data: JSON.stringify({ purchaseOrderId: `po_${n}`, lines }) },
        ...{ opts: '{"attempts":3,"delay":0,"timestamp":0}', timestamp: now + n, delay: 0, priority: 0 },
        ...{ processedOn: now + n, attemptsMade: 3, stacktrace: JSON.stringify([trace, trace, trace]) },
        ...{ failedReason: reasons[n % reasons.length]?.(n) ?? '', finishedOn: now + n + 50 },
      });
      pipeline.zadd('bull:orders:failed', now + n + 50, n);
    }
    await pipeline.exec();
  }
}
