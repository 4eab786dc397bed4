import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import { obliterate, type KnownQueue } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { idsInLists, told } from './support';

const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };

describe('Obliterate', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  const all = (isForced = false) => obliterate(scope.connection(), orders, { isForced });
  const keys = async () => (await admin.keys('bull:orders:*')).filter((key) => !key.endsWith(':stalled-check')).sort();

  it('leaves nothing of a queue, and tells of every job of it', async () => {
    await jobs.fail('orders', 2, new Error('boom'), { attempts: 2 });
    await jobs.complete('orders', 1);
    await jobs.delay('orders', 1, 3_600_000);
    const [debounced] = await jobs.wait('orders', 1, { debounce: { id: 'Ann' } });
    await debounced?.log('sent');
    await jobs.wait('orders', 2, { priority: 3 });
    await jobs.queue('orders').add({}, { repeat: { every: 3_600_000 } });
    const { isWhole, isPaused, problem, done, ...others } = await all();
    assert.deepEqual([problem, isWhole, isPaused, done.length], [null, true, false, 8]);
    for (const [end, some] of Object.entries(others)) assert.deepEqual(some, [], end);
    assert.deepEqual(await keys(), []);
  });

  it('takes 3,500 jobs in several steps, also an empty queue, and one that was paused before', async () => {
    await jobs.wait('orders', 3_500);
    await jobs.queue('orders').pause();
    assert.equal((await all()).done.length, 3_500);
    assert.deepEqual(await keys(), []);
    await jobs.wait('orders', 1);
    await admin.del('bull:orders:wait', 'bull:orders:1');
    assert.equal((await all()).isWhole, true);
    assert.deepEqual(await keys(), []);
  });

  it('removes nothing where a worker has a job, and leaves the queue paused', async () => {
    const { release } = await jobs.activate('orders', 1);
    await jobs.wait('orders', 2);
    const before = await idsInLists(admin, 'orders');
    const { isWhole, problem, refused } = await all();
    assert.match(problem?.message ?? '', /^staging: Workers have jobs of this queue by now\. It is paused/);
    assert.deepEqual([isWhole, refused.length], [false, 3]);
    assert.deepEqual(await idsInLists(admin, 'orders'), before);
    assert.equal(await admin.exists('bull:orders:meta-paused'), 1);
    release();
    await waitFor(async () => (await admin.zcard('bull:orders:completed')) === 1);
    assert.equal((await all()).done.length, 3);
  });

  it('removes the jobs that workers have, where it is forced to', async () => {
    await jobs.activate('orders', 2);
    assert.equal((await all(true)).done.length, 2);
    assert.deepEqual(await keys(), []);
  });

  it('tells of each job once that is added meanwhile, and in the end there is none', async () => {
    await jobs.wait('orders', 2_000);
    const producer = jobs.queue('orders');
    let added = 0;
    let isOver = false;
    const adding = (async () => {
      for (; !isOver && added < 300; added++) await producer.add({ late: added });
    })();
    const outcome = await all();
    isOver = true;
    await adding;
    const ids = outcome.done.map(({ text }) => text);
    assert.equal(new Set(ids).size, ids.length);
    // What was added once it was over makes the queue anew.
    const left = await idsInLists(admin, 'orders');
    assert.equal(ids.length + left.length, 2_000 + added);
  });

  it('stops where it is cancelled: what is left stays, and is told of', async () => {
    await jobs.wait('orders', 4_500);
    const cancel = new AbortController();
    const outcome = await obliterate(scope.connection(), orders, {
      ...{ isForced: false, signal: cancel.signal, onProgress: () => cancel.abort() },
    });
    const { done, unsent, isWhole, isPaused, problem, ...others } = outcome;
    assert.deepEqual([isWhole, isPaused, problem], [false, true, null]);
    assert.deepEqual([done.length, unsent.length], [2_000, 2_500]);
    for (const [end, some] of Object.entries(others)) assert.deepEqual(some, [], end);
    assert.equal((await idsInLists(admin, 'orders')).length, 2_500);
  });

  it('leaves a queue of BullMQ as it is', async () => {
    await jobs.wait('orders', 1);
    await admin.hset('bull:orders:meta', 'version', 'bullmq:6.7.0');
    const { isWhole, isPaused, problem, ...outcome } = await all();
    assert.match(problem?.message ?? '', /belongs to BullMQ/);
    assert.deepEqual([isWhole, isPaused], [false, false]);
    assert.deepEqual(told({ ...outcome, problem: null }), {});
    assert.deepEqual(await idsInLists(admin, 'orders'), ['1']);
  });
});
