import Queue, { type JobOptions } from 'bull';
import { waitFor } from '../support/wait-for';
import { type Outcome, orderData, pipeline, total } from './pipeline';
import type { WorkerProcesses } from './processes';
import type { Assignment, Fate } from './worker';

/**
 * Makes the incident happen on an empty Redis: jobs complete, meet a database that is down, are held by a process that
 * is frozen and finishes them too late, and by one that is killed. Takes about 15 s.
 */
export class Incident {
  private readonly queues = new Map<string, Queue.Queue>();
  private jobsMade = 0;
  private producer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redisUrl: string,
    private readonly processes: WorkerProcesses,
  ) {
    for (const { name } of pipeline) this.queues.set(name, new Queue(name, redisUrl));
  }

  async happen(): Promise<void> {
    await this.workOn('completed', 'healthy', () => this.count('completed'));
    await this.workOn('database', 'database-down', () => this.count('failed'), { attempts: 3, backoff: 50 });

    const frozen = await this.take('missingLock', 'frozen');
    frozen.kill('SIGSTOP');
    const killed = await this.take('stalled', 'killed');
    await this.processes.kill(killed);

    // A healthy worker notices that nobody renews their locks.
    const checker = this.start('healthy');
    await this.untilCount('failed', total('database') + total('missingLock') + total('stalled'));
    await this.processes.kill(checker);

    // The frozen process wakes up and finishes its work: too late.
    frozen.kill('SIGCONT');
    frozen.send('finish');
    await waitFor(async () => (await this.failedReasons()).filter(isMissingLock).length === total('missingLock'), {
      message: 'the frozen process to finish',
      timeout: 30_000,
    });
    await this.processes.kill(frozen);

    await this.add('delayed', { delay: 30 * 60_000 });
    await this.add('waiting');
  }

  /** Until `close()` a job comes every two seconds, for one of the queues in which it will not fail. */
  goOn(): void {
    const fine = pipeline.filter(({ isBlocking }) => !isBlocking);
    this.producer = setInterval(() => {
      const { name } = fine[this.jobsMade % fine.length]!;
      void this.queues.get(name)!.add(orderData(this.jobsMade++), { removeOnComplete: 100 });
    }, 2_000);
  }

  async failedReasons(): Promise<string[]> {
    const failed = await Promise.all([...this.queues.values()].map((queue) => queue.getFailed()));
    return failed.flat().map((job) => job.failedReason ?? '');
  }

  async close(): Promise<void> {
    clearInterval(this.producer);
    await Promise.all([...this.queues.values()].map((queue) => queue.close(true)));
  }

  private async workOn(
    outcome: Outcome,
    fate: Fate,
    count: () => Promise<number>,
    options?: JobOptions,
  ): Promise<void> {
    await this.add(outcome, options);
    const worker = this.start(fate, (queue) => queue[outcome] ?? 0);
    await waitFor(async () => (await count()) === total(outcome), { message: `${outcome} jobs`, timeout: 30_000 });
    await this.processes.kill(worker);
  }

  /** Adds the jobs, and starts a process that takes just those. */
  private async take(outcome: Outcome, fate: Fate) {
    const started = (await this.started()) + total(outcome);
    await this.add(outcome);
    const worker = this.start(fate, (queue) => queue[outcome] ?? 0);
    await waitFor(async () => (await this.started()) === started, {
      message: `${started} jobs to be started`,
      timeout: 30_000,
    });
    return worker;
  }

  private async add(outcome: Outcome, options?: JobOptions): Promise<void> {
    await Promise.all(
      pipeline.map(async (queue) => {
        const jobs = Array.from({ length: queue[outcome] ?? 0 }, () => ({
          data: orderData(this.jobsMade++),
          opts: options,
        }));
        if (jobs.length > 0) await this.queues.get(queue.name)!.addBulk(jobs);
      }),
    );
  }

  private start(fate: Fate, concurrencyOf: (queue: (typeof pipeline)[number]) => number = () => 1) {
    const queues = pipeline
      .map((queue) => ({ name: queue.name, duration: queue.duration, concurrency: concurrencyOf(queue) }))
      .filter(({ concurrency }) => concurrency > 0);
    return this.processes.start('worker.ts', { redisUrl: this.redisUrl, fate, queues } satisfies Assignment);
  }

  /** How many active jobs have their lock: Bull makes a job active first, and takes its lock in a second step. */
  private async started(): Promise<number> {
    const active = await Promise.all([...this.queues.values()].map((queue) => queue.getActive()));
    return active.flat().filter((job) => job?.processedOn).length;
  }

  private async count(state: 'completed' | 'failed'): Promise<number> {
    const counts = await Promise.all([...this.queues.values()].map((queue) => queue.getJobCounts()));
    return counts.reduce((sum, each) => sum + each[state], 0);
  }

  private async untilCount(state: 'completed' | 'failed', wanted: number): Promise<void> {
    await waitFor(async () => (await this.count(state)) === wanted, {
      message: `${wanted} ${state} jobs`,
      timeout: 30_000,
    });
  }
}

function isMissingLock(reason: string): boolean {
  return /^Missing lock for job .* finished$/.test(reason);
}
