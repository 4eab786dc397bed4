import assert from 'node:assert/strict';
import type { Queue } from 'bull';
import { discard, idsIn, promote, remove } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';

const HOUR = 3_600_000;
/** So that no run is due while a test lasts. */
const YEARS = 24_000 * HOUR;
const ref = { prefix: 'bull', name: 'orders' };

/** A series of repeatable jobs ends with its next run, until a worker takes that. */
for (const [title, perform] of [
  ['Remove', remove],
  ['Discard', discard],
] as const) {
  describe(`${title}, of the runs of a repeatable job`, () => {
    let scope: Scope;
    let jobs: BullJobs;
    let queue: Queue;
    onRedisWithJobs((on) => ({ scope, jobs } = on));
    beforeEach(async () => {
      queue = jobs.queue('orders');
      await queue.add({}, { repeat: { every: YEARS }, attempts: 2, backoff: HOUR });
    });

    const inState = (state: 'delayed' | 'waiting') => idsIn(scope.connection(), { ref, kind: 'bull' }, state);
    const performOnAll = async (state: 'delayed' | 'waiting') => {
      const outcome = await perform(scope.connection(), ref, await inState(state), { state });
      return [outcome.done.length, outcome.repeats.length];
    };
    const letRun = async () => promote(scope.connection(), ref, await inState('delayed'));
    const goesOn = async (): Promise<void> => {
      const before = (await queue.getRepeatableJobs())[0]?.next;
      let runs = 0;
      void queue.process(() => Promise.resolve(void runs++));
      if ((await queue.getWaitingCount()) === 0) await letRun();
      await waitFor(() => runs === 1, { message: 'the run' });
      await waitFor(async () => (await queue.getDelayedCount()) === 1, { message: 'the next run' });
      assert.notEqual((await queue.getRepeatableJobs())[0]?.next, before);
    };

    it('leaves the next one, and does the others', async () => {
      await jobs.delay('orders', 1, HOUR);
      assert.deepEqual(await performOnAll('delayed'), [1, 1]);
      await goesOn();
    });

    it('leaves the next one that is due, and waits for a worker', async () => {
      await letRun();
      assert.deepEqual(await performOnAll('waiting'), [0, 1]);
      await goesOn();
    });

    it('does one that waits for its next attempt, since the next run has been added', async () => {
      const worker = jobs.queue('orders');
      void worker.process(() => Promise.reject(new Error('boom')));
      await letRun();
      await waitFor(async () => (await queue.getDelayedCount()) === 2, {
        message: 'a failed attempt, and the next run',
      });
      await worker.close(true);
      assert.deepEqual(await performOnAll('delayed'), [1, 1]);
      await goesOn();
    });
  });
}
