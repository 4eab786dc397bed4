import assert from 'node:assert/strict';
import Queue, { type QueueOptions } from 'bull';
import Redis from 'ioredis';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('no-shared-bclient', (ground) => {
  const queues: Queue.Queue[] = [];
  const clients: Redis[] = [];
  const connect = () => {
    const client = new Redis({ port: ground.redis.port, maxRetriesPerRequest: null, enableReadyCheck: false });
    client.setMaxListeners(0).on('error', () => undefined);
    clients.push(client);
    return client;
  };
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close(true)));
    for (const client of clients.splice(0)) client.disconnect();
  });

  /** Queues that are idle, each waiting for its jobs, a second at a time; how long a job of the first then waits, in ms. */
  async function pickUp(count: number, bclient: () => Redis): Promise<number> {
    const shared = { client: connect(), subscriber: connect() };
    const options: QueueOptions = {
      createClient: (type) => (type === 'bclient' ? bclient() : shared[type]) as never,
      settings: { drainDelay: 1 },
    };
    let started = 0;
    for (let n = 0; n < count; n++) {
      const queue = new Queue(`queue-${n}`, options);
      queue.on('error', () => undefined);
      void queue.process(async () => void (started = Date.now()));
      queues.push(queue);
    }
    const look = ground.redis.connect();
    await waitFor(async () => ((await look.client('LIST')) as string).includes('cmd=brpoplpush'), {
      message: 'a queue to wait for jobs',
    });
    const added = Date.now();
    await queues[count - 1]?.add({});
    await waitFor(() => started, { message: 'the job to start', timeout: 20_000 });
    return started - added;
  }

  it('idle queues on one bclient wait for each other, and on one each they do not', async () => {
    const one = connect();
    const shared = await pickUp(5, () => one);
    await Promise.all(queues.splice(0).map((queue) => queue.close(true)));
    const own = await pickUp(5, connect);
    assert.ok(shared > 4 * own && shared > 1_000, `${shared} ms on a shared bclient, ${own} ms on one each`);
  });

  it('where the client is the bclient, a command waits behind the blocking pop', async () => {
    const both = connect();
    const subscriber = connect();
    const queue = new Queue('mail', {
      createClient: (type) => (type === 'subscriber' ? subscriber : both) as never,
      settings: { drainDelay: 2 },
    });
    queue.on('error', () => undefined);
    queues.push(queue);
    void queue.process(async () => undefined);
    const look = ground.redis.connect();
    const isBlocked = async () => ((await look.client('LIST')) as string).includes('cmd=brpoplpush');
    await waitFor(isBlocked, { message: 'the pop' });
    let isAnswered = false;
    const count = queue.count().then(() => (isAnswered = true));
    await look.ping();
    assert.equal(isAnswered, false);
    assert.equal(await isBlocked(), true);
    await count;
  });
});
