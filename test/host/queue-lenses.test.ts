import assert from 'node:assert/strict';
import { setTimeout as pass } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CodeIndex } from '../../src/editor/code-index';
import { QueueLenses } from '../../src/editor/queue-lenses';
import { CodeQueues } from '../../src/link/code-queues';
import { silent } from '../../src/log/logger';
import { Watchers } from '../../src/sessions/watchers';
import { commandsOf } from '../bench/support/commands';
import { queue } from '../link/support/placed';
import { BullJobs } from '../support/bull';
import { freePort } from '../support/free-port';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';
import { clean, open, replace, until, write } from './workspace';

const MAIL = `import Bull from 'bull';

export const mail = new Bull('mail', process.env.REDIS_URL);

mail.process(async () => undefined);
export const other = new Bull(process.env.QUEUE);
`;

describe('the lines above the code of a queue', () => {
  let redis: RedisServer;
  let jobs: BullJobs;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('mail', 2, new Error('connect ECONNREFUSED 10.0.0.7:5432'));
    await jobs.wait('mail', 3);
    await write({
      'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
      'mail.ts': MAIL,
      'api.ts': `import { mail } from './mail';\n\nexport const send = () => mail.add({ to: 'ann' });\n`,
    });
  });
  after(async () => {
    await set('connections', undefined);
    await set('codeLens', undefined);
    await set('refreshInterval', undefined);
    await clean();
    await jobs.close();
    await redis.stop();
  });

  const set = (key: string, value: unknown) =>
    vscode.workspace.getConfiguration('bullLens').update(key, value, vscode.ConfigurationTarget.Global);
  const connect = (port: number) => set('connections', [{ name: 'staging', url: `redis://127.0.0.1:${port}` }]);

  /** As from the palette: the command asks for the connection, and the only one is chosen. */
  async function onTheOnly(command: string): Promise<void> {
    let isDone = false;
    const running = vscode.commands.executeCommand(command).then(() => (isDone = true));
    const choose = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await waitFor(async () => isDone || (await choose(), isDone), { message: `${command} to be done` });
    await running;
  }

  /** `2: mail: not connected` */
  async function lenses({ uri }: vscode.TextDocument): Promise<string[]> {
    const all: vscode.CodeLens[] = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 50);
    const ours = all.filter(({ command }) => command?.command === 'bullLens.revealQueue');
    return ours.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
  }

  it('say nothing where there is no connection', async () => {
    const { document } = await open('mail.ts');
    await waitFor(() => vscode.languages.getDiagnostics(document.uri).some(({ source }) => source === 'Bull Lens'));
    assert.deepEqual(await lenses(document), []);
  });

  it('say that nothing is connected, above each place whose name is known', async () => {
    const { document } = await open('mail.ts');
    await connect(await freePort());
    await until(() => lenses(document), ['2: mail: not connected', '4: mail: not connected']);
  });

  it('say on the same lines what the queue is doing', async () => {
    const { document } = await open('mail.ts');
    await connect(redis.port);
    await until(() => lenses(document), ['2: 3 waiting · 2 failed', '4: 3 waiting · 2 failed']);
    await jobs.wait('mail', 1);
    await until(() => lenses(document), ['2: 4 waiting · 2 failed', '4: 4 waiting · 2 failed']);
  });

  it('move with what is typed above them', async () => {
    const editor = await open('mail.ts');
    await replace(editor, `import Bull from 'bull';\n`, `import Bull from 'bull';\n// A line\n`);
    assert.deepEqual(await lenses(editor.document), ['3: 4 waiting · 2 failed', '5: 4 waiting · 2 failed']);
    await replace(editor, `// A line\n`, '');
    assert.deepEqual(await lenses(editor.document), ['2: 4 waiting · 2 failed', '4: 4 waiting · 2 failed']);
  });

  it('stand above what adds jobs too', async () => {
    const { document } = await open('api.ts');
    await until(() => lenses(document), ['2: 4 waiting · 2 failed']);
  });

  it('lead with a hover to the causes of the newest failures', async () => {
    const { document } = await open('mail.ts');
    const position = document.positionAt(MAIL.indexOf(`'mail'`));
    const text = await waitFor(async () => {
      const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const texts = hovers.map(({ contents }) =>
        contents.map((each) => (each as vscode.MarkdownString).value).join('\n'),
      );
      return texts.find((each) => each.includes('on staging'));
    });
    assert.match(text, /^\*\*mail\*\* on staging: 4 waiting · 2 failed$/m);
    assert.match(text, /^- 2 × connect ECONNREFUSED ‹host›/m, 'called as in the sidebar');
  });

  it('ask nothing of Redis while none of them is on the screen', async () => {
    await set('refreshInterval', 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
    // That nothing comes is seen only by the time of two refreshes, in which it would.
    const asked = () => commandsOf(redis.connect(), () => pass(2_500));
    await until(asked, 0);
    await open('mail.ts');
    assert.ok((await asked()) > 0);
  });

  it('stay on the same lines, and as many, whatever becomes of Redis', async () => {
    const { document } = await open('mail.ts');
    const lines = new Set<string>();
    const sampled = async () => {
      const all = await lenses(document);
      lines.add(all.map((lens) => lens.split(':')[0]).join());
      return all;
    };
    const say = (text: string) => until(sampled, [`2: ${text}`, `4: ${text}`]);
    const failed = async () => Number(await jobs.queue('mail').getFailedCount());
    await say('4 waiting · 2 failed');
    await jobs.queue('mail').empty();
    await say('2 failed');
    await jobs.fail('mail', 1, new Error('another cause'));
    assert.equal(await failed(), 3);
    await say('3 failed');
    await connect(await freePort());
    await say('mail: not connected');
    await connect(redis.port);
    await say('3 failed');
    await onTheOnly('bullLens.disconnect');
    await say('mail: not connected');
    await onTheOnly('bullLens.reconnect');
    await say('3 failed');
    await jobs.close();
    await redis.stop();
    await say('mail: not connected');
    redis = await startRedis({ port: redis.port });
    jobs = new BullJobs(redis);
    await jobs.wait('mail', 1);
    await say('1 waiting');
    assert.deepEqual([...lines], ['2,4']);
  });

  it('can be switched off', async () => {
    const { document } = await open('mail.ts');
    await until(async () => (await lenses(document)).length, 2);
    await set('codeLens', false);
    await until(() => lenses(document), []);
  });
});

describe('the lines above code tell VS Code to ask again', () => {
  let redis: RedisServer;
  let connections: ConnectionsInMemory;
  let watchers: Watchers;
  let lenses: QueueLenses;
  let document: vscode.TextDocument;
  beforeEach(async () => {
    redis = await startRedis();
    connections = new ConnectionsInMemory();
    watchers = new Watchers();
    const never = () => ({ dispose: () => {} });
    await write({ 'package.json': '{}', 'lines.ts': 'new Bull(name);\n' });
    ({ document } = await open('lines.ts'));
    const place = {
      file: document.uri.toString(),
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 8 } },
    };
    const made = { ...queue(0, [['mail']]), ...place };
    const code = { queues: new CodeQueues([made], true), isTrueOf: () => true, onDidChange: never };
    lenses = new QueueLenses(
      code as unknown as CodeIndex,
      connections.sessions,
      watchers,
      { all: [], onDidChange: never },
      silent,
    );
  });
  afterEach(async () => {
    lenses.dispose();
    watchers.dispose();
    connections.dispose();
    await clean();
    await redis.stop();
  });

  it('at most once a second, however often Redis changes', async () => {
    const jobs = new BullJobs(redis);
    try {
      await jobs.wait('mail', 1);
      await connections.set(entryOf(redis));
      await connections.sessions.watch();
      const begun = performance.now();
      let times = 0;
      lenses.onDidChangeCodeLenses(() => {
        times++;
        lenses.provideCodeLenses(document);
      });
      const mail = jobs.queue('mail');
      await waitFor(
        async () => {
          await mail.add({});
          await connections.sessions.all[0]?.refresh();
          return times >= 3;
        },
        { message: 'the third change' },
      );
      const seconds = (performance.now() - begun) / 1_000;
      assert.ok(times <= seconds + 1, `${times} times in ${seconds} s`);
    } finally {
      await jobs.close();
    }
  });

  it('ever later while it does not: each time it is told it puts its question off', async () => {
    const editor = () => vscode.workspace.getConfiguration('editor');
    // An editor that shows no lenses never asks for them.
    await editor().update('codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      const told: number[] = [];
      lenses.onDidChangeCodeLenses(() => told.push(performance.now()));
      await connections.set(entryOf(redis));
      await waitFor(() => told.length === 4, { timeout: 60_000, message: 'the fourth time' });
      const [first, second, third] = told.slice(1).map((time, i) => time - told[i]!);
      assert.ok(first! > 990 && second! > 1_990 && third! > 3_990, `${first}, ${second}, ${third} ms`);
      lenses.provideCodeLenses(document);
      await connections.set();
      await waitFor(() => told.length === 5, { message: 'what changes after it has asked to be told' });
    } finally {
      await editor().update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
  }).timeout(80_000);
});
