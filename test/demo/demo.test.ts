import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Queue from 'bull';
import { waitFor } from '../support/wait-for';
import { pipeline } from './pipeline';

describe('the demo', function () {
  this.timeout(120_000);
  let demo: ChildProcess;
  let output = '';
  // All that the demo leaves is in this folder, or has it in its environment.
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-demo-test-'));
  const queues: Queue.Queue[] = [];

  before(async () => {
    demo = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts'), '--server'], {
      env: { ...process.env, TMPDIR: folder },
    });
    for (const stream of [demo.stdout!, demo.stderr!]) stream.on('data', (text) => (output += String(text)));
    await waitFor(() => output.includes('Ctrl-C ends the demo') || demo.exitCode !== null, { timeout: 100_000 });
    assert.equal(demo.exitCode, null, output);
    const [, redisUrl = ''] = /^Redis: (.*)$/m.exec(output) ?? [];
    queues.push(...pipeline.map(({ name }) => new Queue(name, redisUrl)));
  });
  after(async () => {
    await Promise.all(queues.map((queue) => queue.close(true)));
    demo.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows 43 failed jobs, for the reasons of the incident', async () => {
    const reasons = (await Promise.all(queues.map((queue) => queue.getFailed())))
      .flat()
      .map((job) => job.failedReason!);
    const missingLock = reasons.filter((reason) => /^Missing lock for job \d+ finished$/.test(reason));
    const stalled = reasons.filter((reason) => reason === 'job stalled more than allowable limit');
    assert.deepEqual(
      { all: reasons.length, missingLock: missingLock.length, stalled: stalled.length },
      { all: 43, missingLock: 28, stalled: 6 },
    );
  });

  it('has queues with completed, waiting, delayed and active jobs', async () => {
    const counts = await Promise.all(queues.map((queue) => queue.getJobCounts()));
    for (const state of ['completed', 'waiting', 'delayed', 'active'] as const) {
      assert.ok(
        counts.some((each) => each[state] > 0),
        state,
      );
    }
  });

  it('completes a job that is retried', async () => {
    const queue = queues.find(({ name }) => name === 'status-update')!;
    const [job] = await queue.getFailed();
    await job!.retry();
    await waitFor(() => job!.isCompleted(), { timeout: 20_000, message: 'the retried job to complete' });
  });

  it('opens an editor', async () => {
    const [, address = ''] = /^Open (.*)$/m.exec(output) ?? [];
    assert.equal((await fetch(address)).status, 200);
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    for (const queue of queues.splice(0)) await queue.close(true);
    const exit = once(demo, 'exit');
    demo.kill('SIGINT');
    assert.deepEqual(await exit, [0, null]);
    const leftByOthersThanTsx = readdirSync(folder).filter((name) => !name.startsWith('tsx-'));
    assert.deepEqual(leftByOthersThanTsx, []);
    assert.deepEqual(processesWith(`TMPDIR=${folder}`), []);
  });
});

/** The command lines of the processes that have this variable in their environment. */
function processesWith(variable: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(variable))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
}
