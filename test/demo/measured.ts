import { setTimeout as pause } from 'node:timers/promises';
import Queue, { type Job } from 'bull';
import type { Redis } from 'ioredis';
import { waitFor, waitUntilSteady } from '../support/wait-for';
import { pipeline } from './pipeline';
import type { WorkerProcesses } from './processes';

/** What Redis tells of an app. */
export interface Measured {
  /** Of one instance that works on all queues. */
  readonly connections: number;
  /** From a job's coming into an idle queue to its start, in ms: one job for each queue. */
  readonly pickup: { readonly median: number; readonly worst: number };
  /** Jobs in each of whose runs the instance was frozen; those of them that failed, and that were run more than once. */
  readonly jobs: number;
  readonly failed: number;
  readonly ranTwice: number;
}

/** How much faster than in truth the app runs: 30 s, Bull's default lock, is 6 s. */
const SPEED = 5;

/** A job takes 60 s in truth; for 40 of them its platform freezes it. */
const WORKING = 20_000 / SPEED;
const FROZEN = 40_000 / SPEED;

/** One instance works on all queues, as the files of `folder` construct them, on a Redis that is empty before. */
export async function measure(
  folder: string,
  url: string,
  redis: Redis,
  processes: WorkerProcesses,
): Promise<Measured> {
  await redis.flushall();
  const before = (await connections(redis)).length;
  const instance = processes.start('deployed-worker.ts', {
    ...{ folder, redisUrl: url, speed: SPEED },
    queues: pipeline.map(({ name }) => ({ name, duration: WORKING })),
  });
  // Those of queues that do not wait for a job yet are still to come.
  const look = async () => {
    const clients = await connections(redis);
    return clients.filter((client) => client.includes(' cmd=brpoplpush ')).length === pipeline.length && clients.length;
  };
  const options = { timeout: 60_000, interval: 1_000, message: 'all queues to wait for a job' };
  const opened = (await waitUntilSteady(look, options)) - before;
  const queues = pipeline.map(({ name }) => new Queue(name, url));
  try {
    const pickups: number[] = [];
    for (const queue of queues) pickups.push(await pickupTime(await queue.add({}), redis));
    const areCompleted = async () =>
      (await Promise.all(queues.map((queue) => queue.getCompletedCount()))).every(Boolean);
    await waitFor(areCompleted, { timeout: 60_000, message: 'a job of each queue to complete' });

    const jobs = await Promise.all(queues.map((queue) => queue.add({})));
    // All of them run before it is frozen: one that starts later would have the others frozen for longer than they are in truth.
    await waitFor(async () => (await Promise.all(jobs.map((job) => startOf(job, redis)))).every(Boolean), {
      timeout: 60_000,
      message: 'all jobs to start',
    });
    const runs = new Map<Job, Set<string>>(jobs.map((job) => [job, new Set()]));
    const isUnfinished = async (job: Job) => !(await job.isCompleted()) && !(await job.isFailed());
    // Whatever starts anew is frozen again.
    for (let running = await startedAnew(runs, isUnfinished, redis); running;) {
      instance.kill('SIGSTOP');
      await pause(FROZEN);
      instance.kill('SIGCONT');
      running = await startedAnew(runs, isUnfinished, redis);
    }
    const failed = await Promise.all(jobs.map((job) => job.isFailed()));
    return {
      ...{ connections: opened, pickup: spread(pickups), jobs: jobs.length },
      failed: failed.filter(Boolean).length,
      ranTwice: [...runs.values()].filter(({ size }) => size > 1).length,
    };
  } finally {
    await processes.kill(instance);
    await Promise.all(queues.map((queue) => queue.close(true)));
  }
}

/** Without those of Bull Lens, which has one in the window that looks on. */
async function connections(redis: Redis): Promise<string[]> {
  const clients = String(await redis.client('LIST'))
    .trim()
    .split('\n');
  return clients.filter((client) => !client.includes(' name=bull-lens '));
}

async function pickupTime(job: Job, redis: Redis): Promise<number> {
  const started = await waitFor(() => startOf(job, redis), {
    timeout: 60_000,
    message: `a job of ${job.queue.name} to start`,
  });
  return Number(started) - job.timestamp;
}

/** ms since the epoch, as Bull writes it; null before. */
function startOf({ id, queue }: Job, redis: Redis): Promise<string | null> {
  return redis.hget(queue.toKey(String(id)), 'processedOn');
}

function spread(values: readonly number[]): Measured['pickup'] {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0 };
}

/** Waits until one of the jobs is run again; false once all are finished. */
async function startedAnew(
  runs: ReadonlyMap<Job, Set<string>>,
  isUnfinished: (job: Job) => Promise<boolean>,
  redis: Redis,
): Promise<boolean> {
  const { isOver } = await waitFor(
    async () => {
      let isAnew = false;
      const areUnfinished = await Promise.all(
        [...runs].map(async ([job, seen]) => {
          const started = await startOf(job, redis);
          if (started !== null && !seen.has(started)) isAnew = Boolean(seen.add(started));
          return isUnfinished(job);
        }),
      );
      const isOver = !areUnfinished.includes(true);
      return (isAnew || isOver) && { isOver };
    },
    { timeout: 60_000, message: 'a job to be run again, or all to be finished' },
  );
  return !isOver;
}
