import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MemoryFileSystem } from './memory-file-system';
import { applyQuickFix, clean, open, ruleOf, shown, until } from './workspace';

const root = vscode.Uri.parse('bull-lens-memory:/app');

describe('in a file system that is on no disk', () => {
  let registration: vscode.Disposable;
  const files = new Map([
    ['/app/package.json', '{ "dependencies": { "bull": "^4.16.5" } }\n'],
    ['/app/src/limits.ts', 'export const limiter = { max: 10, duration: 5000, bounceBack: true };\n'],
    [
      '/app/src/mail.ts',
      `import Bull from 'bull';
import * as limits from './limits';
export const mail = new Bull('mail', { limiter: limits.limiter });
`,
    ],
  ]);

  before(() => {
    registration = vscode.workspace.registerFileSystemProvider(root.scheme, new MemoryFileSystem(files));
  });
  after(async () => {
    await clean();
    registration.dispose();
  });

  it('the options are followed into other files, and fixed there', async () => {
    const editor = await open('src/mail.ts', root);
    await until(() => shown(editor.document.uri, 'limiter-bounce-back').map(ruleOf), ['limiter-bounce-back']);
    await applyQuickFix(editor, '{ limiter: limits.limiter }', 'Remove bounceBack');
    const limits = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, 'src/limits.ts'));
    assert.equal(limits.getText(), 'export const limiter = { max: 10, duration: 5000 };\n');
    await until(() => shown(editor.document.uri, 'limiter-bounce-back'), []);
  });
});
