import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { pictureFailures } from './support/pictures';

const files = {
  'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
  '.vscode/settings.json': '{ "bullLens.rules.shared-connections": "off" }\n',
  'src/mail.js': `const Bull = require('bull');

const mail = new Bull('mail', { limiter: { max: 10, duration: 5000, bounceBack: true } });
module.exports = { mail };
`,
};
const fixedMail = files['src/mail.js'].replace(', bounceBack: true', '');

describe('the linter in the packaged extension, with no Redis and in a workspace that is not trusted', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'bull-lens-lint-'));
  let code: VSCode;

  before(async () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(workspace, path)), { recursive: true });
      writeFileSync(join(workspace, path), text);
    }
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    code = await launchVSCode({ extension: vsixFile, workspace, workspaceTrust: true, settings });
  });
  after(async () => {
    await code?.close();
    rmSync(workspace, { recursive: true, force: true });
  });
  pictureFailures(() => code.window);

  it('lints closed files, and says what it found', async () => {
    await code.window.statusBarItem('Restricted Mode').waitFor();
    // A window is there before its extensions are.
    const view = '.activitybar .action-label[aria-label^="Bull Lens"]';
    await code.window.page.locator(view).waitFor({ timeout: 60_000 });
    await code.window.runCommand('Bull Lens: Lint Workspace');
    const { message } = await code.window.notification('Linted', 60_000);
    assert.match(message, /^Linted 1 file: 1 error/);
    const problems = await code.window.problems.rows();
    assert.ok(problems.some((row) => row.includes('bounceBack: true') && row.includes('limiter-bounce-back')));
  });

  it('offers the fix first, and then how to disable the rule', async () => {
    await code.window.openFile('mail.js');
    const [first, ...others] = await code.window.editor.quickFixes('bounceBack');
    assert.equal(first, 'Remove bounceBack');
    assert.equal(others[0], 'Disable limiter-bounce-back on this line');
    await code.window.page.keyboard.press('Escape');
  });

  it('fixes all in the workspace after a preview', async () => {
    const { page } = code.window;
    await code.window.runCommand('Bull Lens: Fix All in Workspace…');
    const preview = page.locator('.bulk-edit-panel');
    await preview.locator('.monaco-list-row', { hasText: 'mail.js' }).first().waitFor();
    assert.equal(await code.window.editor.text(), files['src/mail.js']);
    const isChosen = async () => {
      const box = preview.locator('.monaco-list-row', { hasText: 'mail.js' }).locator('.edit-checkbox').first();
      if ((await box.getAttribute('aria-checked')) === 'true') return true;
      await box.click();
      return false;
    };
    await waitFor(isChosen, { message: 'the file to be chosen' });
    await preview.getByText('Apply', { exact: true }).click();
    await waitFor(async () => (await code.window.editor.text()) === fixedMail);
    await page.keyboard.press('Control+s');
    await waitFor(() => readFileSync(join(workspace, 'src/mail.js'), 'utf8') === fixedMail);
  });
});
