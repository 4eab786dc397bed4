import assert from 'node:assert/strict';
import { setTimeout as work } from 'node:timers/promises';
import { readDurations } from '../../src/queues';
import type { RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { onEmptyRedis, type Scope } from './support';

const mail = { ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' } as const;

describe('how long the jobs of a queue took', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  /** Jobs that a worker works on for so many ms each, one after the other. */
  async function completed(times: readonly number[]): Promise<void> {
    const queue = scope.queue('mail');
    await queue.addBulk(times.map((ms) => ({ data: { ms } })));
    void queue.process(async ({ data }: { data: { ms: number } }) => work(data.ms));
    await waitFor(async () => (await queue.getCompletedCount()) === times.length, { message: 'the jobs to complete' });
  }
  const read = () => readDurations(scope.connection(), mail);

  it('is from the start of their run to its end, the shortest first', async () => {
    const before = Date.now();
    await completed([120, 20, 60]);
    const { all, since } = (await read()) ?? assert.fail('nothing was read');
    assert.equal(all.length, 3);
    assert.ok(all[0]! >= 19 && all[1]! >= 59 && all[2]! >= 119, String(all));
    assert.deepEqual(
      all,
      all.toSorted((a, b) => a - b),
    );
    assert.ok(since >= before + 119 && since <= Date.now(), 'since the first was done');
  });

  it('is nothing where no job has completed, and where there is no queue', async () => {
    assert.equal(await read(), null);
    await scope.failed('mail', ['no such customer']);
    assert.equal(await read(), null);
  });

  it('leaves out what failed first, by itself or for a person to retry', async () => {
    const queue = scope.queue('mail');
    await queue.addBulk([{ data: {} }, { data: {}, opts: { attempts: 2 } }, { data: {} }]);
    const tries = new Map<unknown, number>();
    void queue.process(async ({ id }) => {
      tries.set(id, (tries.get(id) ?? 0) + 1);
      if (id !== '1' && tries.get(id) === 1) throw new Error('not yet');
    });
    await waitFor(async () => (await queue.getFailedCount()) === 1, { message: 'the job to fail' });
    const [failed] = await queue.getFailed();
    await failed!.retry();
    await waitFor(async () => (await queue.getCompletedCount()) === 3, { message: 'all jobs to complete' });
    assert.equal((await read())?.all.length, 1);
  });

  it('takes times that are none, and keys that are no jobs, for nothing', async () => {
    await completed([0, 0, 0, 0]);
    const redis = server.connect();
    await redis.hset('bull:mail:1', 'finishedOn', 'NaN');
    await redis.hset('bull:mail:2', 'processedOn', '99999999999999');
    await redis.del('bull:mail:3');
    await redis.zadd('bull:mail:completed', 5, 'text');
    await redis.set('bull:mail:text', 'no hash');
    assert.equal((await read())?.all.length, 1);
  });

  it('looks at the newest 1,000, with a short command for each', async () => {
    await completed(Array.from({ length: 1_100 }, () => 0));
    const redis = server.connect();
    const newest = await redis.zrevrange('bull:mail:completed', 0, 999);
    const first = Number(await redis.hget(`bull:mail:${newest.at(-1)}`, 'finishedOn'));
    await redis.config('RESETSTAT');
    const { all, since } = (await read()) ?? assert.fail('nothing was read');
    assert.deepEqual([all.length, since], [1_000, first]);
    const stats = await redis.info('commandstats');
    assert.match(stats, /^cmdstat_hmget:calls=1000,/m);
    assert.doesNotMatch(stats, /^cmdstat_(eval|evalsha|sort|hgetall)/m, 'nothing reads many jobs at once');
  });

  it('reads small fields only, however large the jobs are', async () => {
    const queue = scope.queue('mail');
    await queue.add({ text: 'x'.repeat(1_000_000) });
    void queue.process(async () => 'y'.repeat(1_000_000));
    await waitFor(async () => (await queue.getCompletedCount()) === 1, { message: 'the job to complete' });
    const connection = scope.connection();
    await connection.run((redis) => redis.ping());
    const sent = async () =>
      Number(/total_net_output_bytes:(\d+)/.exec(await server.connect().info('stats'))?.[1] ?? Number.NaN);
    await queue.close(true);
    const before = await sent();
    await readDurations(connection, mail);
    assert.ok((await sent()) - before < 100_000);
  });
});
