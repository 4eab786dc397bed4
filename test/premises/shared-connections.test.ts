import 'reflect-metadata';
import assert from 'node:assert/strict';
import { BullModule, getQueueToken, Process, Processor } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Queue from 'bull';
import Redis from 'ioredis';
import { connectionCount, untilConnections } from './support/connections';
import { premise } from './support/premise';

premise('shared-connections', (ground) => {
  const clients: Redis[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });

  it('a queue opens one connection when it is made, and no further one by adding', async () => {
    const before = await connectionCount(ground.redis);
    const queue = ground.bull.queue('mail');
    await queue.add({});
    await untilConnections(ground.redis, before, 1);
  });

  it('a global event opens a second', async () => {
    const before = await connectionCount(ground.redis);
    ground.bull.queue('mail').on('global:completed', () => undefined);
    await untilConnections(ground.redis, before, 2);
  });

  it('process() opens all three, and more processors none more', async () => {
    const before = await connectionCount(ground.redis);
    const queue = ground.bull.queue('mail');
    void queue.process('a', 5, async () => undefined);
    void queue.process('b', async () => undefined);
    await untilConnections(ground.redis, before, 3);
  });

  it('eleven queues that process open 33, and 13 where they share client and subscriber', async () => {
    const names = Array.from({ length: 11 }, (_, n) => `queue-${n}`);
    const before = await connectionCount(ground.redis);
    for (const name of names) void ground.bull.queue(name).process(async () => undefined);
    await untilConnections(ground.redis, before, 33);
    await ground.bull.close();
    await untilConnections(ground.redis, before, 0);

    const options = { port: ground.redis.port, maxRetriesPerRequest: null, enableReadyCheck: false };
    const make = () => {
      const client = new Redis(options).setMaxListeners(0);
      clients.push(client);
      return client;
    };
    const shared = { client: make(), subscriber: make() };
    const queues = names.map((name) => {
      const queue = new Queue(name, {
        createClient: (type) => (type === 'bclient' ? make() : shared[type]) as never,
      });
      void queue.process(async () => undefined);
      return queue;
    });
    await untilConnections(ground.redis, before, 13);
    await Promise.all(queues.map((queue) => queue.close(true)));
    assert.equal(clients.length, 13);
  });

  // `deep-hash` was the default before NestJS 11: modules that say the same are one. But @nestjs/bull gives each registration
  // a provider with a name of its own (bull-shared's createConditionalDepHolder, by mixin).
  for (const moduleIdGeneratorAlgorithm of ['reference', 'deep-hash'] as const) {
    it(`each NestJS module that registers a queue makes one, modules known by ${moduleIdGeneratorAlgorithm}`, async () => {
      const registering = () => {
        class Feature {}
        Module({ imports: [BullModule.registerQueue({ name: 'mail', redis: { port: ground.redis.port } })] })(Feature);
        return Feature;
      };
      class App {}
      Module({ imports: [registering(), registering()] })(App);
      const before = await connectionCount(ground.redis);
      const app = await NestFactory.createApplicationContext(App, { logger: false, moduleIdGeneratorAlgorithm });
      await untilConnections(ground.redis, before, 2);
      await app.close();
    });

    it(`of several of a name, the one that NestJS comes upon last gets the processors, modules known by ${moduleIdGeneratorAlgorithm}`, async () => {
      class Consumer {
        run() {
          return Promise.resolve();
        }
      }
      Processor('mail')(Consumer);
      Process('send')(Consumer.prototype, 'run', Object.getOwnPropertyDescriptor(Consumer.prototype, 'run')!);
      const registering = (lockDuration: number, more: Parameters<typeof Module>[0]) => {
        class Feature {}
        const queue = BullModule.registerQueue({
          name: 'mail',
          redis: { port: ground.redis.port },
          settings: { lockDuration },
        });
        Module({ ...more, imports: [queue, ...(more.imports ?? [])] })(Feature);
        return Feature;
      };
      const inner = registering(20_000, {});
      const outer = registering(40_000, { imports: [inner], providers: [Consumer] });
      const before = await connectionCount(ground.redis);
      const app = await NestFactory.createApplicationContext(outer, { logger: false, moduleIdGeneratorAlgorithm });
      await untilConnections(ground.redis, before, 4);
      interface Made {
        readonly settings: { readonly lockDuration: number };
        readonly handlers: object;
      }
      const queues = app.get<Made>(getQueueToken('mail'), { each: true, strict: false }) as unknown as readonly Made[];
      assert.deepEqual(
        queues.map(({ settings, handlers }) => [settings.lockDuration, Object.keys(handlers)]),
        [
          [40_000, []],
          [20_000, ['send']],
        ],
      );
      await app.close();
    });
  }
});
