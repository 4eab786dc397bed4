import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('awaited-process', (ground) => {
  it('process() resolves only when the queue is closed', async () => {
    const queue = ground.bull.queue('mail');
    let isOver = false;
    const processing = queue.process(async () => undefined).then(() => (isOver = true));
    const job = await queue.add({});
    await waitFor(() => job.isCompleted(), { message: 'a job to complete' });
    assert.equal(isOver, false);
    await queue.close();
    await processing;
  });
});
