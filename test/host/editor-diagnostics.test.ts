import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { clean, open, replace, ruleOf, shown, until, uriOf, write } from './workspace';

const packageJson = '{ "dependencies": { "bull": "^4.16.5" } }\n';
const bouncing = `import Bull from 'bull';

const options = { limiter: { max: 10, duration: 5000, bounceBack: true } };
export const mail = new Bull('mail', options);
`;

describe('diagnostics', () => {
  afterEach(clean);

  /** The rules that the Problems panel names for a file, of those that these tests are about. */
  const rules = (path: string): string[] =>
    shown(uriOf(path), 'limiter-bounce-back', 'ignored-option', 'tls-dropped').map(ruleOf);

  it('show what is wrong with a queue as soon as its file opens', async () => {
    await write({ 'package.json': packageJson, 'mail.ts': bouncing });
    const { document } = await open('mail.ts');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);

    const [diagnostic] = shown(document.uri, 'limiter-bounce-back');
    assert.ok(diagnostic);
    assert.match(document.getText(diagnostic.range), /bounceBack: true/);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(diagnostic.source, 'Bull Lens');
    assert.deepEqual(
      typeof diagnostic.code === 'object' && diagnostic.code.target.toString(),
      'https://github.com/bull-lens/bull-lens/blob/main/docs/rules/limiter-bounce-back.md',
    );
  });

  for (const name of ['mail.js', 'mail.jsx', 'mail.tsx', 'mail.mts', 'mail.cjs']) {
    it(`show in ${name}`, async () => {
      await write({ 'package.json': packageJson, [name]: bouncing });
      await open(name);
      await until(() => rules(name), ['limiter-bounce-back']);
    });
  }

  it('follow what is typed, saved or not', async () => {
    await write({ 'package.json': packageJson, 'mail.ts': bouncing });
    const editor = await open('mail.ts');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);
    await replace(editor, 'bounceBack: true', 'bounceBack: false');
    await until(() => rules('mail.ts'), []);
    await replace(editor, 'bounceBack: false', 'bounceBack: true');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);
    assert.equal(editor.document.isDirty, true);
  });

  it('show in a file that never names Bull as soon as it is typed to take it from another', async () => {
    const aliased = bouncing
      .replace("import Bull from 'bull'", "import { Queue as Bull } from './lib'")
      .replaceAll('Bull', 'Q');
    await write({
      'package.json': packageJson,
      'lib.ts': "import Bull from 'bull';\nexport const Queue = Bull;\n",
      'mail.ts': '// to be written\n',
    });
    await open('lib.ts');
    const editor = await open('mail.ts');
    await replace(editor, '// to be written', aliased);
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);
  });

  it('show in a file that has no name yet', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: bouncing });
    await vscode.window.showTextDocument(document);
    await until(() => shown(document.uri, 'limiter-bounce-back').map(ruleOf), ['limiter-bounce-back']);
  });

  it('fade what does nothing', async () => {
    const code = "import Bull from 'bull';\nexport const mail = new Bull('mail', { lockDuration: 120000 });\n";
    await write({ 'package.json': packageJson, 'mail.ts': code });
    const { document } = await open('mail.ts');
    await until(() => rules('mail.ts'), ['ignored-option']);
    assert.deepEqual(shown(document.uri, 'ignored-option')[0]?.tags, [vscode.DiagnosticTag.Unnecessary]);
  });

  it('follow the file that the options come from, while it is typed and when it is closed unsaved', async () => {
    await write({
      'package.json': packageJson,
      'limits.ts': 'export const bounce = true;\n',
      'mail.ts': `import Bull from 'bull';
import { bounce } from './limits';
export const mail = new Bull('mail', { limiter: { max: 10, duration: 5000, bounceBack: bounce } });
`,
    });
    await open('mail.ts');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);

    const limits = await open('limits.ts');
    await replace(limits, 'true', 'false');
    await until(() => rules('mail.ts'), []);

    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);
  });

  it('follow the file that the options come from when it changes on disk', async () => {
    await write({
      'package.json': packageJson,
      'mail.js': `const Bull = require('bull');
const { limiter } = require('./limits');
module.exports = new Bull('mail', { limiter });
`,
      'limits.js': 'exports.limiter = { max: 10, duration: 5000, bounceBack: true };\n',
    });
    await open('mail.js');
    await until(() => rules('mail.js'), ['limiter-bounce-back']);
    await write({ 'limits.js': 'exports.limiter = { max: 10, duration: 5000 };\n' });
    await until(() => rules('mail.js'), []);
    await write({ 'limits.js': 'exports.limiter = { max: 10, duration: 5000, bounceBack: true };\n' });
    await until(() => rules('mail.js'), ['limiter-bounce-back']);
    await vscode.workspace.fs.delete(uriOf('limits.js'));
    await until(() => rules('mail.js'), []);
  });

  it('follow the settings at once', async () => {
    await write({ 'package.json': packageJson, 'mail.ts': bouncing });
    const { document } = await open('mail.ts');
    await until(() => rules('mail.ts'), ['limiter-bounce-back']);
    const severities = (): vscode.DiagnosticSeverity[] =>
      shown(document.uri, 'limiter-bounce-back').map(({ severity }) => severity);
    await write({ '.vscode/settings.json': '{ "bullLens.rules.limiter-bounce-back": "off" }' });
    await until(severities, []);
    await write({ '.vscode/settings.json': '{ "bullLens.rules.limiter-bounce-back": "hint" }' });
    await until(severities, [vscode.DiagnosticSeverity.Hint]);
    await write({ '.vscode/settings.json': '{}' });
    await until(severities, [vscode.DiagnosticSeverity.Error]);
  });

  it('show in a file outside of the folder, and go when it is closed', async () => {
    const elsewhere = vscode.Uri.file(mkdtempSync(join(tmpdir(), 'bull-lens-elsewhere-')));
    await write({ 'package.json': packageJson, 'mail.ts': bouncing }, elsewhere);
    const { document } = await open('mail.ts', elsewhere);
    const { uri } = document;
    await until(() => shown(uri, 'limiter-bounce-back').map(ruleOf), ['limiter-bounce-back']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => shown(uri), []);
    await vscode.workspace.fs.delete(elsewhere, { recursive: true });
  });
});
