import Queue, { type Job, type JobOptions, type QueueOptions } from 'bull';
import type { RedisServer } from './redis';
import { waitFor } from './wait-for';

/** Jobs to make: their data, or how many (their data is then `{ n: 1 }`, `{ n: 2 }`…). */
export type Jobs = number | readonly unknown[];

/**
 * Of a worker that a job is taken from: its locks end after 300 ms and are never renewed, as those of a frozen
 * process, and the first stall fails the job.
 */
const losesItsLocks = {
  lockDuration: 300,
  lockRenewTime: 3_600_000,
  stalledInterval: 100,
  maxStalledCount: 0,
  guardInterval: 200,
  retryProcessDelay: 100,
  drainDelay: 1,
};

/**
 * Real Bull queues with jobs that real workers completed, failed or hold. Each method resolves when the jobs are in
 * the state that it names; no worker is left then, except where the method says so.
 */
export class BullJobs {
  private readonly queues: Queue.Queue[] = [];

  constructor(
    private readonly redis: RedisServer,
    private readonly prefix = 'bull',
  ) {}

  /** A queue for the test to use; closed by `close()`. */
  queue(name: string, options: QueueOptions = {}): Queue.Queue {
    const queue = new Queue(name, this.redis.url, {
      prefix: this.prefix,
      redis: this.redis.certificate ? { tls: { ca: this.redis.certificate } } : {},
      ...options,
    });
    queue.on('error', () => undefined);
    this.queues.push(queue);
    return queue;
  }

  async wait(name: string, jobs: Jobs, options?: JobOptions): Promise<Job[]> {
    return this.queue(name).addBulk(dataOf(jobs).map((data) => ({ data, opts: options })));
  }

  /** Jobs that are due after `delay` ms. */
  async delay(name: string, jobs: Jobs, delay: number): Promise<Job[]> {
    return this.wait(name, jobs, { delay });
  }

  async complete(name: string, jobs: Jobs, returnvalue: unknown = null): Promise<Job[]> {
    return this.process({ name, jobs, handler: async () => returnvalue, until: (job) => job.isCompleted() });
  }

  /** The handler rejects with `error`; with `attempts` in the options it does so that often. */
  async fail(name: string, jobs: Jobs, error: Error, options?: JobOptions): Promise<Job[]> {
    return this.process({ name, jobs, options, handler: () => Promise.reject(error), until: (job) => job.isFailed() });
  }

  /** `Missing lock for job N finished`: the job is failed as stalled while its handler runs, which then succeeds. */
  async failWithMissingLock(name: string, jobs: Jobs): Promise<Job[]> {
    const untilFailed = (job: Job) => waitFor(() => job.isFailed(), { message: `job ${job.id} to stall` });
    const until = (job: Job) => /^Missing lock for job .* finished$/.test(job.failedReason ?? '');
    return this.process({ name, jobs, handler: untilFailed, until, settings: losesItsLocks });
  }

  /** `job stalled more than allowable limit`: the handler never comes back. */
  async failAsStalled(name: string, jobs: Jobs): Promise<Job[]> {
    const never = () => new Promise(() => undefined);
    return this.process({ name, jobs, handler: never, until: (job) => job.isFailed(), settings: losesItsLocks });
  }

  /** Jobs whose handler runs until `release()`, and that then complete. */
  async activate(name: string, jobs: Jobs): Promise<{ readonly jobs: Job[]; readonly release: () => void }> {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const queue = this.queue(name);
    const added = await this.wait(name, jobs);
    void queue.process(added.length, () => released);
    await waitFor(async () => (await queue.getActiveCount()) >= added.length, { message: 'the jobs to be active' });
    return { jobs: added, release };
  }

  /** Closes all queues and their workers, without waiting for handlers that run. */
  async close(): Promise<void> {
    await Promise.all(this.queues.splice(0).map((queue) => queue.close(true)));
  }

  /** Adds the jobs and works on them (and on those that waited before) until each is as wanted. */
  private async process({ name, jobs, options, settings, handler, until }: Work): Promise<Job[]> {
    const ids = (await this.wait(name, jobs, options)).map(({ id }) => id);
    const worker = this.queue(name, { settings });
    void worker.process(ids.length, handler);
    const isDone = async (id: Job['id']) => {
      const job = await worker.getJob(id);
      return job !== null && until(job);
    };
    await waitFor(async () => (await Promise.all(ids.map(isDone))).every(Boolean), {
      message: `${ids.length} jobs of ${name} to be done`,
      timeout: 15_000,
    });
    const done = await Promise.all(ids.map((id) => worker.getJob(id)));
    await worker.close(true);
    return done.filter((job) => job !== null);
  }
}

interface Work {
  readonly name: string;
  readonly jobs: Jobs;
  readonly options?: JobOptions;
  readonly settings?: QueueOptions['settings'];
  readonly handler: (job: Job) => Promise<unknown>;
  readonly until: (job: Job) => boolean | Promise<boolean>;
}

function dataOf(jobs: Jobs): readonly unknown[] {
  return typeof jobs === 'number' ? Array.from({ length: jobs }, (_, index) => ({ n: index + 1 })) : jobs;
}
