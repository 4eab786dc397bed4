import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import Queue from 'bull';
import type { Redis } from 'ioredis';
import type { Finding } from '../../src/lint/engine/finding';
import { Linter } from '../../src/lint/engine/linter';
import { defaultSettings } from '../../src/lint/engine/settings';
import { MemoryFiles } from '../../src/lint/files/memory-files';
import { rules } from '../../src/lint/rules';
import { pictureFailures } from '../e2e/support/pictures';
import { outlinesOf } from '../lint/support/outlines';
import { startRedis, type RedisServer } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { pipeline } from './pipeline';
import { WorkerProcesses } from './processes';
import { makeWorkspace } from './sample';

const pictures = resolve(__dirname, '../../out/pictures');

const SAMPLE = join(__dirname, 'workspace');

/** More than there are findings. */
const MOST_FIXES = 40;

describe("the demo's workspace", function () {
  this.timeout(240_000);
  let redis: RedisServer;
  let observer: Redis;
  let fixed: string;
  let code: VSCode | undefined;
  const processes = new WorkerProcesses();
  const folders: string[] = [];

  before(async () => {
    redis = await startRedis();
    observer = redis.connect();
    mkdirSync(pictures, { recursive: true });
  });
  afterEach(() => processes.killAll());
  pictureFailures(() => code?.window);
  after(async () => {
    await code?.close();
    await redis.stop();
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  });

  it('opens 33 connections', async () => {
    startWorkers(SAMPLE, pipeline);
    await hasConnections(33);
  });

  it('is fixed by the menu alone, from the first squiggle to a clean Problems panel', async () => {
    fixed = makeWorkspace(mkdtempSync(join(tmpdir(), 'demo-')), redis.url);
    folders.push(fixed);
    const before = await errorsIn(fixed);
    code = await launchVSCode({ extension: vsixFile, workspace: fixed });
    const { window } = code;
    // A window is there before its extensions are.
    await window.openView('Bull Lens');
    await window.runCommand('Bull Lens: Lint Workspace');
    await window.notification('Linted', 60_000);
    await window.clearNotifications();
    await window.problems.open();
    for (let fixes = 0; ; fixes++) {
      const finding = await window.problems.openFirst();
      if (finding === null) break;
      assert.ok(fixes < MOST_FIXES, finding);
      await window.editor.applyFirstFix();
      await window.problems.moveOnFrom(finding);
    }
    await window.screenshot(join(pictures, 'demo-9-fixed.png'));
    await waitFor(() => findingsIn(textsIn(fixed)).length === 0, { message: 'all to be saved' });
    await code.close();
    code = undefined;
    assert.equal(await errorsIn(fixed), before, 'it type-checks as before');
  });

  it('then opens 13, and completes what is retried', async () => {
    startWorkers(fixed, pipeline);
    await hasConnections(13);
    await processes.killAll();
    await hasConnections(0);

    const blocking = pipeline.filter(({ isBlocking }) => isBlocking);
    const failed = await Promise.all(blocking.map(({ name }) => failedJob(name)));
    for (const queue of blocking) startWorkers(fixed, [queue]);
    for (const job of failed) await job.retry();
    await waitFor(async () => (await Promise.all(failed.map((job) => job.isCompleted()))).every(Boolean), {
      timeout: 30_000,
      message: 'the retried jobs to complete',
    });
    await Promise.all(failed.map(({ queue }) => queue.close()));
  });

  function startWorkers(workspace: string, queues: typeof pipeline): void {
    // None may hold up the others of its process.
    const shownQueues = queues.length > 1 ? queues.map((queue) => ({ ...queue, isBlocking: false })) : queues;
    const deployed = { folder: join(workspace, 'src/queues'), redisUrl: redis.url, queues: shownQueues };
    processes.start('deployed-worker.ts', deployed);
  }

  async function hasConnections(count: number): Promise<void> {
    const others = async (): Promise<number> =>
      String(await observer.client('LIST'))
        .trim()
        .split('\n').length - 1;
    await waitFor(async () => (await others()) === count, { timeout: 25_000, message: `${count} connections` });
  }

  /** A job that a worker has failed. */
  async function failedJob(name: string): Promise<Queue.Job> {
    const worker = new Queue(name, redis.url);
    void worker.process(() => Promise.reject(new Error('The database is down')));
    const job = await worker.add({});
    await waitFor(() => job.isFailed());
    await worker.close();
    const queue = new Queue(name, redis.url);
    return (await queue.getJob(job.id))!;
  }
});

function findingsIn(files: Readonly<Record<string, string>>): readonly Finding[] {
  const memory = new MemoryFiles({ ...files });
  const linter = new Linter(memory, rules);
  linter.index(outlinesOf(memory));
  return linter.paths.flatMap((path) => linter.lint(path, defaultSettings).findings);
}

function textsIn(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('node_modules'),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

/** What the compiler says of a workspace. */
async function errorsIn(workspace: string): Promise<string> {
  const compiler = resolve(__dirname, '../../node_modules/typescript/bin/tsc');
  return new Promise((done) => {
    execFile(process.execPath, [compiler, '-p', workspace], { cwd: workspace }, (_error, stdout) => done(stdout));
  });
}
