import assert from 'node:assert/strict';
import { setTimeout as work } from 'node:timers/promises';
import * as vscode from 'vscode';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { clean, open, replace, shown, until, write } from './workspace';

const MAIL = `import Bull from 'bull';

export const mail = new Bull('mail', process.env.REDIS_URL, { settings: { lockDuration: 200 } });

mail.process(async () => undefined);
`;

describe('jobs that took longer than their lock', () => {
  let redis: RedisServer;
  let jobs: BullJobs;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    const worker = jobs.queue('mail');
    await worker.addBulk([{ data: 20 }, { data: 400 }, { data: 20 }]);
    void worker.process(({ data }) => work(data as number));
    await waitFor(async () => (await worker.getCompletedCount()) === 3, { message: 'the jobs to complete' });
    await write({ 'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n', 'mail.ts': MAIL });
  });
  after(async () => {
    await set('connections', undefined);
    await set(RULE, undefined);
    await clean();
    await jobs.close();
    await redis.stop();
  });

  const set = (key: string, value: unknown) =>
    vscode.workspace.getConfiguration('bullLens').update(key, value, vscode.ConfigurationTarget.Global);
  const connect = () => set('connections', [{ name: 'staging', url: redis.url }]);
  const RULE = 'rules.observed-duration';
  const observed = ({ uri }: vscode.TextDocument) => shown(uri, 'observed-duration');
  const places = (document: vscode.TextDocument) =>
    observed(document).map(({ range, severity }) => `${document.getText(range)} ${range.start.line} ${severity}`);
  const INFORMATION = [`new Bull('mail' 2 ${vscode.DiagnosticSeverity.Information}`];

  it('are told at the construction, as measured, once its Redis is connected', async () => {
    const { document } = await open('mail.ts');
    await waitFor(() => shown(document.uri).length > 0, { message: 'the linter' });
    assert.deepEqual(places(document), []);
    await connect();
    await until(() => places(document), INFORMATION);
    const [{ message = '' } = {}] = observed(document);
    assert.match(
      message,
      /^Measured: 1 of 3 jobs of mail on staging took longer than the lock of 200 ms \(lockDuration\): 95 % took up to [4-9]\d\d ms, /,
    );
  });

  it('are told above the construction too', async () => {
    const { document } = await open('mail.ts');
    const lenses = async () => {
      const all: vscode.CodeLens[] = await vscode.commands.executeCommand(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      );
      return all.map(({ command }) => command?.title ?? '');
    };
    await waitFor(async () => (await lenses()).some((title) => /^idle · p95 [4-9]\d\d ms$/.test(title)), {
      message: 'the line above',
    });
  });

  it('are measured once, whatever refreshes', async () => {
    const calls = async () => {
      const stats = await redis.connect().info('commandstats');
      return Number(/cmdstat_zrevrange:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    const before = await calls();
    for (let times = 0; times < 2; times++) await vscode.commands.executeCommand('bullLens.refresh');
    assert.equal(await calls(), before);
  });

  it('are told where the construction is, with what is typed', async () => {
    const editor = await open('mail.ts');
    await replace(editor, `import Bull from 'bull';\n`, `import Bull from 'bull';\n// A line\n`);
    await until(() => places(editor.document), [`new Bull('mail' 3 ${vscode.DiagnosticSeverity.Information}`]);
    await replace(editor, `// A line\n`, '');
    await until(() => places(editor.document), INFORMATION);
  });

  it('are declared as the job budget by a fix, and the lock is then held against that', async () => {
    const editor = await open('mail.ts');
    const title = 'Declare 1s as the job budget';
    const fix = await waitFor(async () => {
      const [{ range } = {}] = observed(editor.document);
      const offered: vscode.CodeAction[] = range
        ? await vscode.commands.executeCommand('vscode.executeCodeActionProvider', editor.document.uri, range)
        : [];
      return offered.find((action) => action.title === title);
    });
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    assert.equal(editor.document.lineAt(2).text.slice(0, 54), `export const mail = /* @jobBudget 1s */ new Bull('mail`);
    const [lint] = await waitFor(() => {
      const found = shown(editor.document.uri, 'lock-duration');
      return found.length > 0 && found;
    });
    assert.match(lint!.message, /^A job may run 1 s \(@jobBudget\) but its lock lasts 200 ms/);
    await replace(editor, '/* @jobBudget 1s */ ', '');
    await until(() => places(editor.document), INFORMATION);
  });

  it('are told no more where the lock is longer', async () => {
    const editor = await open('mail.ts');
    await replace(editor, 'lockDuration: 200', 'lockDuration: 20000');
    await until(() => places(editor.document), []);
    await replace(editor, 'lockDuration: 20000', 'lockDuration: 200');
    await until(() => places(editor.document), INFORMATION);
  });

  it('have the severity of the settings, and can be hidden', async () => {
    const { document } = await open('mail.ts');
    await set(RULE, 'off');
    await until(() => places(document), []);
    await set(RULE, 'hint');
    await until(() => places(document), [`new Bull('mail' 2 ${vscode.DiagnosticSeverity.Hint}`]);
    await set(RULE, undefined);
    await until(() => places(document), INFORMATION);
  });

  it('go with the connection', async () => {
    const { document } = await open('mail.ts');
    await set('connections', undefined);
    await until(() => places(document), []);
    await connect();
    await until(() => places(document), INFORMATION);
    await redis.stop();
    await until(() => places(document), []);
  });
});
