import assert from 'node:assert/strict';
import Queue, { type QueueOptions } from 'bull';
import { Redis } from 'ioredis';
import { premise } from './support/premise';

interface Made extends Queue.Queue {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly defaultJobOptions?: object;
  readonly limiter?: object;
}

premise('ignored-option', (ground) => {
  const made: Queue.Queue[] = [];
  afterEach(() => {
    for (const queue of made.splice(0)) queue.client.disconnect();
  });
  /** A queue of these arguments; those that would reach another Redis than the test's never connect. */
  const make = (...args: unknown[]): Made => {
    const queue = new (Queue as unknown as new (...all: unknown[]) => Made)('mail', ...args);
    queue.on('error', () => undefined);
    made.push(queue);
    return queue;
  };
  /** Not made by `make`'s options: with the version check left out no connection is opened before the first command. */
  const options = (more: object): QueueOptions => ({ skipVersionCheck: true, ...more }) as QueueOptions;
  const addressOf = (queue: Made) => `${queue.client.options.host}:${queue.client.options.port}`;
  const OWN = '127.0.0.1:6379';
  const lazy = { lazyConnect: true, retryStrategy: () => null };

  it('a createClient inside redis is never called', () => {
    const queue = make(options({ redis: { ...lazy, createClient: () => assert.fail('called') } }));
    assert.equal(addressOf(queue), OWN);
  });

  it('a url, uri or hostname inside redis leads to Bull’s own address', () => {
    for (const name of ['url', 'uri', 'hostname']) {
      const queue = make(options({ redis: { ...lazy, [name]: 'redis://h.example.com:7000' } }));
      assert.equal(addressOf(queue), OWN, name);
    }
  });

  it('a client in place of redis loses its address', () => {
    const client = new Redis({ host: 'h.example.com', port: 7000, lazyConnect: true });
    const queue = make(options({ redis: client }));
    assert.equal(addressOf(queue), OWN);
  });

  it('a third argument after an object, null or undefined is dropped', () => {
    const third = options({ settings: { lockDuration: 120_000 } });
    for (const second of [options({ redis: lazy }), null, undefined]) {
      assert.equal(make(second, third).settings.lockDuration, 30_000);
    }
  });

  it('a port and a host throw', () => {
    assert.throws(() => make(6379, 'localhost'), /Options must be a valid object/);
  });

  it('settings at the level of the queue are Bull’s defaults', () => {
    const { settings } = make(options({ redis: lazy, lockDuration: 120_000, stalledInterval: 1, maxStalledCount: 9 }));
    assert.deepEqual([settings.lockDuration, settings.stalledInterval, settings.maxStalledCount], [30_000, 30_000, 1]);
  });

  it('a job’s options at the level of the queue are for no job', async () => {
    const queue = ground.bull.queue('mail', { attempts: 3, removeOnComplete: true } as QueueOptions);
    const job = await queue.add({});
    assert.deepEqual([job.opts.attempts, job.opts.removeOnComplete], [1, undefined]);
  });

  it('a limiter inside settings limits nothing', () => {
    assert.equal(make(options({ redis: lazy, settings: { limiter: { max: 1, duration: 1 } } })).limiter, undefined);
  });

  it('BullMQ’s connection is not read', () => {
    assert.equal(addressOf(make(options({ redis: lazy, connection: { host: 'h.example.com' } }))), OWN);
  });

  it('redis.keyPrefix wins over prefix', () => {
    const queue = make(options({ prefix: 'shop', redis: { ...lazy, keyPrefix: 'acme' } }));
    assert.equal((queue as unknown as { keyPrefix: string }).keyPrefix, 'acme');
  });

  it('redis beside a createClient that does not take it is for no client', () => {
    const client = ground.redis.connect();
    const queue = make(options({ redis: { host: 'h.example.com' }, createClient: () => client }));
    assert.equal(queue.client, client);
  });
});
