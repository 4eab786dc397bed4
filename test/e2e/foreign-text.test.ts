import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnsweringServer, answeringServer } from '../support/answering-server';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { pictureFailures } from './support/pictures';
import { UserSettings } from './support/settings';

const LINK = '[Update now](command:workbench.action.quit)';
const QUEUE = `${LINK} $(error) <b>q</b>`;
const REASON = `${LINK} https://evil.example **bold**`;
const INFO = `redis_version:7.0 ${LINK}\r\nmaxmemory_policy:${LINK}\r\n`;

/** Says what it likes of itself, and holds nothing. */
const hostile = (command: readonly string[]): string => {
  const [name] = command;
  if (name?.toUpperCase() === 'INFO') return `$${INFO.length}\r\n${INFO}`;
  if (name?.toUpperCase() === 'SCAN') return '*2\r\n$1\r\n0\r\n*0';
  if (name?.toUpperCase().startsWith('EVAL')) return '*0';
  return '+OK';
};

describe('what a server, a job or a setting says', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'bull-lens-foreign-text-'));
  let redis: RedisServer;
  let server: AnsweringServer;
  let code: VSCode;
  let window: VSCodeWindow;

  before(async () => {
    [redis, server] = [await startRedis(), await answeringServer(hostile)];
    const jobs = new BullJobs(redis);
    await jobs.fail(QUEUE, 1, new Error(REASON));
    await jobs.close();
    code = await launchVSCode({ extension: vsixFile, workspace, size: { width: 1280, height: 1000 } });
    window = code.window;
    const settings = new UserSettings(code);
    settings.setConnections([
      { name: 'jobs', url: redis.url },
      { name: LINK, url: `redis://:secret@127.0.0.1:${server.port}` },
    ]);
    await window.page.reload();
    window = await VSCodeWindow.ready(window.page);
    await window.openView('Bull Lens');
    await window.setSidebarWidth(640);
  });
  after(async () => {
    await code?.close();
    await redis?.stop();
    server?.close();
    rmSync(workspace, { recursive: true, force: true });
  });
  pictureFailures(() => window);

  /** Links in what the boxes say; their buttons are none. */
  const links = () =>
    window.page
      .locator(
        '.notification-list-item-message a, .dialog-message-container a, .quick-input-message a, .monaco-hover a',
      )
      .count();
  /** As a person sees it. */
  const seen = (text: string) => text.replaceAll('\u200b', '');

  it('is text in a notice, where a setting says it', async () => {
    const { message } = await window.notification('its password stands in the settings', 60_000);
    assert.ok(seen(message).startsWith(LINK), message);
    assert.equal(await links(), 0);
  });

  it('is text in the answer of a test, where the server says it', async () => {
    await window.clearNotifications();
    await window.clickInViewTitle('Add Connection…');
    await window.submit(`redis://127.0.0.1:${server.port}`);
    await waitFor(async () => (await window.inputMessage()).includes('A name for this connection'));
    await window.submit('$(bug) [x](command:workbench.action.quit)');
    const { message } = await window.notification('answered in', 30_000);
    assert.match(seen(message), /^\$\(bug\) \[x\]\(command:.*: Redis 7\.0 \[Update now\]\(command:/);
    assert.ok(seen(message).includes(`maxmemory-policy is ${LINK}`), message);
    assert.equal(await links(), 0);
    await window.clearNotifications();
  });

  it('is text in the tree and its tooltips, where a queue or a job says it', async () => {
    const queue = window.row('jobs', QUEUE);
    await queue.expand();
    assert.ok((await queue.tooltip()).includes(QUEUE));
    assert.equal(await links(), 0);
    await window.row('jobs', QUEUE, 'Failed').expand();
    const job = window.row('Failed', /^1 /, REASON);
    assert.ok((await job.tooltip()).includes(`Reason: ${REASON}`));
    assert.equal(await links(), 0);
  });

  it('is text in a question and in its progress', async () => {
    await window.row('jobs', QUEUE, 'Failed').clickInline('Retry All Failed Jobs…');
    const dialog = await window.dialog();
    assert.ok(seen(dialog.message).includes(QUEUE), dialog.message);
    assert.equal(await links(), 0);
    await dialog.click('Cancel');
  });
});
