// A worker process of the demo. Started by processes.ts, which says by a message what it is to do; ends with it.
import Queue, { type Job } from 'bull';
import { databaseErrors } from './pipeline';

/** How a worker fares. */
export type Fate =
  /** Finishes each job at once. */
  | 'healthy'
  /** Every job meets a database error. */
  | 'database-down'
  /** Finishes its jobs when it is told to; it is frozen before. */
  | 'frozen'
  /** Never finishes; it is killed. */
  | 'killed'
  /** Takes as long as the pipeline's jobs take, and goes on. */
  | 'live';

export interface Assignment {
  readonly redisUrl: string;
  readonly fate: Fate;
  readonly queues: readonly { readonly name: string; readonly concurrency: number; readonly duration: number }[];
}

/** The incident's 30 s and 60 s in a smaller scale, so that the demo is set up in seconds. */
const settings = { lockDuration: 1_000, stalledInterval: 500, maxStalledCount: 0, retryProcessDelay: 200 };

const finish = new Promise<void>((resolve) => {
  process.on('message', (message) => {
    if (message === 'finish') resolve();
    else work(message as Assignment);
  });
});

function work({ redisUrl, fate, queues }: Assignment): void {
  for (const { name, concurrency, duration } of queues) {
    const queue = new Queue(name, redisUrl, { settings: fate === 'live' ? {} : settings });
    // Missing lock is an error event of the worker that lost it, too.
    queue.on('error', () => undefined);
    void queue.process(concurrency, (job) => handle(job, fate, duration));
  }
}

async function handle(job: Job, fate: Fate, duration: number): Promise<unknown> {
  switch (fate) {
    case 'healthy':
      return { ok: true };
    case 'database-down':
      throw new DatabaseError(databaseErrors[Number(job.id) % databaseErrors.length]);
    case 'frozen':
      return finish;
    case 'killed':
      return new Promise(() => undefined);
    case 'live':
      for (const percent of [25, 50, 75]) {
        await wait(duration / 4);
        await job.progress(percent);
      }
      await wait(duration / 4);
      return { ok: true };
  }
}

class DatabaseError extends Error {
  override readonly name = 'PrismaClientKnownRequestError';
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

process.on('SIGINT', () => undefined); // Ctrl-C is the demo's to answer.
process.on('disconnect', () => process.exit());
