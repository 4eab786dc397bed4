import type { ChildProcess } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Deployed } from './deployed-worker';
import { pipeline, SPEED } from './pipeline';
import type { WorkerProcesses } from './processes';

/** ms without another change before what was saved is deployed: one fix writes several files. */
const quietTime = 200;

/**
 * Runs the sample workspace's queues, as its files construct them. Saving a file deploys it: the processes finish their
 * jobs and end, and new ones start with what the files say then.
 */
export class Deployment {
  private instances: readonly ChildProcess[] = [];
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly workspace: string,
    private readonly redisUrl: string,
    private readonly processes: WorkerProcesses,
  ) {}

  start(): void {
    this.deploy();
    this.watcher = watch(this.folder, () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.deploy(), quietTime);
    });
  }

  /** Deploys no more; the processes are ended by whoever made them. */
  close(): void {
    clearTimeout(this.timer);
    this.watcher?.close();
  }

  private get folder(): string {
    return join(this.workspace, 'src/queues');
  }

  private deploy(): void {
    for (const instance of this.instances) if (instance.connected) instance.send('end');
    // A job that blocks its process must hold up no other queue.
    const blocking = pipeline.filter(({ isBlocking }) => isBlocking);
    const others = pipeline.filter(({ isBlocking }) => !isBlocking);
    this.instances = [
      ...blocking.map((queue) => this.run([queue], SPEED)),
      // On a busy machine they would lose a lock of a second too.
      this.run(others, 1),
    ];
  }

  private run(queues: Deployed['queues'], speed: number): ChildProcess {
    const { folder, redisUrl } = this;
    return this.processes.start('deployed-worker.ts', { folder, redisUrl, queues, speed });
  }
}
