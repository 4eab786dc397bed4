import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import { jobIdFromKey, pause, promote, resume } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { idsInLists, told } from './support';

const ref = { prefix: 'bull', name: 'orders' };
const ids = (...texts: (string | number)[]) => texts.map((text) => jobIdFromKey(`text:${text}`));

describe('on delayed jobs and on queues', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  describe('Promote', () => {
    it('lets a live worker run the jobs now, and says of each what became of it', async () => {
      await jobs.delay('orders', 3, 3_600_000);
      await jobs.wait('orders', 1, { attempts: 1 });
      const worker = jobs.queue('orders');
      void worker.process(() => Promise.resolve());
      await waitFor(async () => (await worker.getCompletedCount()) === 1);
      assert.deepEqual(told(await promote(scope.connection(), ref, ids(1, 3, 4, 5))), {
        done: ['1', '3'],
        notInState: ['4'],
        gone: ['5'],
      });
      await waitFor(async () => (await worker.getCompletedCount()) === 3);
      assert.deepEqual(await idsInLists(admin, 'orders'), ['1', '2', '3', '4']);
    });

    it('ends the wait for the next attempt of a job that has failed', async () => {
      const worker = jobs.queue('orders');
      let runs = 0;
      void worker.process(() => (runs++ === 0 ? Promise.reject(new Error('boom')) : Promise.resolve()));
      await worker.add({}, { attempts: 2, backoff: 3_600_000 });
      await waitFor(async () => (await worker.getDelayedCount()) === 1);
      assert.deepEqual(told(await promote(scope.connection(), ref, ids(1))), { done: ['1'] });
      await waitFor(async () => (await worker.getCompletedCount()) === 1);
      assert.equal(runs, 2);
    });

    it('heeds priorities as Bull does, and a queue that is paused', async () => {
      await jobs.delay('orders', 1, 3_600_000);
      for (const priority of [3, 1, 2]) await jobs.wait('orders', 1, { delay: 3_600_000, priority });
      await jobs.queue('orders').pause();
      assert.equal((await promote(scope.connection(), ref, ids(1, 2, 3, 4))).done.length, 4);
      assert.deepEqual(await admin.lrange('bull:orders:paused', 0, -1), ['1', '2', '4', '3']);
    });

    it('is done once by two windows at once, whose accounts add up', async () => {
      await jobs.delay('orders', 50, 3_600_000);
      const all = ids(...Array.from({ length: 50 }, (_, i) => i + 1));
      const outcomes = await Promise.all([0, 1].map(() => promote(scope.connection(), ref, all)));
      assert.equal(
        outcomes.reduce((sum, { done }) => sum + done.length, 0),
        50,
      );
      for (const { done, notInState } of outcomes) assert.equal(done.length + notInState.length, 50);
      assert.equal(await admin.llen('bull:orders:wait'), 50);
    });
  });

  describe('Pause and resume', () => {
    it('keeps workers from taking jobs, until they may again', async () => {
      const worker = jobs.queue('orders');
      void worker.process(() => Promise.resolve());
      assert.deepEqual(await pause(scope.connection(), ref), { end: 'done', problem: null });
      assert.equal(await worker.isPaused(), true);
      await jobs.wait('orders', 2);
      assert.deepEqual(await worker.getJobCounts(), {
        ...{ waiting: 0, paused: 2, active: 0, completed: 0, failed: 0, delayed: 0 },
      });
      assert.deepEqual(await resume(scope.connection(), ref), { end: 'done', problem: null });
      await waitFor(async () => (await worker.getCompletedCount()) === 2);
    });

    it('tells the workers, as Bull does', async () => {
      const listener = jobs.queue('orders');
      const told: string[] = [];
      listener.on('global:paused', () => told.push('paused')).on('global:resumed', () => told.push('resumed'));
      await listener.isReady();
      await waitFor(async () => (await admin.pubsub('CHANNELS', 'bull:orders:*')).length === 2);
      await pause(scope.connection(), ref);
      await resume(scope.connection(), ref);
      await waitFor(() => told.length === 2);
      assert.deepEqual(told, ['paused', 'resumed']);
    });

    it('says where it was so already', async () => {
      await jobs.wait('orders', 1);
      assert.equal((await resume(scope.connection(), ref)).end, 'notInState');
      await pause(scope.connection(), ref);
      assert.equal((await pause(scope.connection(), ref)).end, 'notInState');
    });

    it("refuses where jobs wait in both lists: Bull's script would lose those of one", async () => {
      await jobs.wait('orders', 2);
      await admin.lpush('bull:orders:paused', '7');
      const { end, problem } = await pause(scope.connection(), ref);
      assert.equal(end, 'refused');
      assert.match(problem?.message ?? '', /^staging: Jobs of this queue wait in both of its lists, wait and paused/);
      assert.deepEqual(await idsInLists(admin, 'orders'), ['1', '2', '7']);
    });
  });
});
