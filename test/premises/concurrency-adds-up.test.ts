import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('concurrency-adds-up', (ground) => {
  it('the concurrencies of named processors add up, for each of them', async () => {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const running: string[] = [];
    const queue = ground.bull.queue('mail');
    for (const name of ['a', 'b', 'c']) {
      void queue.process(name, 2, async () => {
        running.push(name);
        await released;
      });
    }
    await queue.addBulk(Array.from({ length: 10 }, () => ({ name: 'a', data: {} })));
    await waitFor(() => running.length === 6, { message: 'six jobs at once' });
    assert.deepEqual([await queue.getActiveCount(), await queue.getWaitingCount()], [6, 4]);
    release();
  });
});
