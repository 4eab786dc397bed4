import assert from 'node:assert/strict';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import type { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { pictureFailures } from './support/pictures';
import { workspaceWith } from './support/workspace';

describe('what is done to jobs and queues from the menus', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let workspace: ReturnType<typeof workspaceWith>;
  let code: VSCode;
  let window: VSCodeWindow;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('orders', 3, new Error('no stock'));
    await jobs.fail('orders', 2, new Error('no address'));
    await jobs.wait('mail', 2);
    workspace = workspaceWith({ 'bullLens.connections': [{ name: 'staging', url: redis.url }] });
    code = await launchVSCode({ extension: vsixFile, workspace: workspace.folder });
    window = code.window;
    await window.openView('Bull Lens');
    await window.setSidebarWidth(560);
    // All queues are found by then: no row is drawn anew under the mouse.
    await window.row(/^staging .* 2 queues · \d+ ms$/).locate(60_000);
  });
  after(async () => {
    await code?.close();
    await jobs?.close();
    await redis?.stop();
    workspace?.remove();
  });
  pictureFailures(() => window);

  it('retries a job as a new one after a question', async () => {
    await window.row('orders').expand();
    await window.row('orders', 'Failed').expand();
    await window.row('orders', '2 no address').expand();
    await window.row('orders', '2 no address', / 5 no address/).clickInContextMenu('Retry as New Job…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Retry job 5 of orders on staging as new?');
    await dialog.click('Retry 1');
    await window.row('orders 4 failed · 1 waiting').locate();
    assert.equal((await jobs.queue('orders').getJob(5))?.failedReason, undefined);
  });

  it('retries a job with data that was edited, once what has changed was seen', async () => {
    await window.row('orders', '1 no address', / 4 no address/).clickInContextMenu('Retry With Edited Data…');
    await waitFor(async () => (await window.editor.title()) === 'orders #4 data.json', { message: 'its data' });
    await waitFor(async () => (await window.editor.text()).includes('"n": 1'), { message: 'its text' });
    await window.editor.clickOn('"n": 1');
    await window.page.keyboard.press('Control+a');
    await window.page.keyboard.type('{ "n": 12345678901234567890 }');
    const retry = window.page.locator('.editor-actions .action-label[aria-label^="Retry With This Data"]');
    await retry.first().click();
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Retry job 4 of orders on staging with this data?');
    await dialog.click('Retry With This Data');
    await window.notification('Retried 1 job with edited data.');
    assert.equal(await redis.connect().hget('bull:orders:4', 'data'), '{"n":12345678901234567890}');
    await window.row('orders 3 failed · 2 waiting').locate();
    assert.deepEqual(await window.tabs(), []);
  });

  it('removes the failed jobs of one cause, and no others', async () => {
    await window.row('orders', 'no stock').clickInContextMenu('Remove Failed Jobs of This Cause…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove 3 failed jobs of orders on staging (no stock)?');
    await dialog.click('Remove 3');
    await window.row('orders 2 waiting').locate();
    await window.row('orders').collapse();
  });

  it('empties a queue of all that is yet to run', async () => {
    await window.row('orders').clickInContextMenu('Empty Queue…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove 2 waiting jobs of orders on staging?');
    await dialog.click('Remove 2');
    await window.row('orders idle').locate();
  });

  it('pauses a queue after a question, and resumes it', async () => {
    await window.row('mail').clickInContextMenu('Pause Queue…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Pause mail on staging?');
    await dialog.click('Pause');
    await window.row('mail paused · 2 waiting').locate();
    assert.equal(await jobs.queue('mail').isPaused(), true);
    await window.row('mail').clickInContextMenu('Resume Queue');
    await window.row('mail 2 waiting').locate();
    assert.equal(await jobs.queue('mail').isPaused(), false);
  });
});
