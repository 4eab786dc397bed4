import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { LintThread, type ThreadEnd } from '../../../src/lint-thread/client/lint-thread';
import { Folder } from '../../support/folder';
import { Editor } from '../support/editor';

const QUEUE =
  "import Bull from 'bull';\nnew Bull('mail', { limiter: { max: 10, duration: 5000, bounceBack: true } });\n";

/** For the thread to be found stuck, in ms. */
const PATIENCE = 3_000;

describe('the linter thread', function () {
  this.timeout(60_000);
  const folder = new Folder();
  let thread: LintThread;
  let ended: Promise<ThreadEnd>;

  before(() =>
    build({
      entryPoints: [join(__dirname, '../support/mishap-worker.ts')],
      outfile: folder.at('worker.js'),
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
    }),
  );
  after(() => folder.remove());

  beforeEach(() => {
    let tell: (end: ThreadEnd) => void;
    ended = new Promise((resolve) => (tell = resolve));
    thread = new LintThread(
      (workerData) => new Worker(folder.at('worker.js'), { workerData, execArgv: [] }),
      (end) => tell(end),
      PATIENCE,
    );
  });
  afterEach(() => thread.dispose());

  const editorOf = (code: string): Editor =>
    new Editor({ '/app/mail.ts': QUEUE, '/app/bad.ts': QUEUE + code }, { thread });

  it('that ends by itself says so, and lets nobody wait', async () => {
    const editor = editorOf('// crash');
    assert.deepEqual(await editor.rules('/app/mail.ts'), ['limiter-bounce-back']);
    await assert.rejects(Promise.all([editor.rules('/app/bad.ts'), editor.project.bullPaths(), never(editor)]));
    assert.equal((await ended).kind, 'failed');
    assert.match((await ended).error.message, /code 3/);
    assert.ok(editor.project.isClosed);
  });

  it('that never comes back is ended, and says which file it was at', async () => {
    const editor = editorOf('// loop');
    assert.deepEqual(await editor.rules('/app/mail.ts'), ['limiter-bounce-back']);
    const waiting = [editor.rules('/app/bad.ts'), editor.rules('/app/mail.ts')];
    for (const { status } of await Promise.allSettled(waiting)) assert.equal(status, 'rejected');
    const { kind, file } = await ended;
    assert.deepEqual({ kind, file }, { kind: 'stuck', file: '/app/bad.ts' });
  });

  it('that waits for the editor is not stuck', async () => {
    const editor = editorOf('');
    const waiting: ((text: string) => void)[] = [];
    const asked = new Promise<void>((resolve) => {
      editor.files.read = (path) => {
        resolve();
        return path === '/app/bad.ts' ? new Promise((give) => waiting.push(give)) : Promise.resolve(null);
      };
    });
    const found = editor.rules('/app/bad.ts');
    await asked;
    // Longer than its patience, on its own clock.
    await new Promise((resolve) => setTimeout(resolve, PATIENCE * 1.5));
    for (const give of waiting) give(QUEUE);
    assert.deepEqual(await found, ['limiter-bounce-back']);
  });

  it('that was disposed of is not told as ended', async () => {
    const editor = editorOf('');
    assert.deepEqual(await editor.rules('/app/mail.ts'), ['limiter-bounce-back']);
    const waiting = editor.project.bullPaths();
    thread.dispose();
    await assert.rejects(waiting);
    assert.equal(await Promise.race([ended, Promise.resolve('nothing')]), 'nothing');
  });
});

/** Asks until the thread is gone. */
async function never(editor: Editor): Promise<never> {
  for (;;) await editor.rules('/app/mail.ts');
}
