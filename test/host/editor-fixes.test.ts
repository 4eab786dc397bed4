import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyQuickFix, clean, open, quickFixes, ruleOf, shown, until, uriOf, write } from './workspace';

const packageJson = '{ "dependencies": { "bull": "^4.16.5" } }\n';
const bouncing = `import Bull from 'bull';

export const mail = new Bull('mail', {
  limiter: { max: 10, duration: 5000, bounceBack: true },
});
`;
const fixed = bouncing.replace(', bounceBack: true', '');

describe('quick fixes', () => {
  afterEach(clean);

  const openWithFinding = async (name: string, text: string): Promise<vscode.TextEditor> => {
    await write({ 'package.json': packageJson, [name]: text });
    const editor = await open(name);
    await until(() => shown(editor.document.uri, 'limiter-bounce-back').map(ruleOf), ['limiter-bounce-back']);
    return editor;
  };

  it('come in the order: the preferred one, the others, then how to disable the rule', async () => {
    const editor = await openWithFinding('mail.ts', bouncing);
    const fixes = await quickFixes(editor, 'bounceBack: true');
    const [first, ...others] = fixes.map(({ title, isPreferred }) => ({ title, isPreferred }));
    assert.deepEqual(first, { title: 'Remove bounceBack', isPreferred: true });
    assert.deepEqual(others, [
      { title: 'Disable limiter-bounce-back on this line', isPreferred: false },
      { title: 'Disable limiter-bounce-back in this file', isPreferred: false },
    ]);
  });

  it('make the finding go', async () => {
    const editor = await openWithFinding('mail.ts', bouncing);
    await applyQuickFix(editor, 'bounceBack', 'Remove bounceBack');
    assert.equal(editor.document.getText(), fixed);
    await until(() => shown(editor.document.uri, 'limiter-bounce-back'), []);
  });

  it('edit the file in which the cause is', async () => {
    await write({
      'package.json': packageJson,
      'limits.ts': 'export const limiter = { max: 10, duration: 5000, bounceBack: true };\n',
      'mail.ts': `import Bull from 'bull';
import * as limits from './limits';
export const mail = new Bull('mail', { limiter: limits.limiter });
`,
    });
    const editor = await open('mail.ts');
    const related = () =>
      shown(editor.document.uri, 'limiter-bounce-back').map(({ relatedInformation }) =>
        relatedInformation?.map(({ location }) => location.uri.path),
      );
    await until(related, [[uriOf('limits.ts').path]]);
    const [finding] = shown(editor.document.uri, 'limiter-bounce-back');

    await applyQuickFix(editor, editor.document.getText(finding?.range), 'Remove bounceBack');
    const limits = await vscode.workspace.openTextDocument(uriOf('limits.ts'));
    assert.equal(limits.getText(), 'export const limiter = { max: 10, duration: 5000 };\n');
    await until(() => shown(editor.document.uri, 'limiter-bounce-back'), []);
  });

  it('disable a rule on a line', async () => {
    const editor = await openWithFinding('mail.ts', bouncing);
    await applyQuickFix(editor, 'bounceBack', 'Disable limiter-bounce-back on this line');
    assert.equal(
      editor.document.getText(),
      bouncing.replace('  limiter', '  // bull-lens-disable-next-line limiter-bounce-back -- \n  limiter'),
    );
    await until(() => shown(editor.document.uri, 'limiter-bounce-back', 'unused-disable'), []);
  });

  it('disable a rule between JSX elements', async () => {
    const board = `import Bull from 'bull';
export const board = (
  <div>
    <Board queue={new Bull('mail', { limiter: { max: 10, duration: 5000, bounceBack: true } })} />
  </div>
);
`;
    const editor = await openWithFinding('board.tsx', board);
    await applyQuickFix(editor, 'bounceBack', 'Disable limiter-bounce-back on this line');
    assert.equal(
      editor.document.getText(),
      board.replace('    <Board', '    {/* bull-lens-disable-next-line limiter-bounce-back -- */}\n    <Board'),
    );
    await until(() => shown(editor.document.uri, 'limiter-bounce-back', 'unused-disable'), []);
  });

  it('disable a rule in a file', async () => {
    const editor = await openWithFinding('mail.ts', bouncing);
    await applyQuickFix(editor, 'bounceBack', 'Disable limiter-bounce-back in this file');
    assert.equal(editor.document.getText(), `/* bull-lens-disable limiter-bounce-back -- */\n${bouncing}`);
    await until(() => shown(editor.document.uri, 'limiter-bounce-back', 'unused-disable'), []);
  });

  it('are all applied on save where the settings say so', async () => {
    await write({
      '.vscode/settings.json': JSON.stringify({
        'editor.codeActionsOnSave': { 'source.fixAll.bullLens': 'explicit' },
        'bullLens.rules.shared-connections': 'off',
        'bullLens.rules.lock-duration': 'off',
      }),
    });
    const configured = (): unknown => vscode.workspace.getConfiguration('editor').get('codeActionsOnSave');
    await until(configured, { 'source.fixAll.bullLens': 'explicit' });
    const two = bouncing + bouncing.slice(bouncing.indexOf('export')).replaceAll('mail', 'report');
    const fixedTwo = two.replaceAll(', bounceBack: true', '');
    await write({ 'package.json': packageJson, 'mail.ts': two });
    const editor = await open('mail.ts');
    await until(() => shown(editor.document.uri, 'limiter-bounce-back').length, 2);
    const end = new vscode.Position(editor.document.lineCount, 0);
    await editor.edit((edit) => edit.insert(end, '// typed\n'));
    await editor.document.save();
    await until(() => editor.document.getText(), `${fixedTwo}// typed\n`);
  });

  it('say why there is none, with the page of the rule, where a person would look for one', async () => {
    await write({
      'package.json': packageJson,
      'mail.ts': `import Bull from 'bull';\nimport Redis from 'ioredis';\nexport const mail = new Bull('mail', { redis: new Redis() as object });\n`,
    });
    const editor = await open('mail.ts');
    await until(() => shown(editor.document.uri, 'shared-connections').map(ruleOf), ['shared-connections']);
    const [first] = await quickFixes(editor, "new Bull('mail'");
    assert.ok(first);
    assert.equal(first.edit, undefined);
    assert.equal(first.isPreferred, false);
    assert.match(first.title, /^Share Redis connections is not offered here: redis is a client/);
    assert.match(first.command?.command ?? '', /\bopen$/);
    assert.match(JSON.stringify(first.command?.arguments), /docs\/rules\/shared-connections\.md/);
  });
});
