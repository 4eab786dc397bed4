import { FailureCauses } from '../../src/queues';
import { Scope } from '../queues/support';
import { startRedis, type RedisServer } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';
import { dataSizes, failJobs, orders, type DataSize } from './support/failed-jobs';
import { lineText, startLine } from './support/line';
import { longestCommandOf, SLOW_LOG } from './support/longest-command';
import { redisAlone, workOfRedis } from './support/redis-alone';

/**
 * All failed jobs of a queue by cause, against reading them with Bull's `getFailed`: over a line as people have it to
 * their Redis, and on the loopback, where nothing has to travel and what is left is the work of Redis itself.
 */
export default async function causes(options: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of dataSizes) rows.push(...(await causesOf(size, options)));
  return rows;
}

async function causesOf(size: DataSize, { smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 1_000 : 100_000;
  const rounds = smoke ? 1 : 3;
  const server = await startRedis({ args: SLOW_LOG });
  const scope = new Scope(server);
  try {
    const admin = server.connect();
    await failJobs(admin, jobs, size);
    const queue = scope.queue('orders');
    await queue.isReady();
    const connection = scope.connection();
    const times = { ...{ first: [] as number[], all: [] as number[], again: [] as number[] }, bull: [] as number[] };
    const redis = { alone: [] as number[], work: [] as number[] };
    let [groups, memory] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      const found = new FailureCauses(connection, orders);
      const read = async () => {
        const { first, all } = await group(found);
        times.first.push(first);
        times.all.push(all);
      };
      redis.work.push(await workOfRedis(admin, read));
      times.again.push(await time(() => found.refresh()));
      groups = found.groups?.length ?? 0;
      memory = Math.max(memory, (process.memoryUsage().rss - before) / 1024 ** 2);
      found.dispose();
      times.bull.push(await time(() => queue.getFailed()));
      redis.alone.push(await redisAlone(admin, jobs, 'failedReason'));
    }
    const far = await overLine(server, scope, rounds);
    const longest = await longestCommandOf(admin, async () => {
      const found = new FailureCauses(connection, orders);
      await found.refresh();
      found.dispose();
    });
    const [first, all, bull] = [median(times.first), median(times.all), median(times.bull)];
    const number = jobs.toLocaleString('en');
    return [
      {
        figure: `${number} failed jobs with ${size} of data: the first group`,
        value: `${first.toFixed(0)} ms`,
        reach: 'under 1,000 ms',
        ok: first < 1_000,
      },
      {
        figure: `all of them, in ${groups} groups`,
        value: `${all.toFixed(0)} ms`,
        peer: `Bull's getFailed ${bull.toFixed(0)} ms`,
        ratio: `${(bull / all).toFixed(1)} times faster`,
      },
      {
        figure: `the first group over ${lineText}`,
        value: `${far.first.toFixed(0)} ms`,
        reach: 'under 1,000 ms',
        ok: far.first < 1_000,
      },
      {
        figure: 'all of them',
        value: `${far.all.toFixed(0)} ms`,
        peer: `Bull's getFailed ${far.bull.toFixed(0)} ms`,
        ratio: `${(far.bull / far.all).toFixed(1)} times faster`,
        reach: 'at least 10 times faster',
        ok: far.bull / far.all >= 10,
      },
      {
        figure: 'of which Redis worked',
        value: `${median(redis.work).toFixed(0)} ms`,
        peer: `Redis alone for one field of each ${median(redis.alone).toFixed(0)} ms`,
      },
      {
        figure: 'the longest step of Redis',
        value: `${longest.toFixed(1)} ms`,
        reach: 'under 10 ms',
        ok: longest < 10,
      },
      { figure: 'the memory for it', value: `${memory.toFixed(0)} MB`, reach: 'under 150 MB', ok: memory < 150 },
      { figure: 'a refresh where nothing has changed', value: `${median(times.again).toFixed(1)} ms` },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}

/** ms until the first group, and until all jobs are grouped. */
async function group(found: FailureCauses): Promise<{ readonly first: number; readonly all: number }> {
  const start = performance.now();
  let first = 0;
  found.onDidChange(() => (first ||= found.groups?.length ? performance.now() - start : 0));
  const all = await time(() => found.refresh());
  return { first, all };
}

async function overLine({ port }: RedisServer, scope: Scope, rounds: number) {
  const line = await startLine(port);
  const connection = scope.connection({ port: line.port });
  const queue = scope.queue('orders', { redis: { port: line.port } });
  await queue.isReady();
  const times: { readonly first: number; readonly all: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const found = new FailureCauses(connection, orders);
    times.push(await group(found));
    found.dispose();
  }
  const bull = await time(() => queue.getFailed());
  line.stop();
  return { first: median(times.map(({ first }) => first)), all: median(times.map(({ all }) => all)), bull };
}
