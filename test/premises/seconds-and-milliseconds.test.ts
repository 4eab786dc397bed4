import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { commandsMatching } from './support/monitor';
import { premise } from './support/premise';

premise('seconds-and-milliseconds', (ground) => {
  it('drainDelay is the timeout of BRPOPLPUSH, in seconds', async () => {
    const queue = ground.bull.queue('mail', { settings: { drainDelay: 7 } });
    const [pop] = await commandsMatching(ground.redis, /"brpoplpush"/i, 1, () => queue.process(async () => undefined));
    assert.match(pop!, /"7"$/);
  });

  it('lockDuration is the lock’s time to live, in ms', async () => {
    const { release } = await ground.bull.activate('mail', 1);
    const left = await ground.redis.connect().pttl('bull:mail:1:lock');
    assert.ok(left > 20_000 && left <= 30_000, `${left}`);
    release();
  });

  it('a job’s timeout is in ms', async () => {
    const queue = ground.bull.queue('mail');
    void queue.process(() => new Promise(() => undefined));
    const job = await queue.add({}, { timeout: 30 });
    await waitFor(() => job.isFailed(), { message: 'the job to time out' });
    assert.match((await queue.getJob(job.id))?.failedReason ?? '', /timed out after 30 milliseconds/);
  });

  it('the age of removeOnComplete and removeOnFail is in seconds', async () => {
    const hour = 3_600;
    const old = Date.now() - 2 * hour * 1_000;
    const redis = ground.redis.connect();
    for (const [keep, left] of [
      [{ age: hour }, 1],
      [{ age: hour * 1_000 }, 2],
    ] as const) {
      await redis.flushall();
      const [done] = await ground.bull.complete('mail', 1);
      await redis.zadd('bull:mail:completed', old, `${done?.id}`);
      const queue = ground.bull.queue('mail', { defaultJobOptions: { removeOnComplete: keep } });
      const next = await queue.add({});
      void queue.process(async () => undefined);
      await waitFor(() => next.isCompleted(), { message: 'the next job to complete' });
      assert.equal(await redis.zcard('bull:mail:completed'), left, JSON.stringify(keep));
      await queue.close(true);
    }
  });
});
