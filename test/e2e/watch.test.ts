import assert from 'node:assert/strict';
import type { BullJobs } from '../support/bull';
import type { VSCodeWindow } from '../support/vscode/window';
import { waitFor } from '../support/wait-for';
import { withStaging } from './support/staging';

describe('a deployment that is watched', () => {
  let window: VSCodeWindow;
  let jobs: BullJobs;
  const staging = withStaging({}, (made) => made.fail('mail', 3, new Error('before the deployment')));
  before(() => ({ window, jobs } = staging()));

  const shows = (text: RegExp) =>
    waitFor(async () => text.test(await window.editor.text()), { timeout: 30_000, message: `${text} in the editor` });
  const start = () => window.row('staging').clickInContextMenu('Watch Queues');

  it('opens a document that says what it holds the jobs against, and nothing of those before', async () => {
    await start();
    await shows(/^Watching staging \(127\.0\.0\.1:\d+\) since /);
    await shows(/0 jobs finished/);
    await shows(/not known +failure rate +not known +at most 2 %/);
  });

  it('fills in its place while jobs finish', async () => {
    await jobs.complete('mail', 40);
    await shows(/40 jobs finished · 40 completed · 0 failed \(0 %\)/);
    await shows(/held +failure rate +0 % of 40 jobs +at most 2 %/);
  });

  it('says at once what is not held', async () => {
    await jobs.fail('mail', 1, new Error('no address'));
    await shows(/Not held so far: failure rate: 2\.4 % of 41 jobs, at most 2 %\./);
  });

  it('is shown again where it is started again, and goes on', async () => {
    await start();
    await shows(/41 jobs finished/);
    assert.equal((await window.tabs()).length, 1);
  });

  it('ends when its document is closed, and leaves a report', async () => {
    await window.page.locator('.tab.active').click({ button: 'middle' });
    const ended = await window.notification('41 jobs of staging');
    assert.match(ended.message, /^Breached: 41 jobs of staging in /);
    await ended.click('Show Report');
    await shows(/^Breached: 41 jobs of staging/);
    await shows(/mail +40 +1 .*1 no address/);
  });
});
