import assert from 'node:assert/strict';
import type { Job } from 'bull';
import type Redis from 'ioredis';
import { discard, idsIn, jobIdFromKey, retryEach } from '../../../src/queues';
import type { DiscardableState } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';
import type { RedisServer } from '../../support/redis';
import { redisContents } from '../../support/redis-contents';
import { strictScripts } from '../../support/script-servers';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { idsInLists, told, TWO_ORDERS } from './support';

const HOUR = 3_600_000;
const ref = { prefix: 'bull', name: 'orders' };
const orders = { ref, kind: 'bull' } as const;
const ids = (...texts: (string | number)[]) => texts.map((text) => jobIdFromKey(`text:${text}`));

describe('Discard', () => {
  let server: RedisServer;
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ server, scope, admin, jobs } = on));

  const of = (state: DiscardableState, ...which: (string | number)[]) =>
    discard(scope.connection(), ref, ids(...which), { state });
  const jobOf = async (id: number | string): Promise<Job> =>
    (await jobs.queue('orders').getJob(id)) ?? assert.fail(`no job ${id}`);

  /** A worker fails the first attempt of these jobs, which then wait for an hour. */
  async function failOneAttempt(number: number, options: object = {}): Promise<void> {
    const worker = jobs.queue('orders');
    void worker.process(() => Promise.reject(new Error('no stock')));
    await jobs.wait('orders', number, { attempts: 2, backoff: HOUR, ...options });
    await waitFor(async () => (await worker.getDelayedCount()) === number, { message: 'the first attempts to fail' });
    await worker.close(true);
  }

  it('moves a job between two attempts to the failed ones with all that tells why, and a retry runs it', async () => {
    await failOneAttempt(2);
    const before = await jobOf(1);
    assert.deepEqual(told(await of('delayed', 1)), { done: ['1'] });
    const after = await jobOf(1);
    assert.equal(await after.getState(), 'failed');
    assert.deepEqual([after.attemptsMade, after.failedReason], [1, 'no stock']);
    assert.deepEqual([after.stacktrace, after.data], [before.stacktrace, before.data]);
    assert.equal(after.finishedOn, Number(await admin.zscore('bull:orders:failed', '1')));
    assert.equal(after.processedOn, undefined, 'it is not said to have run until now');
    assert.equal(await (await jobOf(2)).getState(), 'delayed');

    let runs = 0;
    const worker = jobs.queue('orders');
    void worker.process(() => Promise.resolve(void runs++));
    await jobs.wait('orders', 1);
    await waitFor(async () => (await worker.getCompletedCount()) === 1, { message: 'the job after it' });
    assert.equal(runs, 1, 'the discarded one does not run');
    assert.equal((await retryEach(scope.connection(), ref, ids(1))).done.length, 1);
    await waitFor(async () => (await jobOf(1)).isCompleted());
    assert.equal(runs, 2);
  });

  for (const [state, make] of TWO_ORDERS) {
    it(`moves ${state} jobs, each of them, which never failed`, async () => {
      await make(jobs);
      const all = await idsIn(scope.connection(), orders, state);
      assert.deepEqual(told(await discard(scope.connection(), ref, all, { state })), {
        done: all.map((id) => id.text),
      });
      assert.deepEqual(await admin.zrange('bull:orders:failed', 0, -1), ['1', '2']);
      assert.deepEqual(await idsInLists(admin, 'orders'), ['1', '2']);
      assert.equal(await admin.exists('bull:orders:priority'), 0);
      const { failedReason, attemptsMade, stacktrace } = await jobOf(1);
      assert.deepEqual([failedReason, attemptsMade, stacktrace], ['Discarded while it waited to run', 0, []]);
    });
  }

  it('tells whoever waits for the job, as Bull does', async () => {
    const [job] = await jobs.delay('orders', 1, HOUR);
    const listener = jobs.queue('orders');
    const failed = new Promise((resolve) => listener.on('global:failed', (...args) => resolve(args)));
    await listener.isReady();
    await waitFor(async () => (await admin.pubsub('CHANNELS', 'bull:orders:failed')).length === 1);
    const finished = assert.rejects(job!.finished(), /^Error: Discarded while it waited to run$/);
    await of('delayed', 1);
    assert.deepEqual(await failed, ['1', 'Discarded while it waited to run', 'active']);
    await finished;
  });

  it('leaves removeOnFail alone: neither the job nor an older one goes', async () => {
    await jobs.fail('orders', 2, new Error('boom'));
    await failOneAttempt(2, { removeOnFail: true });
    await jobs.wait('orders', 1, { removeOnFail: 1, delay: HOUR });
    assert.deepEqual(told(await of('delayed', 3, 4, 5)), { done: ['3', '4', '5'] });
    assert.deepEqual((await admin.zrange('bull:orders:failed', 0, -1)).sort(), ['1', '2', '3', '4', '5']);
    assert.equal((await jobOf(5)).failedReason, 'Discarded while it waited to run');
  });

  it('leaves jobs that workers have, are in another state, or are gone', async () => {
    const { release } = await jobs.activate('orders', 1);
    await jobs.wait('orders', 2);
    await admin.lmove('bull:orders:wait', 'bull:orders:active', 'RIGHT', 'LEFT');
    await jobs.delay('orders', 2, HOUR);
    await admin.del('bull:orders:5');
    assert.deepEqual(told(await of('waiting', 1, 2, 3, 4, 6)), {
      done: ['3'],
      locked: ['1', '2'],
      notInState: ['4'],
      gone: ['6'],
    });
    assert.deepEqual(told(await of('delayed', 3, 4, 5)), { done: ['4'], notInState: ['3'], gone: ['5'] });
    assert.deepEqual(await idsInLists(admin, 'orders'), ['1', '2', '3', '4', '5']);
    assert.equal(await admin.exists('bull:orders:5'), 0);
    release();
  });

  it('leaves a job that stands in no list, as after a crash', async () => {
    await jobs.wait('orders', 1);
    await admin.del('bull:orders:wait');
    const before = await redisContents(admin);
    assert.deepEqual(told(await of('waiting', 1)), { notInState: ['1'] });
    assert.deepEqual(await redisContents(admin), before);
  });

  it('changes nothing where it is dry, and says what would become of each', async () => {
    const { release } = await jobs.activate('orders', 1);
    await jobs.wait('orders', 2);
    const outcome = await discard(scope.connection(), ref, ids(1, 2, 3, 4), { state: 'waiting', isDry: true });
    assert.deepEqual(told(outcome), { done: ['2', '3'], locked: ['1'], gone: ['4'] });
    assert.equal(await admin.exists('bull:orders:failed'), 0);
    assert.equal(await admin.llen('bull:orders:wait'), 2);
    release();
  });

  it('frees what the jobs held: a debounce id, and a place behind a limiter, declaring each key', async () => {
    const strict = await strictScripts(server.port);
    scope.onClose(() => strict.close());
    const queue = jobs.queue('orders');
    await queue.addBulk([{ data: {} }, { data: {} }]);
    const worker = jobs.queue('orders', { limiter: { max: 1, duration: HOUR } });
    void worker.process(() => Promise.resolve());
    await waitFor(async () => (await queue.getDelayedCount()) === 1, { message: 'the limiter' });
    await worker.close(true);
    await queue.add({}, { debounce: { id: 'Ann' }, delay: HOUR });
    assert.equal(
      await admin.exists('bull:orders:de:Ann', 'bull:orders:limiter:limited', 'bull:orders:limiter:index'),
      3,
    );
    const connection = scope.connection({ port: strict.port });
    const all = await idsIn(connection, orders, 'delayed');
    assert.equal((await discard(connection, ref, all, { state: 'delayed' })).done.length, 2);
    assert.equal(
      await admin.exists('bull:orders:de:Ann', 'bull:orders:limiter:limited', 'bull:orders:limiter:index'),
      0,
    );
  });

  it('takes ids, prefixes and reasons as they are, whatever they hold', async () => {
    const prefix = '{bull}:a[b]*';
    const name = 'ord ers:ü';
    const base = `${prefix}:${name}:`;
    const bytes = Buffer.from([0xff, 0x00, 0x3a, 0x22, 0x5c, 0x0a]);
    const reason = Buffer.from([0xfe, 0x22, 0x00]);
    const job = Buffer.concat([Buffer.from(base), bytes]);
    await admin.hset(job, 'name', '__default__', 'data', '{}', 'opts', '{}', 'failedReason', reason);
    await admin.zadd(`${base}delayed`, 1, bytes);
    const queue = { prefix, name };
    const connection = scope.connection();
    const all = await idsIn(connection, { ref: queue, kind: 'bull' }, 'delayed');
    assert.equal((await discard(connection, queue, all, { state: 'delayed' })).done.length, 1);
    assert.deepEqual(await admin.zrangeBuffer(`${base}failed`, 0, -1), [bytes]);
    assert.deepEqual(await admin.hgetBuffer(job, 'failedReason'), reason);
  });

  it('of 20,000 waiting jobs that a worker takes meanwhile, each is discarded or runs, never both', async () => {
    const number = 20_000;
    await jobs.wait('orders', number);
    const connection = scope.connection();
    const all = await idsIn(connection, orders, 'waiting');
    const worker = jobs.queue('orders');
    const ran = new Set<string>();
    void worker.process((job) => Promise.resolve(void ran.add(String(job.id))));
    await waitFor(() => ran.size > 3);
    const { done, locked, notInState, problem } = await discard(connection, ref, all, { state: 'waiting' });
    assert.equal(problem, null);
    const left = [...locked, ...notInState].map(({ text }) => text);
    assert.equal(done.length + left.length, number);
    await waitFor(() => ran.size === left.length);
    assert.deepEqual([...ran].sort(), left.sort());
    await waitFor(async () => (await admin.zcard('bull:orders:completed')) === left.length);
    assert.equal(await admin.zcard('bull:orders:failed'), done.length);
  }).timeout(60_000);
});
