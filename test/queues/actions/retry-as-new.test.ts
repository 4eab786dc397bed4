import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import { idsIn, jobIdFromKey, remove, retryAsNew } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { idsInLists, told } from './support';

const ref = { prefix: 'bull', name: 'orders' };
const ids = (...texts: (string | number)[]) => texts.map((text) => jobIdFromKey(`text:${text}`));

describe('Retry as a new job', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  it('gives a job that has used up its attempts all of them again', async () => {
    await jobs.fail('orders', 1, new Error('boom'), { attempts: 3 });
    assert.deepEqual(told(await retryAsNew(scope.connection(), ref, ids(1))), { done: ['1'] });
    const worker = jobs.queue('orders');
    let runs = 0;
    void worker.process(() => Promise.reject(new Error(`again ${++runs}`)));
    await waitFor(async () => (await worker.getFailedCount()) === 1);
    assert.equal(runs, 3);
    const job = await worker.getJob(1);
    assert.deepEqual([job?.attemptsMade, job?.stacktrace.length], [3, 3]);
  });

  it('counts no stall of before', async () => {
    await jobs.failAsStalled('orders', 1);
    assert.equal(await admin.hget('bull:orders:1', 'stalledCounter'), '1');
    await retryAsNew(scope.connection(), ref, ids(1));
    assert.deepEqual((await admin.hkeys('bull:orders:1')).sort(), [
      'data',
      'delay',
      'name',
      'opts',
      'priority',
      'timestamp',
    ]);
  });

  it('leaves data and options as they are, byte for byte, and the logs', async () => {
    const data = '{"id":12345678901234567890,"amount":1.0, "n":1e400,"z":-0}';
    const opts = '{"attempts":2 ,"delay":0,"backoff":{"type":"fixed","delay":12345678901234567890}}';
    await jobs.fail('orders', 1, new Error('boom'));
    await admin.hset('bull:orders:1', { data, opts, name: 'résumé' });
    await admin.rpush('bull:orders:1:logs', 'sent');
    await retryAsNew(scope.connection(), ref, ids(1));
    assert.deepEqual(await admin.hmget('bull:orders:1', 'name', 'data', 'opts'), ['résumé', data, opts]);
    assert.deepEqual(await admin.lrange('bull:orders:1:logs', 0, -1), ['sent']);
  });

  it('heeds priority and lifo, as an add does', async () => {
    await jobs.fail('orders', 1, new Error('boom'));
    await jobs.fail('orders', 1, new Error('boom'), { priority: 2 });
    await jobs.fail('orders', 1, new Error('boom'), { priority: 1 });
    await jobs.fail('orders', 1, new Error('boom'), { lifo: true });
    assert.equal((await retryAsNew(scope.connection(), ref, ids(1, 2, 3, 4))).done.length, 4);
    assert.deepEqual(await admin.lrange('bull:orders:wait', 0, -1), ['1', '2', '3', '4']);
  });

  it('leaves jobs that had done their work, that are locked, gone, or have not failed', async () => {
    await jobs.failWithMissingLock('orders', 1);
    await jobs.fail('orders', 1, new Error('boom'));
    await jobs.wait('orders', 1);
    await admin.set('bull:orders:2:lock', 'somebody');
    const before = await idsInLists(admin, 'orders');
    assert.deepEqual(told(await retryAsNew(scope.connection(), ref, ids(1, 2, 3, 4))), {
      finished: ['1'],
      locked: ['2'],
      notInState: ['3'],
      gone: ['4'],
    });
    assert.deepEqual(await idsInLists(admin, 'orders'), before);
  });
});

describe('the jobs of a state', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  it('are found by their age: when they have finished, or else were added', async () => {
    const hourAgo = Date.now() - 3_600_000;
    await jobs.fail('orders', 2, new Error('boom'));
    await jobs.wait('orders', 2);
    for (const id of [1, 3]) await admin.hset(`bull:orders:${id}`, 'timestamp', hourAgo - 60_000);
    const connection = scope.connection();
    const find = async (state: 'failed' | 'waiting', before: number) =>
      (await idsIn(connection, { ref, kind: 'bull' }, state, { before })).map(({ text }) => text);
    assert.deepEqual(await find('waiting', hourAgo), ['3']);
    assert.deepEqual(await find('failed', hourAgo), []);
    assert.deepEqual(await find('failed', Date.now() + 1), ['1', '2']);
    assert.equal((await remove(connection, ref, ids(3), { state: 'waiting' })).done.length, 1);
  });
});
