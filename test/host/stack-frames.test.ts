import assert from 'node:assert/strict';
import { runInThisContext } from 'node:vm';
import { transform } from 'esbuild';
import * as vscode from 'vscode';
import { JOB_LANGUAGE } from '../../src/contributions';
import { jobId } from '../../src/queues';
import { silent } from '../../src/log/logger';
import { FrameCommands } from '../../src/sidebar/commands/frame-commands';
import { FrameChoices } from '../../src/sidebar/jobs/frame-choices';
import { FramePlaces } from '../../src/sidebar/jobs/frame-places';
import { jobUri } from '../../src/sidebar/jobs/job-uri';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { MemoryStorage } from './connections-in-memory';
import { Person } from './person';
import { clean, until, write } from './workspace';

const CHARGE = `function charge(order) {
  throw new Error('no card');
}
charge({ id: 42 });
`;

const SEND = `interface Mail {
  readonly to: string;
}

function send(mail: Mail): never {
  throw new Error(\`no such customer: \${mail.to}\`);
}
send({ to: 'ann' });
`;

const WORKER = `const Bull = require('bull');

const orders = new Bull('orders');
orders.process(async function ship(job) {
  throw new Error('no stock');
});
`;

/** As a worker of that code on another machine has it. */
const NO_STOCK = Object.assign(new Error('no stock'), {
  stack: 'Error: no stock\n    at Queue.ship (/var/task/worker/orders.js:5:9)',
});

describe('the stack trace in the document of a job', () => {
  let redis: RedisServer;
  let jobs: BullJobs;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    const { code, map } = await transform(SEND, {
      ...({ loader: 'ts', minify: true, sourcemap: 'external', sourcefile: '../src/send.ts' } as const),
    });
    const inline = await transform(SEND, {
      ...({ loader: 'ts', sourcemap: 'inline', sourcefile: '../src/send.ts' } as const),
    });
    await write({
      'mail/inline/sent.js': inline.code,
      'web/lib/pay.ts': SEND,
      'api/src/charge.js': CHARGE,
      'mail/src/send.ts': SEND,
      'mail/dist/send.js': code,
      'mail/dist/send.js.map': map,
      'a/index.js': CHARGE,
      'b/index.js': CHARGE,
      'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
      'worker/orders.js': WORKER,
      '.gitignore': 'dist\n',
    });
    await jobs.fail('charge', 1, thrownBy(CHARGE, '/var/task/api/src/charge.js'));
    await jobs.fail('mail', 1, thrownBy(code, 'file:///app/mail/dist/send.js'));
    await jobs.fail('inline', 1, thrownBy(inline.code, '/app/mail/inline/sent.js'));
    await jobs.fail('evaluated', 1, thrownBy(CHARGE, 'webpack-internal:///(rsc)/./lib/pay.ts'));
    await jobs.fail('several', 1, thrownBy(CHARGE, 'C:\\shop\\index.js'));
    await jobs.fail('orders', 1, NO_STOCK);
    await jobs.fail('elsewhere', 1, thrownBy(CHARGE, '/app/nowhere.js'));
    await set([{ name: 'staging', url: redis.url }]);
    await vscode.commands.executeCommand('bullLens.queues.focus');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await set(undefined);
    await clean();
    await jobs.close();
    await redis.stop();
  });

  const set = (connections: unknown) =>
    vscode.workspace.getConfiguration('bullLens').update('connections', connections, vscode.ConfigurationTarget.Global);

  async function openJob(queue: string): Promise<vscode.TextDocument> {
    const id = jobId(Buffer.from('1'));
    const uri = jobUri({ connection: 'staging', prefix: 'bull', queue, id: id.key, whole: false }, id.text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, JOB_LANGUAGE);
    await vscode.window.showTextDocument(document);
    await waitFor(() => document.getText().includes('stacktrace'), { message: 'the job to be read' });
    return document;
  }

  async function lenses({ uri }: vscode.TextDocument): Promise<vscode.Command[]> {
    const all: vscode.CodeLens[] = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 50);
    return all.map(({ command }) => command ?? assert.fail('a lens without a command'));
  }

  async function definitions(document: vscode.TextDocument, text: string): Promise<string[]> {
    const position = document.positionAt(document.getText().indexOf(text));
    const found: vscode.LocationLink[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    return found.map(({ targetUri, targetRange: { start } }) => {
      return `${vscode.workspace.asRelativePath(targetUri)}:${start.line + 1}:${start.character + 1}`;
    });
  }

  it('leads to the file of the workspace, wherever the job had failed', async () => {
    const document = await openJob('charge');
    const [lens] = await lenses(document);
    assert.equal(lens?.title, 'Go to api/src/charge.js:2');
    assert.deepEqual(await definitions(document, 'at charge'), ['api/src/charge.js:2:9']);
    assert.deepEqual(await definitions(document, 'no card'), []);
    await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[]));
    await until(
      () => vscode.window.activeTextEditor?.document.uri.path.split('/').slice(-3).join('/'),
      'api/src/charge.js',
    );
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 1);
  });

  it('leads through a source map to what a file was made of', async () => {
    const document = await openJob('mail');
    assert.deepEqual(
      (await lenses(document)).map(({ title }) => title),
      ['Go to mail/src/send.ts:6'],
    );
    assert.deepEqual(await definitions(document, 'at send'), ['mail/src/send.ts:6:9']);
  });

  it('leads through the source map that the file itself holds', async () => {
    assert.deepEqual(
      (await lenses(await openJob('inline'))).map(({ title }) => title),
      ['Go to mail/src/send.ts:6'],
    );
  });

  it('says that the line is about there where it is one of what a bundler made of the file', async () => {
    assert.deepEqual(
      (await lenses(await openJob('evaluated'))).map(({ title }) => title),
      ['Go to web/lib/pay.ts, about line 2'],
    );
  });

  it('offers the files that it can be', async () => {
    const document = await openJob('several');
    assert.deepEqual(
      (await lenses(document)).map(({ title }) => title),
      ['Go to index.js:2 (2 files)'],
    );
    assert.deepEqual((await definitions(document, 'at charge')).sort(), ['a/index.js:2:9', 'b/index.js:2:9']);
  });

  const shownPlace = () => {
    const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    return `${vscode.workspace.asRelativePath(document.uri)}:${selection.active.line + 1}`;
  };

  it('leads from then on to the one that was chosen', async () => {
    const [lens] = await lenses(await openJob('several'));
    const chosen = vscode.commands.executeCommand(lens!.command, ...((lens!.arguments ?? []) as unknown[]));
    const place = await waitFor(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return /^[ab]\/index\.js:2$/.exec(shownPlace())?.[0];
    });
    await chosen;
    const again = await openJob('several');
    await until(async () => (await lenses(again)).map(({ title }) => title), [`Go to ${place}`, 'Another File…']);
    assert.deepEqual(await definitions(again, 'at charge'), [`${place}:9`]);
  });

  it('asks which one it is, once, and again where another is wanted', async () => {
    const choices = new FrameChoices(new MemoryStorage());
    const onFrames = new FrameCommands(new FramePlaces(choices, silent), choices);
    const person = new Person(['b/index.js', 'a/index.js']);
    try {
      for (const [isAnew, place] of [
        [false, 'b/index.js:2'],
        [false, 'b/index.js:2'],
        [true, 'a/index.js:2'],
        [false, 'a/index.js:2'],
      ] as const) {
        const document = await openJob('several');
        const line = document.positionAt(document.getText().indexOf('at charge')).line;
        await onFrames.goTo({ uri: document.uri, line, isAnew });
        assert.equal(shownPlace(), place);
      }
    } finally {
      person.leave();
      choices.dispose();
    }
  });

  it('folds the frames of libraries by itself', async () => {
    const document = await openJob('charge');
    const folded = await waitFor(async () => {
      const ranges: vscode.FoldingRange[] = await vscode.commands.executeCommand(
        'vscode.executeFoldingRangeProvider',
        document.uri,
      );
      return ranges?.find(({ kind }) => kind === vscode.FoldingRangeKind.Imports);
    });
    assert.match(document.lineAt(folded.start + 1).text, /node:vm/);
    const { foldingImportsByDefault } = vscode.workspace.getConfiguration('editor', document);
    assert.equal(foldingImportsByDefault, true);
  });

  it('leads into a processor, above which stands its queue, and back to that', async () => {
    const document = await openJob('orders');
    assert.deepEqual(await definitions(document, 'at Queue.ship'), ['worker/orders.js:5:9']);
    const [lens] = await lenses(document);
    await vscode.commands.executeCommand(lens!.command, ...((lens!.arguments ?? []) as unknown[]));
    const processor = await waitFor(async () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor?.document.uri.path.endsWith('worker/orders.js')) return null;
      assert.equal(editor.selection.active.line, 4);
      const above = (await lenses(editor.document)).filter(({ title }) => title === '1 failed');
      return above.length === 2 && above[1];
    });
    assert.equal(processor.command, 'bullLens.revealQueue');
    assert.deepEqual(processor.arguments, [{ connection: 'staging', ref: { prefix: 'bull', name: 'orders' } }]);
  });

  it('leads nowhere where the workspace has no such file', async () => {
    const document = await openJob('elsewhere');
    assert.deepEqual(await lenses(document), []);
    assert.deepEqual(await definitions(document, 'at charge'), []);
  });
});

/** The error of a program that ran as the file of this name. */
function thrownBy(code: string, filename: string): Error {
  try {
    runInThisContext(code, { filename });
  } catch (error) {
    return error as Error;
  }
  return assert.fail('Nothing was thrown');
}
