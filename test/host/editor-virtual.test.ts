import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WorkspaceFiles } from '../../src/editor/workspace-files';
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
    ['/app/.git/HEAD', 'ref: refs/heads/main\n'],
    ['/app/.gitignore', 'build/\n*.gen.ts\n!kept.gen.ts\n'],
    ['/app/build/mail.js', ''],
    ['/app/src/mail.gen.ts', ''],
    ['/app/src/kept.gen.ts', ''],
    ['/app/src/nested/.gitignore', 'local.ts\n'],
    ['/app/src/nested/local.ts', ''],
    ['/app/node_modules/bull/index.js', ''],
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

  it('the files of the workspace are found, without those that .gitignore leaves out', async () => {
    const workspaceFiles = new WorkspaceFiles(root);
    const found: string[] = [];
    for await (const path of workspaceFiles.all(new vscode.CancellationTokenSource().token)) found.push(path);
    assert.deepEqual(found.sort(), ['/app/src/kept.gen.ts', '/app/src/limits.ts', '/app/src/mail.ts']);
    for (const path of files.keys()) assert.equal(await workspaceFiles.has(path), found.includes(path), path);
  });
});
