import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('blocking-client-timeout', (ground) => {
  const accepted = { maxRetriesPerRequest: null, enableReadyCheck: false };

  it('a commandTimeout below drainDelay ends each wait for jobs with an error', async () => {
    const errors: string[] = [];
    const queue = ground.bull.queue('mail', {
      createClient: (type) =>
        ground.redis.connect({ ...accepted, ...(type === 'bclient' && { commandTimeout: 200 }) }) as never,
      settings: { drainDelay: 2, retryProcessDelay: 50 },
    });
    queue.on('error', ({ message }) => errors.push(message));
    void queue.process(async () => undefined);
    await waitFor(() => errors.filter((message) => message === 'Command timed out').length >= 2, {
      message: 'two timeouts',
    });
  });

  it('a job that the wait takes after its time is lost to the queue until it is found stalled', async () => {
    const queue = ground.bull.queue('mail', {
      createClient: (type) =>
        ground.redis.connect({ ...accepted, ...(type === 'bclient' && { commandTimeout: 200 }) }) as never,
      // One slot, which waits a minute after an error: so that nothing but the abandoned wait takes the job.
      settings: { drainDelay: 30, retryProcessDelay: 60_000, stalledInterval: 60_000 },
    });
    let timedOut = false;
    queue.on('error', ({ message }) => (timedOut ||= message === 'Command timed out'));
    void queue.process(async () => assert.fail('it ran'));
    await waitFor(() => timedOut, { message: 'the timeout' });
    const job = await queue.add({});
    await waitFor(async () => (await queue.getActiveCount()) === 1, { message: 'the abandoned wait to take the job' });
    assert.equal(await ground.redis.connect().exists(`bull:mail:${job.id}:lock`), 0);
  });

  it('a socketTimeout below drainDelay cuts the connection at each wait', async () => {
    let cuts = 0;
    const queue = ground.bull.queue('mail', {
      createClient: (type) => {
        const client = ground.redis.connect({ ...accepted, ...(type === 'bclient' && { socketTimeout: 200 }) });
        if (type === 'bclient') client.on('reconnecting', () => cuts++);
        return client as never;
      },
      settings: { drainDelay: 2 },
    });
    queue.on('error', () => undefined);
    void queue.process(async () => undefined);
    await waitFor(() => cuts >= 2, { message: 'two new connections' });
  });

  it('what holds in redis holds for the bclient that Bull makes', async () => {
    const errors: string[] = [];
    const { port } = ground.redis;
    const queue = ground.bull.queue('mail', { redis: { port, commandTimeout: 200 }, settings: { drainDelay: 2 } });
    queue.on('error', ({ message }) => errors.push(message));
    void queue.process(async () => undefined);
    await waitFor(() => errors.includes('Command timed out'), { message: 'a timeout' });
  });
});
