import assert from 'node:assert/strict';
import Queue from 'bull';
import Redis from 'ioredis';
import { waitFor } from '../support/wait-for';
import { connectionCount, untilConnections } from './support/connections';
import { premise } from './support/premise';

premise('graceful-shutdown', (ground) => {
  const clients: Redis[] = [];
  const queues: Queue.Queue[] = [];
  const connect = () => {
    const client = new Redis({ port: ground.redis.port, maxRetriesPerRequest: null, enableReadyCheck: false });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const make = () => {
    const made: Partial<Record<string, Redis>> = {};
    const queue = new Queue('mail', { createClient: (type) => (made[type] ??= connect()) as never });
    queue.on('error', () => undefined);
    queues.push(queue);
    return { queue, made };
  };
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close(true)));
    for (const client of clients.splice(0)) client.disconnect();
  });

  it('close() closes no client that createClient made', async () => {
    const before = await connectionCount(ground.redis);
    const { queue } = make();
    void queue.process(async () => undefined);
    await untilConnections(ground.redis, before, 3);
    await queue.close();
    await untilConnections(ground.redis, before, 3);
  });

  it('close() closes the clients that Bull made itself', async () => {
    const before = await connectionCount(ground.redis);
    const queue = ground.bull.queue('mail');
    void queue.process(async () => undefined);
    await untilConnections(ground.redis, before, 3);
    await queue.close();
    await untilConnections(ground.redis, before, 0);
  });

  it('a client that is closed before its queue loses the result of a running job', async () => {
    const { queue, made } = make();
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    let isRunning = false;
    void queue.process(async () => {
      isRunning = true;
      await released;
    });
    await queue.add({});
    await waitFor(() => isRunning, { message: 'the job to run' });
    await made.client?.quit();
    release();
    await queue.close(true);
    const counts = await ground.bull.queue('mail').getJobCounts();
    assert.deepEqual([counts.active, counts.completed], [1, 0]);
  });
});
