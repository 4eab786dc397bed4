import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MemoryFileSystem } from '../memory-file-system';
import { applyQuickFix, folder, open, ruleOf, shown, until, write } from '../workspace';

const queue = (name: string, options: string): string =>
  `import Bull from 'bull';\nexport const ${name} = new Bull('${name}', { ${options} });\n`;

/** `file: rule` of all that is found. */
function found(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri]) =>
      shown(uri, 'limiter-bounce-back').map(
        (finding) => `${uri.path.slice(1 + uri.path.lastIndexOf('/'))}: ${ruleOf(finding)}`,
      ),
    )
    .sort();
}

describe('in a window whose only folder is on no disk', () => {
  const files = new Map([
    ['/app/package.json', '{ "main": "src/worker.ts", "dependencies": { "bull": "^4.16.5" } }\n'],
    ['/app/src/mail.ts', queue('mail', 'limiter: { max: 10, duration: 5000, bounceBack: true }')],
    ['/app/src/sms.ts', queue('sms', '')],
    [
      '/app/src/worker.ts',
      "import { mail } from './mail';\nimport { sms } from './sms';\nmail.process(async () => {});\nsms.process(async () => {});\n",
    ],
  ]);
  let registration: vscode.Disposable;

  before(() => {
    assert.equal(folder().scheme, 'bull-lens-memory');
    registration = vscode.workspace.registerFileSystemProvider('bull-lens-memory', new MemoryFileSystem(files));
  });
  after(() => void registration.dispose());

  it('files are linted with all that the folder does with their queues', async () => {
    const { document } = await open('src/sms.ts');
    const SUM = 'A process of `src/worker.ts` loads 2 queues: 6 connections, 4 when they share through createClient.';
    await until(() => shown(document.uri, 'shared-connections').map(({ message }) => message.includes(SUM)), [true]);
  });

  it('the whole folder is linted on command, what changes is followed, and fixes change files there', async () => {
    void vscode.commands.executeCommand('bullLens.lintWorkspace');
    await until(found, ['mail.ts: limiter-bounce-back']);
    await write({ 'src/more.ts': queue('more', 'limiter: { max: 1, duration: 1000, bounceBack: true }') });
    await until(found, ['mail.ts: limiter-bounce-back', 'more.ts: limiter-bounce-back']);
    const editor = await open('src/mail.ts');
    await applyQuickFix(editor, 'bounceBack: true', 'Remove bounceBack');
    await until(found, ['more.ts: limiter-bounce-back']);
  });
});
