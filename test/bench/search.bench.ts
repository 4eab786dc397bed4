import type { Redis } from 'ioredis';
import { JobSearches, parseQuery } from '../../src/queues';
import { ShownData } from '../../src/job-data/shown-data';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';
import { dataSizes, failJobs, FIRST_ID, orders, type DataSize } from './support/failed-jobs';
import { longestCommandOf, SLOW_LOG } from './support/longest-command';
import { redisAlone } from './support/redis-alone';

/** Finding a job by its data among all failed ones, against reading them with Bull's `getFailed`. */
export default async function search(options: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of dataSizes) rows.push(...(await searchOf(size, options)));
  return rows;
}

async function searchOf(size: DataSize, { smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 1_000 : 100_000;
  const rounds = smoke ? 1 : 3;
  const server = await startRedis({ args: SLOW_LOG });
  const scope = new Scope(server);
  try {
    const admin: Redis = server.connect();
    await failJobs(admin, jobs, size);
    const queue = scope.queue('orders');
    await queue.isReady();
    const searches = new JobSearches(scope.connection(), () => new ShownData());
    const wanted = `po_${FIRST_ID + Math.floor(jobs / 2)}`;
    const find = (query: string) => searches.add(parseQuery(query), { queues: [orders], states: ['failed'] });
    const queries = {
      path: `purchaseOrderId = ${wanted}`,
      text: `data ~ ${wanted}`,
      error: `error ~ "Order ${FIRST_ID + 3} not found"`,
    };
    const kinds = ['path', 'text', 'error'] as const;
    const run = async (kind: keyof typeof queries) => {
      const search = find(queries[kind]);
      await search.run();
      if (search.size !== 1) throw new Error(`${search.query.text} found ${search.size} jobs: ${search.problem}`);
      searches.close(search);
    };
    const times = { path: [] as number[], text: [] as number[], error: [] as number[], bull: [] as number[] };
    const alone = { data: [] as number[], failedReason: [] as number[] };
    let memory = 0;
    for (let round = 0; round < rounds; round++) {
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      for (const kind of kinds) times[kind].push(await time(() => run(kind)));
      memory = Math.max(memory, (process.memoryUsage().rss - before) / 1024 ** 2);
      times.bull.push(
        await time(async () => {
          const failed = await queue.getFailed();
          return failed.filter(({ data }) => (data as { purchaseOrderId: string }).purchaseOrderId === wanted);
        }),
      );
      for (const field of ['data', 'failedReason'] as const) alone[field].push(await redisAlone(admin, jobs, field));
    }
    const longest = await longestCommandOf(admin, async () => {
      for (const kind of kinds) await run(kind);
    });
    const bull = median(times.bull);
    const row = (figure: string, ms: number): Row => ({
      figure,
      value: `${ms.toFixed(0)} ms`,
      peer: `Bull's getFailed ${bull.toFixed(0)} ms`,
      ratio: `${(bull / ms).toFixed(1)} times faster`,
      reach: 'at least 10 times faster',
      ok: bull / ms >= 10,
    });
    return [
      row(`one of ${jobs.toLocaleString('en')} failed jobs with ${size} of data by a path in it`, median(times.path)),
      row('by a text in it', median(times.text)),
      row('by a text in its error', median(times.error)),
      {
        figure: 'Redis alone for the data of each',
        value: `${median(alone.data).toFixed(0)} ms`,
        peer: `for the error of each ${median(alone.failedReason).toFixed(0)} ms`,
      },
      { figure: 'the memory for it', value: `${memory.toFixed(0)} MB`, reach: 'under 150 MB', ok: memory < 150 },
      {
        figure: 'the longest step of Redis',
        value: `${longest.toFixed(1)} ms`,
        reach: 'under 10 ms',
        ok: longest < 10,
      },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}
