import assert from 'node:assert/strict';
import type { VSCodeWindow } from '../support/vscode/window';
import { waitFor } from '../support/wait-for';
import { withStaging } from './support/staging';

const files = {
  'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
  'worker.js': `const Bull = require('bull');

const mail = new Bull('mail', process.env.REDIS_URL);
mail.process('welcome', async () => {
  throw new Error('no address');
});
`,
  'signup.js': `const Bull = require('bull');

const mail = new Bull('mail', process.env.REDIS_URL);
exports.signUp = (user) => mail.add('welcome', { user });
exports.invite = (user) => mail.add('welcome', { user, by: 'a friend' });
`,
};

describe('from the document of a job to the code', () => {
  let window: VSCodeWindow;
  const staging = withStaging(files, async (jobs) => {
    const mail = jobs.queue('mail');
    void mail.process('welcome', () => Promise.reject(new Error('no address')));
    const job = await mail.add('welcome', {});
    await waitFor(() => job.isFailed(), { message: 'the job to fail' });
  });
  before(async () => {
    ({ window } = staging());
    await window.row(/^mail/).expand();
    await window.row(/^mail/, 'Failed').expand();
    await window.row(/^mail/, 'Failed', /^1 no address/, 'no address').click();
    await waitFor(async () => (await window.editor.text()).includes('"failedReason": "no address"'), {
      message: 'the job',
    });
  });

  const peek = () => window.page.locator('.peekview-widget');
  /** The title of the peek: `signup.js …/bull-lens-code – Locations (2)`. */
  const peeked = async (command: string) => {
    await window.page.locator('.tab', { hasText: 'mail #1' }).click();
    await window.editor.focused();
    await window.runCommand(`Bull Lens: ${command}`);
    await peek().waitFor({ timeout: 60_000 });
    // It says that it loads at first.
    const title = await waitFor(
      async () => /.*\(\d+\).*/.exec((await peek().locator('.head').innerText()).replaceAll('\n', ' '))?.[0],
      { message: 'a title that counts them' },
    );
    await window.page.keyboard.press('Escape');
    await peek().waitFor({ state: 'detached' });
    return title;
  };

  it('shows all places that make its queue', async () => {
    assert.match(await peeked('Go to Queue'), /\(2\)/);
  });

  it('shows all places that add jobs of its name', async () => {
    assert.match(await peeked('Find Producers'), /\(2\)/);
  });

  it('goes to the only place that processes it', async () => {
    await window.page.locator('.tab', { hasText: 'mail #1' }).click();
    await window.editor.focused();
    await window.runCommand('Bull Lens: Go to Processor');
    await waitFor(async () => (await window.editor.title()) === 'worker.js', { message: 'worker.js' });
    await window.statusBarItem('Ln 4, Col 25').waitFor();
  });
});
