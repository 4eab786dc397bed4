import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import { idsIn, jobIdFromKey, remove, retryEach } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';
import type { RedisServer } from '../../support/redis';
import { redisContents } from '../../support/redis-contents';
import { strictScripts } from '../../support/script-servers';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, QUICK, type Scope } from '../support';
import { idsInLists, told, TWO_ORDERS } from './support';

const ref = { prefix: 'bull', name: 'orders' };
const ids = (...texts: (string | number)[]) => texts.map((text) => jobIdFromKey(`text:${text}`));

describe('Remove', () => {
  let server: RedisServer;
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ server, scope, admin, jobs } = on));

  const keysOf = async (id: string | number) => (await admin.keys(`bull:orders:${id}*`)).sort();
  const failed = (...which: number[]) => remove(scope.connection(), ref, ids(...which), { state: 'failed' });

  it('deletes jobs with their logs, and leaves all others as they are', async () => {
    await jobs.fail('orders', 3, new Error('boom'));
    await (await jobs.queue('orders').getJob(1))?.log('sent');
    assert.deepEqual(await keysOf(1), ['bull:orders:1', 'bull:orders:1:logs']);
    assert.deepEqual(told(await failed(1, 3)), { done: ['1', '3'] });
    assert.deepEqual([...(await keysOf(1)), ...(await keysOf(3))], []);
    assert.deepEqual(await idsInLists(admin, 'orders'), ['2']);
  });

  for (const [state, make] of [['completed', (some: BullJobs) => some.complete('orders', 2)], ...TWO_ORDERS] as const) {
    it(`deletes ${state} jobs, each of them`, async () => {
      await make(jobs);
      const connection = scope.connection();
      const all = await idsIn(connection, { ref, kind: 'bull' }, state);
      assert.equal(all.length, 2);
      assert.equal((await remove(connection, ref, all, { state })).done.length, 2);
      assert.deepEqual(await idsInLists(admin, 'orders'), []);
      assert.equal(await admin.exists('bull:orders:1', 'bull:orders:2', 'bull:orders:priority'), 0);
    });
  }

  it('leaves a job that a worker has taken meanwhile, which completes', async () => {
    const { release } = await jobs.activate('orders', 1);
    await jobs.wait('orders', 1);
    const outcome = await remove(scope.connection(), ref, ids(1, 2), { state: 'waiting' });
    assert.deepEqual(told(outcome), { done: ['2'], locked: ['1'] });
    release();
    await waitFor(async () => (await admin.zcard('bull:orders:completed')) === 1);
  });

  it('leaves a job that its worker has taken and not yet locked', async () => {
    await jobs.wait('orders', 1);
    await admin.rpoplpush('bull:orders:wait', 'bull:orders:active');
    assert.deepEqual(told(await remove(scope.connection(), ref, ids(1), { state: 'waiting' })), { locked: ['1'] });
    assert.deepEqual(await idsInLists(admin, 'orders'), ['1']);
  });

  it('leaves jobs that are in another state by now, and those that have failed again since', async () => {
    await jobs.fail('orders', 2, new Error('boom'));
    const before = new Map([['text:2', Number(await admin.zscore('bull:orders:failed', '2'))]]);
    await retryEach(scope.connection(), ref, ids(1, 2));
    const connection = scope.connection();
    assert.deepEqual(told(await failed(1, 2)), { notInState: ['1', '2'] });
    const worker = jobs.queue('orders');
    void worker.process(2, () => Promise.reject(new Error('again')));
    await waitFor(async () => (await admin.zcard('bull:orders:failed')) === 2);
    const outcome = await remove(connection, ref, ids(2), { state: 'failed', failedAt: before });
    assert.deepEqual(told(outcome), { notInState: ['2'] });
    assert.deepEqual(await idsInLists(admin, 'orders'), ['1', '2']);
  });

  it('takes ids out of their set whose jobs are gone already, by the thousand', async () => {
    await admin.eval(`for i = 1, 3000 do redis.call('ZADD', 'bull:orders:failed', i, i) end`, 0);
    const connection = scope.connection();
    const all = await idsIn(connection, { ref, kind: 'bull' }, 'failed');
    assert.equal((await remove(connection, ref, all, { state: 'failed' })).done.length, 3_000);
    assert.equal(await admin.exists('bull:orders:failed'), 0);
    assert.deepEqual(told(await failed(1)), { gone: ['1'] });
  });

  it('frees what the jobs held: a debounce id, and a place behind a limiter, declaring each key', async () => {
    const strict = await strictScripts(server.port);
    scope.onClose(() => strict.close());
    const queue = jobs.queue('orders', { limiter: { max: 1, duration: 3_600_000 } });
    await queue.add({}, { debounce: { id: 'Ann' } });
    const release = await limited(queue);
    const connection = scope.connection({ port: strict.port });
    assert.ok((await admin.exists('bull:orders:de:Ann')) + (await admin.scard('bull:orders:limiter:limited')) > 0);
    const all = await idsIn(connection, { ref, kind: 'bull' }, 'delayed');
    assert.equal((await remove(connection, ref, all, { state: 'delayed' })).done.length, 2);
    assert.equal(await admin.exists('bull:orders:limiter:limited', 'bull:orders:limiter:index'), 0);
    await release();
  });

  /** A worker that runs one job, while the limiter holds back two others. */
  async function limited(queue: ReturnType<BullJobs['queue']>): Promise<() => Promise<void>> {
    await queue.addBulk([{ data: {} }, { data: {} }]);
    const worker = jobs.queue('orders', { limiter: { max: 1, duration: 3_600_000 } });
    void worker.process(() => Promise.resolve());
    await waitFor(async () => (await queue.getDelayedCount()) === 2);
    return () => worker.close(true);
  }

  it('changes nothing where it is dry, and says what would become of each', async () => {
    const { release } = await jobs.activate('orders', 1);
    await jobs.wait('orders', 2);
    const before = await redisContents(admin);
    const outcome = await remove(scope.connection(), ref, ids(1, 2, 3, 4), { state: 'waiting', isDry: true });
    assert.deepEqual(told(outcome), { done: ['2', '3'], locked: ['1'], gone: ['4'] });
    const after = await redisContents(admin);
    assert.deepEqual(after['bull:orders:wait'], before['bull:orders:wait']);
    assert.deepEqual(after['bull:orders:2'], before['bull:orders:2']);
    release();
  });

  it('removes 20,000 waiting jobs while a worker takes others, and each is told of once', async () => {
    const number = 20_000;
    await jobs.wait('orders', number);
    const connection = scope.connection();
    const all = await idsIn(connection, { ref, kind: 'bull' }, 'waiting');
    const worker = jobs.queue('orders');
    const ran = new Set<string>();
    void worker.process((job) => Promise.resolve(void ran.add(String(job.id))));
    await waitFor(() => ran.size > 3);
    const { done, locked, notInState, problem, ...others } = await remove(connection, ref, all, { state: 'waiting' });
    assert.equal(problem, null);
    for (const [end, some] of Object.entries(others)) assert.equal(some.length, 0, end);
    const left = [...locked, ...notInState].map(({ text }) => text);
    assert.equal(done.length + left.length, number);
    await waitFor(() => ran.size === left.length);
    assert.deepEqual([...ran].sort(), left.sort());
    assert.deepEqual(await idsInLists(admin, 'orders'), left);
  }).timeout(60_000);

  it('accounts for every job when Redis hangs half way: none is half removed', async () => {
    await admin.eval(
      `for i = 1, 5500 do
        redis.call('HSET', 'bull:orders:' .. i, 'name', 'work', 'data', '{}')
        redis.call('ZADD', 'bull:orders:failed', i, i)
      end`,
      0,
    );
    const all = ids(...Array.from({ length: 5_500 }, (_, i) => i + 1));
    const connection = scope.connection({}, QUICK);
    await connection.run((redis) => redis.ping());
    const outcome = await remove(connection, ref, all, { state: 'failed', onProgress: () => server.pause() }).finally(
      () => server.resume(),
    );
    const { done, unknown, unsent } = outcome;
    assert.equal(outcome.problem?.kind, 'timed-out');
    assert.equal(done.length + unknown.length + unsent.length, all.length);
    const inSet = new Set(await idsInLists(admin, 'orders'));
    for (const { text } of done) assert.equal(inSet.has(text), false);
    for (const { text } of unsent) assert.equal(inSet.has(text), true);
    // At one moment: what had been sent before Redis hung is done after it.
    const halfRemoved = await admin.eval(
      `local found = {}
      for i = 1, 5500 do
        local isInSet = redis.call('ZSCORE', 'bull:orders:failed', i) and 1 or 0
        if redis.call('EXISTS', 'bull:orders:' .. i) ~= isInSet then found[#found + 1] = i end
      end
      return found`,
      0,
    );
    assert.deepEqual(halfRemoved, []);
  });

  it('is done once by two windows at once, whose accounts add up', async () => {
    await jobs.fail('orders', 40, new Error('boom'));
    const all = ids(...Array.from({ length: 40 }, (_, i) => i + 1));
    const outcomes = await Promise.all([0, 1].map(() => remove(scope.connection(), ref, all, { state: 'failed' })));
    assert.equal(
      outcomes.reduce((sum, { done }) => sum + done.length, 0),
      40,
    );
    for (const { done, gone } of outcomes) assert.equal(done.length + gone.length, 40);
  });
});
