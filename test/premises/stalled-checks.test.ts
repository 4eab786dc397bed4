import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { commandsMatching } from './support/monitor';
import { premise } from './support/premise';

premise('stalled-checks', (ground) => {
  it('stalledInterval: 0 makes a check that Redis refuses', async () => {
    const errors: string[] = [];
    const queue = ground.bull.queue('charges', { settings: { stalledInterval: 0 } });
    queue.on('error', ({ message }) => errors.push(message));
    void queue.process(async () => undefined);
    await waitFor(() => errors.some((message) => /invalid expire time in 'set' command/.test(message)), {
      message: 'the error',
    });
  });

  it('an interval that no timer has checks without pause', async () => {
    const queue = ground.bull.queue('charges', { settings: { stalledInterval: 2 ** 31 } });
    await commandsMatching(ground.redis, /lua\] "EXISTS" "bull:charges:stalled-check"/i, 20, () =>
      queue.process(async () => undefined),
    );
  });

  it('maxStalledCount: 0 fails a job the first time that its worker is gone, 1 gives it a second run', async () => {
    const reason: Record<number, string | undefined> = {};
    for (const maxStalledCount of [0, 1]) {
      const name = `charges-${maxStalledCount}`;
      const settings = { lockDuration: 100, lockRenewTime: 3_600_000, stalledInterval: 50, maxStalledCount };
      let runs = 0;
      const gone = ground.bull.queue(name, { settings });
      void gone.process(2, () => (runs++ === 0 ? new Promise(() => undefined) : Promise.resolve()));
      const job = await gone.add({});
      await waitFor(() => job.isFailed().then(async (isFailed) => isFailed || (await job.isCompleted())), {
        message: 'the job to end',
      });
      reason[maxStalledCount] = (await gone.getJob(job.id))?.failedReason;
    }
    assert.deepEqual(reason, { 0: 'job stalled more than allowable limit', 1: undefined });
  });
});
