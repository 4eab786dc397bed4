import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import { pictureFailures } from '../e2e/support/pictures';
import { startRedis, type RedisServer } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { measure, type Measured } from './measured';
import { WorkerProcesses } from './processes';
import { makeWorkspace } from './sample';

const root = resolve(__dirname, '../..');

/** The app of the incident in small: a class makes 11 queues of a list, and functions of a platform work on them. */
const APP = join(root, 'test/fixtures/purchase-orders');
const QUEUES = 'api/_lib/order-queues.js';

describe('an app whose jobs outlive their locks, and which opens 33 connections at each start', function () {
  this.timeout(240_000);
  let redis: RedisServer;
  let observer: Redis;
  let workspace: string;
  let code: VSCode;
  const processes = new WorkerProcesses();
  const report: [stage: string, measured: Measured][] = [];

  before(async () => {
    redis = await startRedis();
    observer = redis.connect();
    workspace = makeWorkspace(mkdtempSync(join(tmpdir(), 'orders-')), redis.url, APP);
    code = await launchVSCode({ extension: vsixFile, workspace });
    await code.window.openView('Bull Lens');
    await code.window.runCommand('Bull Lens: Lint Workspace');
    await code.window.notification('Linted', 60_000);
    await code.window.clearNotifications();
  });
  afterEach(() => processes.killAll());
  pictureFailures(() => code?.window);
  after(async () => {
    await code?.close();
    await redis.stop();
    rmSync(workspace, { recursive: true, force: true });
  });

  async function measured(stage: string): Promise<Measured> {
    const result = await measure(join(workspace, 'api/_lib'), redis.url, observer, processes);
    report.push([stage, result]);
    return result;
  }

  /** Applies the first fix of the first finding, and waits until the file says so. */
  async function fixFirst(finding: RegExp, text: string): Promise<void> {
    const { window } = code;
    await window.problems.open();
    const first = await window.problems.openFirst();
    assert.match(first ?? 'no finding', finding);
    await window.editor.applyFirstFix();
    await window.problems.moveOnFrom(first!);
    const isSaved = () => readFileSync(join(workspace, QUEUES), 'utf8').includes(text);
    await waitFor(isSaved, { message: `${text} to be saved` });
  }

  it('fails all jobs of an instance that is frozen while they run', async () => {
    const { connections, jobs, failed } = await measured('As it was');
    assert.deepEqual({ connections, jobs, failed }, { connections: 33, jobs: 11, failed: 11 });
  });

  it('shows these failures and why in the sidebar', async () => {
    const { window } = code;
    await window.clickInViewTitle('Refresh');
    await window.row(/^ai-parsing 1 failed/).expand();
    await window.row(/^ai-parsing/, 'Failed').expand();
    await window.row(/^ai-parsing/, 'Failed', /Missing lock|stalled more than allowable limit/).locate();
  });

  it('loses no job once the first finding is fixed', async () => {
    await fixFirst(/A job may run 60 s .* but its lock lasts 30 s/, 'lockDuration: 120000');
    const { connections, failed, ranTwice } = await measured('*Insert serverless settings*');
    assert.deepEqual({ connections, failed, ranTwice }, { connections: 33, failed: 0, ranTwice: 0 });
  });

  it('opens 13 connections once the second one is fixed, and starts jobs as soon as before', async () => {
    await fixFirst(/These 11 queues open .* 33 connections, up to 13 when they share/, 'createClient');
    const { connections, failed, ranTwice, pickup } = await measured('*Share Redis connections*');
    assert.deepEqual({ connections, failed, ranTwice }, { connections: 13, failed: 0, ranTwice: 0 });
    // Queues that share a bclient wait for each other: tens of seconds.
    assert.ok(pickup.median < 1_000, `${pickup.median} ms`);
  });

  it('has no finding left after the third', async () => {
    await fixFirst(/Where REDIS_URL is not set/, 'redis: process.env.REDIS_URL');
    assert.equal(await code.window.problems.openFirst(), null);
    await code.window.screenshot(join(root, 'out/pictures/purchase-orders.png'));
  });

  it('is reported in the README as it was measured', () => {
    const row = ([stage, { failed, jobs, connections, pickup }]: (typeof report)[number]) =>
      `| ${stage} | ${failed} of ${jobs} | ${connections} | ${pickup.median} ms |`;
    const rows = report.map(row);
    mkdirSync(join(root, 'out'), { recursive: true });
    writeFileSync(join(root, 'out/purchase-orders.md'), `${rows.join('\n')}\n`);
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    // How soon a job starts is another number each time.
    for (const each of rows) assert.ok(readme.includes(each.replace(/ \d+ ms \|$/, '')), each);
  });
});
