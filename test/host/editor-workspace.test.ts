import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clean, open, ruleOf, shown, until, uriOf, write } from './workspace';

const packageJson = '{ "dependencies": { "bull": "^4.16.5" } }\n';
const queue = (name: string, limiter: string): string =>
  `import Bull from 'bull';\nexport const ${name} = new Bull('${name}', { limiter: { ${limiter} } });\n`;
const wrong = 'max: 10, duration: 5000, bounceBack: true';
const right = 'max: 10, duration: 5000, bounceBack: false';

describe('Lint Workspace', () => {
  afterEach(clean);

  const rules = (path: string): string[] => shown(uriOf(path), 'limiter-bounce-back').map(ruleOf);

  it('shows what is wrong in closed files, and keeps that true', async () => {
    await write({
      'package.json': packageJson,
      '.gitignore': 'build/\n',
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.vscode/settings.json': '{ "files.exclude": { "**/generated": true } }',
      'src/mail.ts': queue('mail', wrong),
      'src/report.ts': queue('report', right),
      'src/plain.ts': 'export {};\n',
      'build/mail.js': queue('mail', wrong),
      'generated/mail.ts': queue('mail', wrong),
      'node_modules/other/index.js': queue('mail', wrong),
    });
    await until(
      () => vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('exclude')?.['**/generated'],
      true,
    );
    // Its message waits for the person, so the command is not waited for.
    void vscode.commands.executeCommand('bullLens.lintWorkspace');
    await until(() => rules('src/mail.ts'), ['limiter-bounce-back']);
    // Where the workspace is linted already, what is left out by now may have been shown for a moment.
    const others = ['src/report.ts', 'build/mail.js', 'generated/mail.ts', 'node_modules/other/index.js'];
    await until(() => others.filter((path) => rules(path).length > 0), []);

    await write({ 'src/report.ts': queue('report', wrong), 'src/mail.ts': queue('mail', right) });
    await until(() => [rules('src/report.ts'), rules('src/mail.ts')], [['limiter-bounce-back'], []]);
    await write({ 'src/new.ts': queue('fresh', wrong) });
    await until(() => rules('src/new.ts'), ['limiter-bounce-back']);
    await vscode.workspace.fs.delete(uriOf('src/new.ts'));
    await until(() => rules('src/new.ts'), []);
    await vscode.workspace.fs.delete(uriOf('src'), { recursive: true });
    await until(() => rules('src/report.ts'), []);
  });

  it('keeps what is found in a file that is opened and closed', async () => {
    await write({ 'package.json': packageJson, 'mail.ts': queue('mail', wrong) });
    void vscode.commands.executeCommand('bullLens.lintWorkspace');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);
    await open('mail.ts');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => vscode.workspace.textDocuments.some(({ uri }) => uri.path === uriOf('mail.ts').path), false);
    assert.deepEqual(rules('mail.ts'), ['limiter-bounce-back']);
  });
});
