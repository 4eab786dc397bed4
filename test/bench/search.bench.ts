import type { Redis } from 'ioredis';
import { JobSearches, parseQuery } from '../../src/queues';
import { ShownData } from '../../src/job-data/shown-data';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';
import { failJobs, FIRST_ID, orders } from './support/failed-jobs';
import { longestCommand } from './support/longest-command';

/** Finding a job by its data among all failed ones, against reading them with Bull's `getFailed`. */
export default async function search({ smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 1_000 : 100_000;
  const rounds = smoke ? 1 : 3;
  const server = await startRedis({ args: ['--slowlog-log-slower-than', '0', '--slowlog-max-len', '100000'] });
  const scope = new Scope(server);
  try {
    const admin: Redis = server.connect();
    await failJobs(admin, jobs);
    const queue = scope.queue('orders');
    await queue.isReady();
    const searches = new JobSearches(scope.connection(), () => new ShownData());
    const wanted = `po_${FIRST_ID + Math.floor(jobs / 2)}`;
    const find = (query: string) => searches.add(parseQuery(query), { queues: [orders], states: ['failed'] });
    const times = { path: [] as number[], text: [] as number[], error: [] as number[], bull: [] as number[] };
    let memory = 0;
    await admin.slowlog('RESET');
    for (let round = 0; round < rounds; round++) {
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      for (const [kind, query] of [
        ['path', `purchaseOrderId = ${wanted}`],
        ['text', `data ~ ${wanted}`],
        ['error', `error ~ "Order ${FIRST_ID + 3} not found"`],
      ] as const) {
        const search = find(query);
        times[kind].push(await time(() => search.run()));
        if (search.size !== 1) throw new Error(`${query} found ${search.size} jobs: ${search.problem}`);
        searches.close(search);
      }
      memory = Math.max(memory, (process.memoryUsage().rss - before) / 1024 ** 2);
    }
    const slowest = await longestCommand(admin);
    for (let round = 0; round < rounds; round++) {
      times.bull.push(
        await time(async () => {
          const failed = await queue.getFailed();
          return failed.filter(({ data }) => (data as { purchaseOrderId: string }).purchaseOrderId === wanted);
        }),
      );
    }
    const bull = median(times.bull);
    const row = (figure: string, ms: number): Row => ({
      figure,
      value: `${ms.toFixed(0)} ms`,
      peer: `Bull's getFailed ${bull.toFixed(0)} ms`,
      ratio: `${(bull / ms).toFixed(1)} times faster`,
    });
    return [
      row(`one of ${jobs.toLocaleString('en')} failed jobs by a path in its data`, median(times.path)),
      row('by a text in its data', median(times.text)),
      row('by a text in its error', median(times.error)),
      { figure: 'the memory for it', value: `${memory.toFixed(0)} MB`, reach: 'under 150 MB', ok: memory < 150 },
      {
        figure: 'the longest step of Redis',
        value: `${slowest.toFixed(1)} ms`,
        reach: 'under 10 ms',
        ok: slowest < 10,
      },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}
