import assert from 'node:assert/strict';
import type { Job } from 'bull';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('lock-duration', (ground) => {
  const settings = { lockDuration: 200, stalledInterval: 100, maxStalledCount: 1, retryProcessDelay: 50 };

  it('a job that waits for something runs far longer than its lock, since the lock is renewed', async () => {
    let runs = 0;
    const queue = ground.bull.queue('orders', { settings: { ...settings, lockDuration: 1_000, lockRenewTime: 200 } });
    const redis = ground.redis.connect();
    const outliveTheLock = async (job: Job) => {
      runs++;
      // Each renewal sets the time to live anew: seen to grow ten times, the job has outlived its lock twice.
      for (let renewals = 0, before = 0; renewals < 10;) {
        const left = await redis.pttl(`bull:orders:${job.id}:lock`);
        if (left > before) renewals++;
        before = left;
      }
    };
    void queue.process(outliveTheLock);
    const job = await queue.add({});
    await waitFor(() => job.isCompleted(), { message: 'the job to complete' });
    assert.equal(runs, 1);
  });

  it('a job that keeps the CPU for longer than its lock ends with Missing lock, although its work is done', async () => {
    const errors: string[] = [];
    const queue = ground.bull.queue('orders', { settings });
    queue.on('error', (error) => errors.push(error.message));
    let isDone = false;
    void queue.process(async () => {
      if (isDone) return;
      for (const end = Date.now() + 1_000; Date.now() < end;);
      isDone = true;
    });
    const job = await queue.add({});
    await waitFor(() => errors.some((message) => message.startsWith(`Missing lock for job ${job.id}`)), {
      message: 'the missing lock',
    });
    assert.equal(isDone, true);
    assert.notEqual(await job.getState(), 'completed');
  });

  it('a worker that is frozen loses its job to another, and the work is done twice', async () => {
    const runs: string[] = [];
    // Never renewed, as by a process that the platform has frozen.
    const frozen = ground.bull.queue('orders', { settings: { ...settings, lockRenewTime: 3_600_000 } });
    void frozen.process(() => {
      runs.push('frozen');
      return new Promise(() => undefined);
    });
    const job = await frozen.add({});
    await waitFor(() => runs.length === 1, { message: 'the first worker to start' });
    const other = ground.bull.queue('orders', { settings });
    void other.process(async () => void runs.push('other'));
    await waitFor(() => job.isCompleted(), { message: 'the other worker to complete the job' });
    assert.deepEqual(runs, ['frozen', 'other']);
  });

  it('Redis refuses a lockDuration of 0, and no job is run', async () => {
    const errors: string[] = [];
    const queue = ground.bull.queue('orders', { settings: { lockDuration: 0 } });
    queue.on('error', (error) => errors.push(error.message));
    void queue.process(async () => assert.fail('it ran'));
    await queue.add({});
    await waitFor(() => errors.some((message) => /invalid expire time/.test(message)), { message: 'the refusal' });
  });
});
