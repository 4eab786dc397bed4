import assert from 'node:assert/strict';
import type { Job } from 'bull';
import { BullJobs } from '../support/bull';
import { monitorOf } from '../support/monitor';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import type { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { untilWatchedBy } from './support/clients';
import { pictureFailures } from './support/pictures';
import { workspaceWith } from './support/workspace';

const RETRY = 'Retry Failed Job';

describe('retries, and a Redis that comes and goes', () => {
  let redis: RedisServer;
  let fragile: RedisServer;
  let jobs: BullJobs;
  let workspace: ReturnType<typeof workspaceWith>;
  let code: VSCode;
  let window: VSCodeWindow;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('ai-parsing', 5, new Error('no order'));
    await jobs.failWithMissingLock('database-save', 2);
    await jobs.fail('database-save', 3, new Error('duplicate key'));
    fragile = await startRedis();
    await failedQueue(fragile);
    workspace = workspaceWith({
      'bullLens.connections': [
        { name: 'staging', url: redis.url },
        { name: 'fragile', url: fragile.url },
      ],
      'bullLens.refreshInterval': 1,
    });
    code = await launchVSCode({ extension: vsixFile, workspace: workspace.folder });
    window = code.window;
    await window.openView('Bull Lens');
    await window.setSidebarWidth(560);
    await window.row('ai-parsing').locate(60_000);
  });
  after(async () => {
    await code?.close();
    await jobs?.close();
    for (const server of [redis, fragile]) await server?.stop();
    workspace?.remove();
  });
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  pictureFailures(() => window);

  it('retries the selected jobs together', async () => {
    await window.row('ai-parsing').expand();
    await window.row('ai-parsing', 'Failed').expand();
    await window.row('ai-parsing', / 5 no order/).click();
    await window.row('ai-parsing', / 4 no order/).click({ modifiers: ['Shift'] });
    await window.row('ai-parsing', / 4 no order/).clickInline(RETRY);
    await window.notification('Retried 2 jobs.');
    await window.row('ai-parsing 3 failed · 2 waiting').locate();
    await waitFor(async () => !(await window.row('ai-parsing', / 4 no order/).isShown()), { message: 'its row to go' });
    assert.deepEqual(await idsOf(jobs, 'ai-parsing'), { failed: ['3', '2', '1'], waiting: ['5', '4'] });
  });

  it('retries the job of a document from its title bar', async () => {
    await window.row('ai-parsing', / 3 no order/).click();
    await waitFor(async () => (await window.editor.title()) === 'ai-parsing #3.json', { message: 'the document' });
    const retry = window.page.locator(`.editor-actions .action-label[aria-label^="${RETRY}"]`);
    await retry.click();
    await window.row('ai-parsing 2 failed · 3 waiting').locate();
    await waitFor(async () => (await window.editor.text()).includes('"state": "waiting"'), {
      message: 'its new state',
    });
    await retry.waitFor({ state: 'detached' });
  });

  it('retries a job once that two windows show as failed', async () => {
    const other = await code.openWindow();
    // Leaving the address ends the window's extension host, which a mere close would keep for a while.
    closers.push(() => other.page.goto('about:blank').then(() => other.page.close()));
    await other.openView('Bull Lens');
    await other.row('ai-parsing').expand();
    await other.row('ai-parsing', 'Failed').expand();
    await other.row('ai-parsing', / 2 no order/).locate();
    await window.clearNotifications();
    // Without the focus it asks for nothing, and goes on to show what it knew.
    await untilWatchedBy(2, redis);
    await window.setFocused(false);
    closers.push(() => window.setFocused(true));
    await untilWatchedBy(1, redis);
    await other.row('ai-parsing', / 2 no order/).clickInline(RETRY);
    await other.notification('Retried 1 job.');
    // What is behind another window is drawn once a second.
    await window.page.bringToFront();
    await window.row('ai-parsing', / 2 no order/).clickInline(RETRY);
    await window.notification('Retried 0 jobs. 1 was no longer failed.');
    assert.deepEqual(await idsOf(jobs, 'ai-parsing'), { failed: ['1'], waiting: ['5', '4', '3', '2'] });
  });

  it('asks before it retries all, and can leave out those that had done their work', async () => {
    await window.row('ai-parsing').collapse();
    await window.row('database-save').expand();
    await window.row('database-save', 'Failed').clickInline('Retry All Failed Jobs…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Retry 5 failed jobs of database-save on staging?');
    assert.match(dialog.detail, /^2 of them had already finished \(Missing lock\)/);
    assert.deepEqual([...dialog.buttons].sort(), ['Cancel', 'Retry 3', 'Retry All 5']);
    await dialog.click('Retry 3');
    await window.row('database-save 2 failed · 3 waiting').locate();
    assert.deepEqual((await idsOf(jobs, 'database-save')).failed.sort(), ['1', '2']);
  });

  it('keeps the tree while a Redis is away, and finds it again when it is back', async () => {
    await window.row('database-save').collapse();
    await window.row('fragile', 'image-attachment').expand();
    await window.row('fragile', 'image-attachment', 'Failed').expand();
    await window.row('fragile', 'image-attachment', 'no image').locate();
    await fragile.stop();
    await window.row(/^fragile (refused|connection closed) · reconnecting/).locate();
    assert.ok(await window.row('fragile', 'image-attachment', 'no image').isShown());

    fragile = await startRedis({ port: fragile.port });
    await failedQueue(fragile, 3);
    await window.row('fragile', 'image-attachment 3 failed').locate(40_000);
    await window.row('fragile', 'image-attachment', / 3 no image/).locate();
  });

  it('sends no command while nobody looks', async () => {
    let lastCommand = Date.now();
    let commands = 0;
    const monitor = await monitorOf(fragile.connect());
    closers.push(() => monitor.disconnect());
    monitor.on('monitor', () => (commands++, (lastCommand = Date.now())));
    await waitFor(() => commands >= 2, { message: 'a refresh' });
    await window.openView('Explorer');
    await waitFor(() => Date.now() - lastCommand > 5_000, {
      timeout: 15_000,
      message: 'five seconds without a command',
    });
    await window.openView('Bull Lens');
    const before = commands;
    await waitFor(() => commands > before, { message: 'a refresh' });
  });
});

async function failedQueue(redis: RedisServer, number = 2): Promise<void> {
  const jobs = new BullJobs(redis);
  await jobs.fail('image-attachment', number, new Error('no image'));
  await jobs.close();
}

async function idsOf(jobs: BullJobs, name: string): Promise<{ failed: string[]; waiting: string[] }> {
  const queue = jobs.queue(name);
  const ids = (list: Job[]) => list.map(({ id }) => String(id));
  return { failed: ids(await queue.getFailed()), waiting: ids(await queue.getWaiting()) };
}
