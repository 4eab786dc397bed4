import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../support/wait-for';
import { withStaging } from './support/staging';

describe('Find Jobs', () => {
  const staging = withStaging({}, async (jobs) => {
    await jobs.fail('orders', [{ orderId: 42 }, { orderId: 43 }], new Error('no stock'));
    await jobs.wait('mail', [{ orderId: 42 }, { orderId: 7 }]);
  });
  let { window, jobs, folder } = {} as ReturnType<typeof staging>;
  before(() => ({ window, jobs, folder } = staging()));

  const closeFound = async () => {
    await window.row(/^orderId /).clickInline('Close Found Jobs');
    await waitFor(async () => (await window.rows()).every((row) => !row.startsWith('orderId')), {
      message: 'the found jobs to be gone',
    });
  };

  it('shows what is found in a row of its own, until that is closed', async () => {
    await window.clickInViewTitle('Find Jobs…');
    await window.pick('orderId = 42');
    await window.row(/^orderId = 42 2 jobs in 2 queues$/, /^orders 1 failed$/, /1 no stock$/).locate();
    await window.row(/^orderId = 42 /, /^mail 1 waiting$/).locate();
    assert.deepEqual(await window.row(/^orderId = 42 /).inlineActions(), ['Find Jobs Again', 'Close Found Jobs']);

    await jobs.wait('mail', [{ orderId: 42 }]);
    await window.row(/^orderId = 42 /).clickInline('Find Jobs Again');
    await window.row(/^orderId = 42 3 jobs in 2 queues$/).locate();
    await closeFound();
  });

  it('writes what is found to a file', async () => {
    await window.clickInViewTitle('Find Jobs…');
    await window.pick('orderId > 7');
    const menu = await window.row(/^orderId > 7 4 jobs in 2 queues$/).openContextMenu();
    await menu.choose('Export Jobs…');
    const file = join(folder, 'found.csv');
    const input = window.page.locator('.quick-input-widget:visible .quick-input-box input');
    await waitFor(async () => /\.jsonl$/.test(await input.inputValue()), { message: 'the question where to' });
    await window.submit(file);
    await waitFor(() => existsSync(file), { timeout: 30_000, message: 'the file' });
    const lines = readFileSync(file, 'utf8').trim().split('\r\n');
    assert.deepEqual(
      lines.slice(1).map((line) => /^staging,(\w+),bull,(\d+),(\w+),/.exec(line)?.slice(1)),
      [
        ['orders', '2', 'failed'],
        ['orders', '1', 'failed'],
        ['mail', '3', 'waiting'],
        ['mail', '1', 'waiting'],
      ],
    );
    await closeFound();
  });

  it('leads to a job by its id, in the queue that it was asked for in', async () => {
    const menu = await window.row('staging', 'orders').openContextMenu();
    await menu.choose('Find Jobs…');
    await window.pick('id = 2');
    await window.row(/^id = 2 1 job in 1 queue$/, /^orders 1 failed$/, /2 no stock$/).click();
    await waitFor(async () => (await window.tabs()).includes('orders #2.json'), { message: 'the job' });
  });
});
