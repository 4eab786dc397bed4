import assert from 'node:assert/strict';
import { ShownData } from '../../src/job-data/shown-data';
import {
  copyJobs,
  exportJobs,
  FailureCauses,
  idsIn,
  obliterate,
  QueueMonitor,
  readClients,
  readDurations,
  readJob,
  remove,
  surveyJobs,
  type JobId,
  type KnownQueue,
  type RedisConnection,
} from '../../src/queues';
import { BullJobs } from '../support/bull';
import type { RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { onEmptyRedis, type Scope } from './support';

const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };
const mail = { prefix: 'bull', name: 'mail' };

/** What is asked at the same time, at the most, while `read` runs: what waits for an answer is as slow as the line. */
async function mostAtOnce(connection: RedisConnection, read: () => Promise<unknown>): Promise<number> {
  const run = connection.run.bind(connection);
  let [asked, most] = [0, 0];
  connection.run = async (use) => {
    most = Math.max(most, ++asked);
    try {
      return await run(use);
    } finally {
      asked--;
    }
  };
  await read();
  return most;
}

describe('Over a line on which each answer takes its time', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  const waiting = async (jobs: number, connection: RedisConnection): Promise<JobId[]> => {
    await scope.queue('orders').addBulk(Array.from({ length: jobs }, (_, n) => ({ data: { n } })));
    return idsIn(connection, orders, 'waiting');
  };

  const asked: { what: string; together: number; run: (of: RedisConnection) => Promise<() => Promise<unknown>> }[] = [
    {
      what: 'the jobs of all states of a queue that is obliterated',
      together: 5,
      run: async (of) => {
        await waiting(1, of);
        return () => obliterate(of, orders, { isForced: false });
      },
    },
    {
      what: 'the things beside jobs that are removed',
      together: 2,
      run: async (of) => {
        const ids = await waiting(10, of);
        return () => remove(of, orders.ref, ids, { state: 'waiting' });
      },
    },
    {
      what: 'how many jobs have failed and the newest of them',
      together: 2,
      run: async (of) => {
        await scope.failed('orders', ['no order']);
        const causes = new FailureCauses(of, orders);
        scope.onClose(() => causes.dispose());
        return () => causes.begin();
      },
    },
    {
      what: 'the times that jobs took',
      together: 2,
      run: async (of) => {
        const bull = new BullJobs(server);
        scope.onClose(() => bull.close());
        await bull.complete('orders', 300);
        return () => readDurations(of, orders);
      },
    },
    {
      what: 'the facts of jobs that are to be retried',
      together: 2,
      run: async (of) => {
        const ids = await waiting(4_001, of);
        return () => surveyJobs(of, orders.ref, ids);
      },
    },
    {
      what: 'jobs that are exported',
      together: 2,
      run: async (of) => {
        const jobs = {
          queue: orders,
          state: 'waiting',
          ids: [(await waiting(1_001, of)).map(({ bytes }) => bytes)],
        } as const;
        const how = { format: 'jsonl', shownData: new ShownData(), signal: new AbortController().signal } as const;
        return () => exportJobs(of, [jobs], { ...how, write: async () => {}, onProgress: () => {} });
      },
    },
    {
      what: 'jobs that are copied while others are added',
      together: 2,
      run: async (of) => {
        const ids = await waiting(2_001, of);
        return () => copyJobs(of, orders.ref, mail, ids);
      },
    },
    {
      what: 'keys and the queues that are found among those before',
      together: 2,
      run: async (of) => {
        await waiting(12_000, of);
        for (let i = 0; i < 20; i++) await scope.queue(`queue ${i}`).add({});
        const monitor = new QueueMonitor(of, { recall: () => [], remember: () => {} });
        return () => monitor.discover();
      },
    },
  ];
  for (const { what, together, run } of asked) {
    it(`${what} come together`, async () => {
      const connection = scope.connection();
      const read = await run(connection);
      const most = await mostAtOnce(connection, read);
      assert.ok(most >= together, `${most} at once`);
    });
  }

  const atOnce = [
    { what: 'All of a job', read: (of: RedisConnection, id: JobId) => of.run((redis) => readJob(redis, orders, id)) },
    { what: 'Who is connected, and how many may be,', read: (of: RedisConnection) => of.run(readClients) },
  ];
  for (const { what, read } of atOnce) {
    it(`${what} is asked for before there is any answer`, async () => {
      const connection = scope.connection();
      const [id] = (await waiting(1, connection)) as [JobId];
      const before = connection.sent;
      await read(connection, id);
      const first = connection.sent;
      await read(connection, id);
      const commands = connection.sent - first;
      assert.ok(before < first && commands > 1);
      server.pause();
      try {
        const { sent } = connection;
        const reading = read(connection, id);
        await waitFor(() => connection.sent - sent === commands, { message: `${commands} commands without an answer` });
        server.resume();
        await reading;
      } finally {
        server.resume();
      }
    });
  }
});
