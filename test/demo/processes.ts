import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Deployed } from './deployed-worker';
import type { Assignment } from './worker';

/** The demo's worker processes, real ones, because a frozen process can only be shown with a process. */
export class WorkerProcesses {
  private readonly running = new Set<ChildProcess>();

  start(script: 'worker.ts', assignment: Assignment): ChildProcess;
  start(script: 'deployed-worker.ts', assignment: Deployed): ChildProcess;
  start(script: string, assignment: Assignment | Deployed): ChildProcess {
    const worker = fork(join(__dirname, script), { execArgv: ['--import', 'tsx'] });
    this.running.add(worker);
    worker.once('exit', () => this.running.delete(worker));
    worker.send(assignment);
    return worker;
  }

  /** Ends a worker as the platform does: SIGKILL, whatever it is doing. */
  async kill(worker: ChildProcess): Promise<void> {
    if (!this.running.has(worker)) return;
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
  }

  async killAll(): Promise<void> {
    await Promise.all([...this.running].map((worker) => this.kill(worker)));
  }
}
