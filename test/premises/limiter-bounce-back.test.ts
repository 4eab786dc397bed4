import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('limiter-bounce-back', (ground) => {
  it('with bounceBack, jobs over the limit are taken out of active and put nowhere: stuck', async () => {
    const queue = ground.bull.queue('crm', { limiter: { max: 1, duration: 60_000, bounceBack: true } });
    const jobs = await ground.bull.wait('crm', 5);
    void queue.process(async () => undefined);
    const states = () => Promise.all(jobs.map((job) => job.getState()));
    const settled = await waitFor(
      async () => {
        const all = await states();
        return all.every((state) => state === 'completed' || (state as string) === 'stuck') && all;
      },
      { message: 'no job to wait or run any more' },
    );
    assert.deepEqual(settled.toSorted(), ['completed', 'stuck', 'stuck', 'stuck', 'stuck']);
  });

  it('without it, they are delayed', async () => {
    const queue = ground.bull.queue('crm', { limiter: { max: 1, duration: 60_000 } });
    await ground.bull.wait('crm', 5);
    void queue.process(async () => undefined);
    await waitFor(async () => (await queue.getDelayedCount()) === 4, { message: 'four jobs to be delayed' });
    assert.equal(await queue.getCompletedCount(), 1);
  });

  it('a limiter without both max and duration throws', () => {
    for (const limiter of [{ max: 5 }, { duration: 1000 }, { max: 0, duration: 1000 }]) {
      assert.throws(
        () => ground.bull.queue('crm', { limiter: limiter as never }),
        /Limiter requires `max` and `duration`/,
      );
    }
  });
});
