import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BullJobs } from '../support/bull';
import { freePort } from '../support/free-port';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { Walkthrough } from '../support/vscode/walkthrough';
import { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { lensClients, untilConnected } from './support/clients';
import { pictureFailures } from './support/pictures';
import { UserSettings } from './support/settings';

const PASSWORD = 'pa ss/word';
const addAndTest = { timeout: 30_000 };

describe('connections, from the first one on', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'bull-lens-connections-'));
  let guarded: RedisServer;
  let open: RedisServer;
  let secure: RedisServer;
  let code: VSCode;
  let window: VSCodeWindow;
  let settings: UserSettings;

  before(async () => {
    guarded = await startRedis({ password: PASSWORD });
    open = await startRedis();
    secure = await startRedis({ tls: true });
    const jobs = new BullJobs(open);
    await jobs.fail('ai-parsing', 2, new Error('No purchase order in the mail'));
    await jobs.close();
    writeFileSync(join(workspace, '.env'), `REDIS_URL=${open.url}\nDATABASE_URL=postgres://localhost/orders\n`);
    code = await launchVSCode({ extension: vsixFile, workspace, size: { width: 1280, height: 1000 } });
    window = code.window;
    settings = new UserSettings(code);
    await window.openView('Bull Lens');
    await window.setSidebarWidth(640);
  });
  after(async () => {
    await code?.close();
    for (const server of [guarded, open, secure]) await server?.stop();
    rmSync(workspace, { recursive: true, force: true });
  });
  pictureFailures(() => window);

  const reload = async () => {
    await window.page.reload();
    window = await VSCodeWindow.ready(window.page);
  };

  it('offers to add one where there is none', async () => {
    await window.welcome(/No Redis connection yet\.\s+Add Connection/);
  });

  it('has a walkthrough, the first step of which is to add one', async () => {
    assert.equal((await new Walkthrough(window).steps())[0], false);
  });

  it('offers a URL of the workspace’s .env, and does not use it unasked', async () => {
    await window.page.locator('.welcome-view-content .monaco-button', { hasText: 'Add Connection' }).click();
    const offers = window.page.locator('.quick-input-widget:visible .monaco-list-row');
    await offers.nth(1).waitFor();
    const [fromEnvironment = '', typed = ''] = await offers.allInnerTexts();
    assert.match(fromEnvironment, new RegExp(`REDIS_URL\\s*127.0.0.1:${open.port}\\s*Found in \\.env`));
    assert.match(typed, /Enter a Redis URL…/);
    assert.deepEqual(await lensClients(open), []);
  });

  it('refuses what is no Redis URL while it is typed', async () => {
    await window.pick('Enter a Redis URL…');
    for (const [text, message] of [
      ['localhost', 'A Redis URL starts with redis://, or with rediss:// for TLS.'],
      ['https://eu1.upstash.io', 'This is the URL of a REST API.'],
      ['redis://:p/w@localhost:6379', 'In a user or a password, write'],
      ['redis://localhost/orders', 'What follows the host is the number of a database'],
    ] as const) {
      await window.type(text);
      await waitFor(async () => (await window.inputMessage()).includes(message), { message });
    }
  });

  it('tests a connection and says what answered; its password is nowhere in the settings', async () => {
    await window.submit(`redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${guarded.port}`);
    await waitFor(async () => (await window.inputMessage()).includes('A name for this connection'));
    await window.submit('guarded');
    const { message } = await window.notification('answered', addAndTest.timeout);
    assert.match(message, /^guarded: Redis 7\.\d+\.\d+ answered in \d+ ms\.$/);
    assert.match(await window.row('guarded').text(), new RegExp(`guarded 127.0.0.1:${guarded.port}`));
    await window.row('No queues under the prefix bull').locate();
    assert.deepEqual(settings.connections, [{ name: 'guarded', url: `redis://127.0.0.1:${guarded.port}` }]);
    assert.doesNotMatch(settings.text, /pa.*ss.*word/);
    await untilConnected(guarded);
  });

  it('completes that step of the walkthrough', async () => {
    await waitFor(async () => (await new Walkthrough(window).steps())[0], { message: 'the first step' });
    await new Walkthrough(window).close();
  });

  it('still has the password after the window was reloaded', async () => {
    await reload();
    await window.row('No queues under the prefix bull').locate(60_000);
    await untilConnected(guarded);
  });

  it('adds the one of the .env once it is chosen', async () => {
    await window.clickInViewTitle('Add Connection…');
    await window.pick('REDIS_URL');
    await waitFor(async () => (await window.inputMessage()).includes('A name for this connection'));
    await window.submit('from env');
    await window.row('from env', 'ai-parsing 2 failed').locate(addAndTest.timeout);
    await window.clearNotifications();
  });

  it('made read-only, takes away every retry at once, and gives it back', async () => {
    await window.row('ai-parsing').expand();
    await window.row('ai-parsing', 'Failed').expand();
    const job = window.row('Failed', / \d+ No purchase order/);
    assert.deepEqual(await job.inlineActions(), ['Retry Failed Job']);

    await window.row('from env').clickInContextMenu('Make Read-Only');
    await waitFor(async () => (await job.inlineActions()).length === 0, { message: 'no action on the job' });
    assert.deepEqual(await window.row('ai-parsing', 'Failed').inlineActions(), ['Show Failed Jobs by Time']);
    const code = ['Go to Queue', 'Go to Processor', 'Find Producers'];
    assert.deepEqual(await job.contextMenu(), [...code, 'Open Job', 'Open Whole Job', 'Export Jobs…']);
    assert.match(await window.row('from env').text(), /read-only/);
    await untilConnected(open);

    await window.row('from env').clickInContextMenu('Allow Changes');
    await waitFor(async () => (await job.inlineActions()).includes('Retry Failed Job'));
    assert.deepEqual(await window.row('ai-parsing', 'Failed').inlineActions(), [
      'Show Failed Jobs by Time',
      'Retry All Failed Jobs…',
    ]);
    const changes = [
      ...['Retry Failed Job', 'Retry as New Job…', 'Retry With Edited Data…'],
      ...['Duplicate Job…', 'Copy to Another Queue…', 'Remove Job…'],
    ];
    assert.deepEqual(await job.contextMenu(), [...code, 'Open Job', 'Open Whole Job', ...changes, 'Export Jobs…']);
    await window.row('ai-parsing').collapse();
  });

  it('has closed its socket when its row says that it is disconnected, and opens it on Reconnect', async () => {
    await window.row('from env').clickInContextMenu('Disconnect');
    await window.row('from env', 'Disconnected').locate();
    assert.deepEqual(await lensClients(open), []);
    assert.match(await window.row('from env').text(), /· disconnected/);

    await window.row('from env').clickInline('Reconnect');
    await window.row('from env', 'ai-parsing').locate();
    await untilConnected(open);
  });

  it('asks before it is removed, and is forgotten then', async () => {
    await window.row('guarded').clickInContextMenu('Remove Connection…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove the connection guarded?');
    await dialog.click('Remove');
    await waitFor(async () => !(await window.row('guarded').isShown()), { message: 'the row to go' });
    assert.deepEqual(
      settings.connections.map(({ name }) => name),
      ['from env'],
    );
    assert.deepEqual(await lensClients(guarded), []);
  });

  it('offers to move a password that was written into the settings, and moves it', async () => {
    const nobody = await freePort();
    settings.setConnections([
      { name: 'wrong', url: `redis://:nope@127.0.0.1:${guarded.port}` },
      { name: 'none', url: `redis://somebody@127.0.0.1:${guarded.port}` },
      { name: 'nobody', url: `redis://127.0.0.1:${nobody}` },
      { name: 'plain', url: `redis://127.0.0.1:${secure.port}` },
      { name: 'stranger', url: `rediss://localhost:${secure.port}` },
      { name: 'variable', url: '${env:BULL_LENS_NO_SUCH_URL}' },
      { name: 'typo', url: 'redis//localhost' },
      { name: 'by hand', url: `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${guarded.port}` },
      { name: 'alive', url: open.url },
    ]);
    await reload();
    const notice = await window.notification('by hand', 60_000);
    assert.equal(notice.message, 'by hand: its password stands in the settings, where others can read it.');
    await notice.click('Move to SecretStorage');
    const url = () => settings.connections.find(({ name }) => name === 'by hand')?.url;
    await waitFor(() => url() === `redis://127.0.0.1:${guarded.port}`, { message: 'the settings without a password' });
    await window.row('by hand', 'No queues under the prefix bull').locate();
  });

  it('says in its row why it cannot be used', async () => {
    await window.row(/^wrong wrong password/).locate();
    await window.row(/^none password needed/).locate();
    await window.row(/^nobody refused · reconnecting/).locate();
    // The server closes at once: whether its TLS alert arrives before that is a race, the advice is the same.
    await window.row(/^plain (TLS expected|connection closed)/).locate();
    await window.row('plain', 'use rediss:// in the connection').locate();
    await window.row(/^stranger certificate not trusted/).locate();
    await window.row('variable', 'The environment variable BULL_LENS_NO_SUCH_URL is not set for VS Code.').locate();
    await window.row('typo', 'A Redis URL starts with redis://').locate();
    await window.row('alive', 'ai-parsing').locate();
    assert.deepEqual(await window.row(/^wrong /).inlineActions(), ['Edit Connection…', 'Reconnect']);
    assert.deepEqual(await window.row(/^none /).inlineActions(), ['Enter Password…', 'Edit Connection…', 'Reconnect']);
    assert.deepEqual(await window.row(/^typo /).inlineActions(), ['Edit Connection…']);
  });

  it('shows those of a remote machine too, and none hides another', async () => {
    const before = settings.connections;
    const machine = join(code.server.folder, 'user/Machine/settings.json');
    const ofMachine = () =>
      (JSON.parse(readFileSync(machine, 'utf8')) as Record<string, { name: string }[]>)['bullLens.connections'] ?? [];
    mkdirSync(dirname(machine), { recursive: true });
    writeFileSync(machine, JSON.stringify({ 'bullLens.connections': [{ name: 'machine', url: open.url }] }));
    await window.row('machine', 'ai-parsing').locate(30_000);
    await window.row('alive', 'ai-parsing').locate();

    await window.clickInViewTitle('Add Connection…');
    await window.pick('Enter a Redis URL…');
    await window.submit(`redis://127.0.0.1:${open.port}/1`);
    await waitFor(async () => (await window.inputMessage()).includes('A name for this connection'));
    await window.submit('new');
    await window.row('new', 'No queues under the prefix bull').locate(addAndTest.timeout);
    assert.deepEqual(
      ofMachine().map(({ name }) => name),
      ['machine', 'new'],
    );
    await window.row('alive').clickInContextMenu('Make Read-Only');
    const { message } = await window.notification('VS Code writes to the settings of the remote machine');
    assert.match(message, /Change yours by hand: run Preferences: Open User Settings \(JSON\)\.$/);
    assert.deepEqual(settings.connections, before);
  });
});
