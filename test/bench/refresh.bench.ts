import { BullAdapter } from '@bull-board/api/bullAdapter';
import { queuesHandler } from '@bull-board/api/dist/handlers/queues.js';
import type Bull from 'bull';
import { readCounts, type KnownQueue } from '../../src/queues/counts';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';
import { commandsOf } from './support/commands';

/** What nobody can go below who wants these counts in one script: the same commands, written out by hand. */
const FLOOR = `
local rows = {}
for i, base in ipairs(ARGV) do
  rows[i] = {
    redis.call('ZCARD', base .. 'failed'), redis.call('LLEN', base .. 'active'), redis.call('LLEN', base .. 'wait'),
    redis.call('ZCARD', base .. 'delayed'), redis.call('ZCARD', base .. 'completed'), redis.call('LLEN', base .. 'paused'),
    redis.call('ZCARD', base .. 'priority'), redis.call('EXISTS', base .. 'meta-paused'),
  }
end
return rows`;

/** One refresh of all queues: ours, bull-board's queues handler over the same client, and the bare script. */
export default async function refresh({ smoke }: BenchOptions): Promise<Row[]> {
  const queues = smoke ? 5 : 200;
  const rounds = smoke ? 2 : 30;
  const server = await startRedis();
  const scope = new Scope(server);
  try {
    const admin = server.connect();
    const client = server.connect();
    const bullQueues = Array.from({ length: queues }, (_, i) =>
      scope.queue(`queue ${i}`, { createClient: () => client as never, redis: undefined as never }),
    );
    for (const queue of bullQueues) await queue.addBulk(Array.from({ length: 5 }, (_, i) => ({ data: { i } })));
    const known: KnownQueue[] = bullQueues.map(({ name }) => ({ ref: { prefix: 'bull', name }, kind: 'bull' }));
    const bases = bullQueues.map(({ name }) => `bull:${name}:`);
    const floorDigest = (await admin.script('LOAD', FLOOR)) as string;
    const board = boardRequest(bullQueues);
    const connection = scope.connection();

    const ours = () => connection.run((redis) => readCounts(redis, known));
    const theirs = () => queuesHandler(board);
    const floor = () => connection.run((redis) => redis.evalsha(floorDigest, 0, ...bases));

    const contenders = { ours, theirs, floor };
    const times = { ours: [] as number[], theirs: [] as number[], floor: [] as number[] };
    for (let round = -3; round < rounds; round++) {
      for (const [name, run] of Object.entries(contenders)) {
        const ms = await time(run);
        if (round >= 0) times[name as keyof typeof times].push(ms);
      }
    }
    const [our, their, bare] = [median(times.ours), median(times.theirs), median(times.floor)];
    const [ourCommands, theirCommands] = [await commandsOf(admin, ours), await commandsOf(admin, theirs)];
    return [
      {
        figure: `refresh of ${queues} queues`,
        value: `${our.toFixed(2)} ms`,
        peer: `bull-board ${their.toFixed(1)} ms`,
        ratio: `${(their / our).toFixed(1)} times faster`,
        reach: 'at least 10 times faster',
        ok: their / our >= 10,
      },
      {
        figure: '',
        value: `${our.toFixed(2)} ms`,
        peer: `the bare script ${bare.toFixed(2)} ms`,
        ratio: (our / bare).toFixed(2),
        reach: 'at most 1.5',
        ok: our / bare <= 1.5,
      },
      {
        figure: 'commands sent for it',
        value: `${ourCommands}`,
        peer: `bull-board ${theirCommands}`,
        reach: '1',
        ok: ourCommands === 1,
      },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}

function boardRequest(queues: readonly Bull.Queue[]): Parameters<typeof queuesHandler>[0] {
  const adapters = queues.map((queue) => [queue.name, new BullAdapter(queue)] as const);
  return {
    queues: new Map(adapters),
    query: { page: 1, jobsPerPage: 10 },
    params: {},
    body: {},
    headers: {},
    uiConfig: { showWorkers: false },
  };
}
