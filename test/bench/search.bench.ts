import { JobSearches, parseQuery, type RedisConnection } from '../../src/queues';
import { ShownData } from '../../src/job-data/shown-data';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';
import { dataSizes, failJobs, FIRST_ID, orders, type DataSize } from './support/failed-jobs';
import { lineText, startLine } from './support/line';
import { longestCommandOf, SLOW_LOG } from './support/longest-command';
import { redisAlone } from './support/redis-alone';

/**
 * Finding a job by its data among all failed ones, against reading them with Bull's `getFailed`: over a line as people
 * have it to their Redis, and on the loopback, where nothing has to travel and what is left is the work of Redis itself.
 */
export default async function search(options: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of dataSizes) rows.push(...(await searchOf(size, options)));
  return rows;
}

const kinds = { path: 'a path in it', text: 'a text in it', error: 'a text in its error' };

type Kind = keyof typeof kinds;

const kindNames = Object.keys(kinds) as Kind[];

async function searchOf(size: DataSize, { smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 1_000 : 100_000;
  const rounds = smoke ? 1 : 3;
  const server = await startRedis({ args: SLOW_LOG });
  const line = await startLine(server.port);
  const scope = new Scope(server);
  try {
    const admin = server.connect();
    await failJobs(admin, jobs, size);
    const wanted = `po_${FIRST_ID + Math.floor(jobs / 2)}`;
    const queries: Record<Kind, string> = {
      path: `purchaseOrderId = ${wanted}`,
      text: `data ~ ${wanted}`,
      error: `error ~ "Order ${FIRST_ID + 3} not found"`,
    };
    const find = async (connection: RedisConnection, kind: Kind) => {
      const searches = new JobSearches(connection, () => new ShownData());
      const search = searches.add(parseQuery(queries[kind]), { queues: [orders], states: ['failed'] });
      await search.run();
      if (search.size !== 1) throw new Error(`${search.query.text} found ${search.size} jobs: ${search.problem}`);
      searches.dispose();
    };
    const readAll = async (port: number) => {
      const queue = scope.queue('orders', { redis: { port } });
      await queue.isReady();
      return time(async () => {
        const failed = await queue.getFailed();
        return failed.filter(({ data }) => (data as { purchaseOrderId: string }).purchaseOrderId === wanted);
      });
    };

    const near = scope.connection();
    const far = scope.connection({ port: line.port });
    const times = { near: timesOfKinds(), far: timesOfKinds(), bull: [] as number[] };
    const alone = { data: [] as number[], failedReason: [] as number[] };
    let memory = 0;
    for (let round = 0; round < rounds; round++) {
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      for (const kind of kindNames) times.near[kind].push(await time(() => find(near, kind)));
      memory = Math.max(memory, (process.memoryUsage().rss - before) / 1024 ** 2);
      for (const kind of kindNames) times.far[kind].push(await time(() => find(far, kind)));
      times.bull.push(await readAll(server.port));
      for (const field of ['data', 'failedReason'] as const) alone[field].push(await redisAlone(admin, jobs, field));
    }
    const bull = { near: median(times.bull), far: await readAll(line.port) };
    const longest = await longestCommandOf(admin, async () => {
      for (const kind of kindNames) await find(near, kind);
    });
    const row = (figure: string, ms: number, ofBull: number): Row => ({
      figure,
      value: `${ms.toFixed(0)} ms`,
      peer: `Bull's getFailed ${ofBull.toFixed(0)} ms`,
      ratio: `${(ofBull / ms).toFixed(1)} times faster`,
    });
    const farRow = (figure: string, ms: number): Row => ({
      ...row(figure, ms, bull.far),
      reach: 'at least 10 times faster',
      ok: bull.far / ms >= 10,
    });
    const one = `one of ${jobs.toLocaleString('en')} failed jobs with ${size} of data`;
    return [
      ...kindNames.map((kind) => farRow(`${one}, over ${lineText}, by ${kinds[kind]}`, median(times.far[kind]))),
      ...kindNames.map((kind) => row(`on the loopback by ${kinds[kind]}`, median(times.near[kind]), bull.near)),
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
    line.stop();
    await server.stop();
  }
}

function timesOfKinds(): Record<Kind, number[]> {
  return { path: [], text: [], error: [] };
}
