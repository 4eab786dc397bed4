import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { untilConnected } from './support/clients';
import { pictureFailures } from './support/pictures';
import { UserSettings } from './support/settings';
import { tracesOf } from './support/traces';

/** Each of them leaves a trace by which a part of it is recognised. */
const PASSWORD = 'Zq7x#k/9@w%Vw4j';
const WRONG = 'Zq7x?nope\\Vw4j';
const traces = ['Zq7x', 'Vw4j'];
const inUrl = encodeURIComponent;

describe('a password', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'bull-lens-passwords-'));
  let guarded: RedisServer;
  let thief: Server;
  const stolen: string[] = [];
  let code: VSCode;
  let settings: UserSettings;

  before(async () => {
    guarded = await startRedis({ password: PASSWORD, users: [`app on >${PASSWORD} ~* &* +@all`] });
    thief = createServer((socket) => socket.on('error', () => {}).on('data', (data) => stolen.push(data.toString())));
    thief.listen(0, '127.0.0.1');
    await once(thief, 'listening');
    code = await launchVSCode({
      extension: vsixFile,
      workspace,
      size: { width: 1280, height: 1000 },
      env: { BULL_LENS_TEST_URL: `redis://:${inUrl(PASSWORD)}@127.0.0.1:${guarded.port}` },
    });
    settings = new UserSettings(code);
    await code.window.openView('Bull Lens');
    await code.window.setSidebarWidth(640);
  });
  after(async () => {
    await code?.close();
    await guarded?.stop();
    thief?.close();
    rmSync(workspace, { recursive: true, force: true });
  });
  pictureFailures(() => code?.window);

  /** Nowhere, once the path through the wizard has ended. */
  afterEach(async () => assert.deepEqual(await tracesOf(traces, code), []));

  const place = (password: string) => `redis://:${password}@127.0.0.1:${guarded.port}`;
  const asked = (text: string) =>
    waitFor(async () => (await code.window.inputMessage()).includes(text), { message: text });
  const saved = () => settings.connections.map(({ name, url }) => `${name} ${url}`);
  const add = async (url: string, name: string): Promise<void> => {
    await code.window.runCommand('Bull Lens: Add Connection…');
    await asked('The Redis URL.');
    await code.window.submit(url);
    await asked('A name for this connection');
    await code.window.submit(name);
  };

  it('that is not percent-encoded is refused while it is typed', async () => {
    const { window } = code;
    await window.runCommand('Bull Lens: Add Connection…');
    for (const password of [PASSWORD, WRONG, '#Zq7x', '12/34Vw4j', 'Zq7x@Vw4j', 'Zq7x Vw4j']) {
      await window.type(place(password));
      await asked('In a user or a password, write % @ / ? # \\ and spaces as');
    }
    await window.type('redis://app:Zq7x@${env:HOST}:6379');
    await asked('Beside ${env:…} no password can be kept.');
    await window.type('redis://127.0.0.1?password=Zq7x');
    await asked('What follows ? is not read.');
    await window.page.keyboard.press('Escape');
    assert.deepEqual(saved(), []);
  });

  it('that was refused by Redis is kept nowhere, unless the person wants it', async () => {
    const { window } = code;
    await add(place(inUrl(WRONG)), 'guarded');
    const failure = await window.notification('Redis refused the password', 30_000);
    assert.deepEqual(failure.buttons, ['Enter Password', 'Edit', 'Save Anyway']);
    await window.clearNotifications();
    assert.deepEqual(saved(), []);
  });

  it('is entered again where it was wrong, and saved', async () => {
    const { window } = code;
    await add(place(inUrl(WRONG)), 'guarded');
    await (await window.notification('Redis refused the password', 30_000)).click('Enter Password');
    await asked('for this address only');
    assert.equal(await window.page.locator('.quick-input-widget:visible input').getAttribute('type'), 'password');
    await window.submit(PASSWORD);
    await waitFor(() => saved().length === 1, { timeout: 30_000, message: 'the connection to be saved' });
    assert.deepEqual(saved(), [`guarded redis://127.0.0.1:${guarded.port}`]);
    await window.row('guarded', 'No queues under the prefix bull').locate(30_000);
    await window.clearNotifications();
  });

  it('stays where the connection is edited and leads to the same place', async () => {
    const { window } = code;
    await window.row('guarded').clickInContextMenu('Edit Connection…');
    await asked('The Redis URL.');
    await window.submit(`redis://127.0.0.1:${guarded.port}/3`);
    await asked('A name for this connection');
    await window.submit('guarded');
    await window.notification('answered', 30_000);
    await window.row(/guarded 127\.0\.0\.1:\d+\/3/, 'No queues under the prefix bull').locate(30_000);
    await window.clearNotifications();
  });

  it('is no other connection’s of the same name, and a name is there once', async () => {
    const { window } = code;
    await window.runCommand('Bull Lens: Add Connection…');
    await asked('The Redis URL.');
    await window.submit(place(inUrl(PASSWORD)));
    await asked('A name for this connection');
    await window.submit('guarded');
    await asked('There is a connection called guarded already.');
    await window.page.keyboard.press('Escape');

    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    const { port } = thief.address() as AddressInfo;
    const redirected = [{ name: 'guarded', url: `redis://127.0.0.1:${port}` }];
    writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify({ 'bullLens.connections': redirected }));
    await window.row(/guarded \(2\)/, 'No queues under the prefix bull').locate(30_000);
    await waitFor(() => stolen.length > 0, { message: 'the other server to be asked' });
    assert.doesNotMatch(stolen.join(), /auth/i);
    rmSync(join(workspace, '.vscode'), { recursive: true });
    await window.row(/^guarded 127\.0\.0\.1:\d+\/3/).locate(30_000);
  });

  it('comes from the environment where the URL is edited to a variable', async () => {
    const { window } = code;
    await window.row('guarded').clickInContextMenu('Edit Connection…');
    await asked('The Redis URL.');
    await window.submit('${env:BULL_LENS_TEST_URL}');
    await asked('A name for this connection');
    await window.submit('guarded');
    await window.notification('answered', 30_000);
    await waitFor(() => saved()[0] === 'guarded ${env:BULL_LENS_TEST_URL}');
    await window.row(/^guarded 127\.0\.0\.1:\d+ · 0 queues/).locate(30_000);
    await window.clearNotifications();
  });

  it('is asked for where there is none, as on another machine', async () => {
    const { window } = code;
    settings.setConnections([{ name: 'synced', url: `redis://app@127.0.0.1:${guarded.port}/1` }]);
    await window.page.reload();
    await VSCodeWindow.ready(window.page);
    await window.openView('Bull Lens');
    await window.row(/^synced password needed/).locate(30_000);
    assert.deepEqual(await window.row('synced').inlineActions(), ['Enter Password…', 'Edit Connection…', 'Reconnect']);
    await window.row('synced').clickInline('Enter Password…');
    await asked(`The password of the user app at 127.0.0.1:${guarded.port}.`);
    await window.submit(PASSWORD);
    await window.row('synced', 'No queues under the prefix bull').locate(30_000);
    await untilConnected(guarded);
  });

  it('that was saved although it is wrong can be entered again', async () => {
    const { window } = code;
    await add(`redis://eve:${inUrl(WRONG)}@127.0.0.1:${guarded.port}`, 'eve');
    await (await window.notification('Redis refused the password', 30_000)).click('Save Anyway');
    await window.row(/^eve wrong password/).locate(30_000);
    assert.deepEqual(saved().at(-1), `eve redis://eve@127.0.0.1:${guarded.port}`);
  });
});
