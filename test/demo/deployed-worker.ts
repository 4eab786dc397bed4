// A process of the demo that works on queues as the files of a workspace construct them, so many times as fast.
// Started by deployment.ts, which says by a message which ones, and by another that it is to end.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Queue, { type Job } from 'bull';
import { type PipelineQueue, SPEED } from './pipeline';

export interface Deployed {
  /** Of the files that construct and export queues. */
  readonly folder: string;
  readonly redisUrl: string;
  readonly queues: readonly Pick<PipelineQueue, 'name' | 'duration' | 'isBlocking'>[];
  readonly speed?: number;
}

type Settings = Record<'lockDuration' | 'lockRenewTime' | 'stalledInterval' | 'retryProcessDelay', number>;

const running: Queue.Queue[] = [];

async function work({ folder, redisUrl, queues, speed = SPEED }: Deployed): Promise<void> {
  process.env.REDIS_URL = redisUrl;
  const constructed = await queuesOf(folder);
  for (const { name, duration, isBlocking } of queues) {
    const queue = constructed.find((other) => other.name === name);
    if (!queue) continue;
    // Missing lock is an error event of the worker that lost it, too.
    queue.on('error', () => undefined);
    speedUp(queue, speed);
    void queue.process((job) => (isBlocking ? block(duration) : progress(job, duration)));
    running.push(queue);
  }
}

async function queuesOf(folder: string): Promise<Queue.Queue[]> {
  const files = readdirSync(folder).map((file) => pathToFileURL(join(folder, file)).href);
  const modules = await Promise.all(files.map((file) => import(file) as Promise<{ default?: object }>));
  const values: unknown[] = modules.flatMap((module) => [module, module.default ?? {}]).flatMap(Object.values);
  return values.flatMap(queuesIn);
}

/** It is one, or an object that keeps them in a map. */
function queuesIn(value: unknown): Queue.Queue[] {
  if (value instanceof Queue) return [value];
  const { queues } = (value ?? {}) as { queues?: unknown };
  return queues instanceof Map ? [...queues.values()].flatMap(queuesIn) : [];
}

/** Bull reads a queue's settings while it works. */
function speedUp(queue: Queue.Queue, speed: number): void {
  const { settings } = queue as unknown as { settings: Settings };
  for (const key of ['lockDuration', 'lockRenewTime', 'stalledInterval', 'retryProcessDelay'] as const) {
    settings[key] /= speed;
  }
}

/** As a frozen instance, or one that computes: no lock is renewed meanwhile. */
function block(duration: number): Promise<object> {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, duration);
  return Promise.resolve({ ok: true });
}

async function progress(job: Job, duration: number): Promise<object> {
  for (const percent of [25, 50, 75]) {
    await pause(duration / 4);
    await job.progress(percent);
  }
  await pause(duration / 4);
  return { ok: true };
}

process.on('message', (message) => {
  if (message === 'end') void Promise.all(running.map((queue) => queue.close())).then(() => process.exit());
  else void work(message as Deployed);
});
process.on('SIGINT', () => undefined); // Ctrl-C is the demo's to answer.
process.on('disconnect', () => process.exit());
