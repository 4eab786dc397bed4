import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Incident } from '../demo/incident';
import { WorkerProcesses } from '../demo/processes';
import { makeWorkspace } from '../demo/sample';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import type { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';

/** The README's picture of the sidebar is taken here; so is one of the window after a test that failed. */
const pictures = resolve(__dirname, '../../out/pictures');

describe('the packaged extension, after the incident', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-e2e-'));
  const processes = new WorkerProcesses();
  let redis: RedisServer;
  let incident: Incident;
  let code: VSCode;
  let window: VSCodeWindow;

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    redis = await startRedis();
    incident = new Incident(redis.url, processes);
    await incident.happen();
    code = await launchVSCode({
      extension: vsixFile,
      workspace: makeWorkspace(join(folder, 'purchase-order-pipeline'), redis.url),
    });
    window = code.window;
    await window.openView('Bull Lens');
    await window.setSidebarWidth(520);
  });
  after(async () => {
    await code?.close();
    await processes.killAll();
    await incident?.close();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await window?.screenshot(join(pictures, `${this.currentTest.title}.png`));
  });

  it('lists the queues, those with failed jobs first', async () => {
    await window.row('shopify-payload').locate();
    const queues = (await window.rows()).slice(1).map((row) => row.split(' ')[0]);
    assert.deepEqual(queues, [
      ...['ai-enrichment', 'ai-parsing', 'data-normalization', 'database-save', 'image-attachment'],
      ...['product-draft-creation', 'shopify-sync', 'status-update'],
      ...['background-image-processing', 'merchant-config', 'shopify-payload'],
    ]);
    assert.match(await window.row('ai-parsing').text(), /14 failed/);
    assert.equal(await window.badge('Bull Lens'), '43');
  });

  it('says why each job failed', async () => {
    await window.row('ai-parsing').expand();
    await window.row('ai-parsing', 'Failed').expand();
    await window.row('ai-parsing', /Missing lock for job \d+ finished/).locate();
    await window.row('ai-parsing', 'job stalled more than allowable limit').locate();
    await window.row('ai-parsing', /^Failed 14 · 11 Missing lock, 3 Stalled/).locate();
    await window.openFile('parsing.ts');
    await window.page.locator('.squiggly-warning').first().waitFor({ timeout: 60_000 });
    await window.setSidebarWidth(480);
    // The picture of the README; see `npm run pictures`.
    await window.screenshot(join(pictures, 'bull-lens.png'));
    await window.row('ai-parsing').collapse();
  });

  it('retries a failed job with one click, and the job completes', async () => {
    incident.goOn();
    await window.row('status-update').expand();
    await window.row('status-update', 'Failed').expand();
    await window.row('status-update', 'Failed', /^(just now|\d+ min) \d+ /).clickInline('Retry Failed Job');
    await waitFor(async () => (await window.badge('Bull Lens')) === '42', { message: 'the badge to say 42' });
    await waitFor(async () => (await incident.failedReasons()).length === 42, { message: '42 failed jobs in Redis' });
  });

  it('asks before it retries a job that has done its work', async () => {
    await window.row('data-normalization').expand();
    await window.row('data-normalization', 'Failed').expand();
    await window.row('data-normalization', 'Failed', 'Missing lock').clickInline('Retry Failed Job');
    const dialog = await window.dialog();
    assert.match(`${dialog.message} ${dialog.detail}`, /Missing lock/);
    await dialog.click('Cancel');
    assert.equal((await incident.failedReasons()).length, 42);
  });
});
