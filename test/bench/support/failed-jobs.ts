import type Redis from 'ioredis';
import type { KnownQueue } from '../../../src/queues';

export const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };

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

/** Ids of a queue that has been in use for a while. */
export const FIRST_ID = 4_000_000;

/** How many lines the order has that is a job's data, by the size that it has then. */
const LINES = { '1 KB': 20, '8 KB': 137 };

export type DataSize = keyof typeof LINES;

export const dataSizes = Object.keys(LINES) as DataSize[];

/** Jobs as Bull's workers leave them (bull 4.16.5 lib/job.js:288), written at once: 100,000 real failures take minutes. */
export async function failJobs(redis: Redis, jobs: number, size: DataSize): Promise<void> {
  const now = Date.now();
  const trace = `Error: x\n${'    at Object.handler (/app/node_modules/pg/lib/client.js:123:45)\n'.repeat(9)}`;
  const lines = Array.from({ length: LINES[size] }, (_, i) => ({
    ...{ sku: `SKU-${i}`, quantity: i, title: 'Walnut side table' },
  }));
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
