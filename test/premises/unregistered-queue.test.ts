import 'reflect-metadata';
import assert from 'node:assert/strict';
import * as nestBull from '@nestjs/bull';
import * as nestBullmq from '@nestjs/bullmq';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bull';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('unregistered-queue', (ground) => {
  const apps: INestApplicationContext[] = [];
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  async function start(module: DynamicModule, provider: new () => object): Promise<INestApplicationContext> {
    class App {}
    Module({ imports: [module], providers: [provider] })(App);
    const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    apps.push(app);
    return app;
  }

  const redis = () => ({ port: ground.redis.port });
  const bull = (name: string) => nestBull.BullModule.registerQueue({ name, redis: redis() });
  const unchecked = { skipVersionCheck: true };
  /** Opens no connection, which an application that does not start would leave open. */
  const idle = (name: string) =>
    nestBull.BullModule.registerQueue({ name, redis: { lazyConnect: true }, ...unchecked });
  const bullmq = (name: string) => nestBullmq.BullModule.registerQueue({ name, connection: redis() });

  function processorOfBull(name: string): new () => object {
    class Mail {
      handle(): void {}
    }
    nestBull.Process()(Mail.prototype, 'handle', Object.getOwnPropertyDescriptor(Mail.prototype, 'handle')!);
    nestBull.Processor(name)(Mail);
    return Mail;
  }

  function processorOfBullmq(name: string, ran: () => void): new () => object {
    class Mail extends nestBullmq.WorkerHost {
      override async process(): Promise<void> {
        ran();
      }
    }
    nestBullmq.Processor(name)(Mail);
    return Mail;
  }

  it('an application whose @Processor names a queue that nothing registers does not start', async () => {
    await assert.rejects(start(idle('mail'), processorOfBull('mails')), /mails/i);
    const app = await start(bull('mail'), processorOfBull('mail'));
    const queue = app.get<Queue>(nestBull.getQueueToken('mail'));
    const job = await queue.add({});
    await waitFor(() => job.isCompleted(), { message: 'the processor to be asked' });
  });

  it('nor does one whose @InjectQueue does', async () => {
    const injecting = (name: string): new () => object => {
      class Service {}
      nestBull.InjectQueue(name)(Service, undefined, 0);
      Reflect.defineMetadata('design:paramtypes', [Object], Service);
      return Service;
    };
    await assert.rejects(start(idle('mail'), injecting('mails')), /mails/i);
    const app = await start(bull('mail'), injecting('mail'));
    await app.get<Queue>(nestBull.getQueueToken('mail')).isReady();
  });

  it('a processor of @nestjs/bullmq is never asked where the queue is of @nestjs/bull', async () => {
    let ran = 0;
    const app = await start(
      bull('letters'),
      processorOfBullmq('letters', () => ran++),
    );
    const queue = app.get<Queue>(nestBull.getQueueToken('letters'));
    await queue.add({});
    assert.deepEqual([await queue.getWorkers(), await queue.getWaitingCount(), ran], [[], 1, 0]);
  });

  it('a processor of @nestjs/bull is never asked where the queue is of @nestjs/bullmq', async () => {
    const app = await start(bullmq('parcels'), processorOfBull('parcels'));
    const queue = app.get<import('bullmq').Queue>(nestBullmq.getQueueToken('parcels'));
    await queue.add('a', {});
    assert.deepEqual([await queue.getWorkersCount(), await queue.getWaitingCount()], [0, 1]);
  });
});
