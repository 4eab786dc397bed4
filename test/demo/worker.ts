// A worker process of the demo. Started by processes.ts, which says by a message what it is to do; ends with it.
import { setTimeout as pause } from 'node:timers/promises';
import Queue, { type Job } from 'bull';
import { databaseErrors, type PipelineQueue } from './pipeline';

/** How a worker fares. */
export type Fate =
  /** Takes for each job what the queue's jobs take. */
  | 'healthy'
  /** Every job meets a database error. */
  | 'database-down'
  /** Finishes its jobs when it is told to; it is frozen before. */
  | 'frozen'
  /** Never finishes; it is killed. */
  | 'killed';

export interface Assignment {
  readonly redisUrl: string;
  readonly fate: Fate;
  readonly queues: readonly (Pick<PipelineQueue, 'name' | 'duration'> & { readonly concurrency: number })[];
}

/** The incident's 30 s and 60 s in a smaller scale, so that the demo is set up in seconds. */
const settings = { lockDuration: 2_000, stalledInterval: 500, maxStalledCount: 0, retryProcessDelay: 200 };

const finish = new Promise<void>((resolve) => {
  process.on('message', (message) => {
    if (message === 'finish') resolve();
    else work(message as Assignment);
  });
});

function work({ redisUrl, fate, queues }: Assignment): void {
  for (const { name, concurrency, duration } of queues) {
    const queue = new Queue(name, redisUrl, { settings });
    // Missing lock is an error event of the worker that lost it, too.
    queue.on('error', () => undefined);
    void queue.process(concurrency, (job) => handle(job, fate, duration));
  }
}

async function handle(job: Job, fate: Fate, duration: number): Promise<unknown> {
  switch (fate) {
    case 'healthy':
      await pause(duration);
      return { ok: true };
    case 'database-down':
      throw new DatabaseError(databaseErrors[Number(job.id) % databaseErrors.length]);
    case 'frozen':
      return finish;
    case 'killed':
      return new Promise(() => undefined);
  }
}

class DatabaseError extends Error {
  override readonly name = 'PrismaClientKnownRequestError';
}

process.on('SIGINT', () => undefined); // Ctrl-C is the demo's to answer.
process.on('disconnect', () => process.exit());
