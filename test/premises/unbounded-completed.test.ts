import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('unbounded-completed', (ground) => {
  it('completed and failed jobs are kept, data and all, with no time to live', async () => {
    await ground.bull.complete('mail', 20);
    await ground.bull.fail('mail', 20, new Error('no'));
    const redis = ground.redis.connect();
    assert.deepEqual([await redis.zcard('bull:mail:completed'), await redis.zcard('bull:mail:failed')], [20, 20]);
    assert.equal(await redis.ttl('bull:mail:1'), -1);
  });

  it('removeOnComplete keeps as many as it says', async () => {
    const queue = ground.bull.queue('mail', { defaultJobOptions: { removeOnComplete: 5 } });
    const jobs = await queue.addBulk(Array.from({ length: 20 }, () => ({ data: {} })));
    void queue.process(async () => undefined);
    await waitFor(() => jobs.at(-1)!.isCompleted(), { message: 'the last job to complete' });
    assert.equal(await ground.redis.connect().zcard('bull:mail:completed'), 5);
  });
});
