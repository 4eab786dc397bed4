import assert from 'node:assert/strict';
import type { JobOptions } from 'bull';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('job-options', (ground) => {
  it('names that Bull does not know do nothing', async () => {
    const job = await ground.bull
      .queue('mail')
      .add({}, { job_id: 'a', retries: 5, removeOnCompleted: true } as JobOptions);
    assert.deepEqual([job.id, job.opts.attempts, job.opts.removeOnComplete], ['1', 1, undefined]);
  });

  it('a delay that is text is a number of ms where it reads as one, and no delay at all where it does not', async () => {
    const queue = ground.bull.queue('mail');
    const number = await queue.add({}, { delay: '60000' as unknown as number });
    const words = await queue.add({}, { delay: '5 minutes' as unknown as number });
    assert.deepEqual([await number.getState(), number.opts.delay], ['delayed', 60_000]);
    assert.deepEqual([await words.getState(), words.opts.delay], ['waiting', NaN]);
  });

  it('a jobId that is a number is overwritten by the job that gets it as its own', async () => {
    const queue = ground.bull.queue('mail');
    await queue.add({ from: 'jobId' }, { jobId: '3' });
    await queue.add({});
    await queue.add({ from: 'counter' });
    assert.deepEqual((await queue.getJob('3'))?.data, { from: 'counter' });
    assert.deepEqual(await ground.redis.connect().lrange('bull:mail:wait', 0, -1), ['3', '2', '3']);
  });

  it('under a groupKey the group is what follows the last colon of the id', async () => {
    const limiter = { max: 1, duration: 60_000, groupKey: 'shop' };
    const queue = ground.bull.queue('mail', { limiter });
    const job = await queue.add({ shop: 'a' }, { jobId: 'order:7' });
    assert.equal(job.id, 'order:7:a');
    void queue.process(async () => undefined);
    await waitFor(() => job.isCompleted(), { message: 'the job to complete' });
    assert.deepEqual(await ground.redis.connect().keys('bull:mail:limiter*'), ['bull:mail:limiter:a']);
  });

  it('a jobId that exists already is no new job', async () => {
    const queue = ground.bull.queue('mail');
    await queue.add({ from: 'counter' });
    await queue.add({ from: 'jobId' }, { jobId: '1' });
    assert.deepEqual((await queue.getJob('1'))?.data, { from: 'counter' });
    assert.equal(await queue.getWaitingCount(), 1);
  });

  it('repeat without cron and every is refused, also with the pattern of BullMQ', async () => {
    const queue = ground.bull.queue('mail');
    for (const repeat of [{}, { pattern: '0 3 * * *' }, { limit: 3 }]) {
      await assert.rejects(queue.add({}, { repeat } as JobOptions));
    }
    assert.deepEqual(await queue.getRepeatableJobs(), []);
  });
});
