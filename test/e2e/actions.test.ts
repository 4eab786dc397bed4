import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { withStaging } from './support/staging';

describe('what is done to jobs and queues from the menus', () => {
  const staging = withStaging({}, async (jobs) => {
    await jobs.delay('reports', 4, 3_600_000);
    await jobs.queue('reports').add({}, { repeat: { every: 86_400_000 } });
    await jobs.fail('orders', 3, new Error('no stock'));
    await jobs.fail('orders', 2, new Error('no address'), { attempts: 2 });
    await jobs.wait('mail', 2);
  });
  let { window, jobs, redis } = {} as ReturnType<typeof staging>;
  before(async () => {
    ({ window, jobs, redis } = staging());
    await window.setSidebarWidth(560);
    // All queues are found by then: no row is drawn anew under the mouse.
    await window.row(/^staging .* 3 queues · \d+ ms$/).locate(60_000);
  });

  it('retries a job as a new one after a question', async () => {
    await window.row('orders').expand();
    await window.row('orders', 'Failed').expand();
    await window.row('orders', '2 no address').expand();
    await window.row('orders', '2 no address', / 5 no address/).clickInContextMenu('Retry as New Job…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Retry job 5 of orders on staging as new?');
    await dialog.click('Retry 1');
    await window.row('orders 4 failed · 1 waiting').locate();
    assert.equal((await jobs.queue('orders').getJob(5))?.failedReason, undefined);
  });

  it('retries a job with data that was edited, once what has changed was seen', async () => {
    await window.row('orders', '1 no address', / 4 no address/).clickInContextMenu('Retry With Edited Data…');
    await waitFor(async () => (await window.editor.title()) === 'orders #4 data.json', { message: 'its data' });
    await waitFor(async () => (await window.editor.text()).includes('"n": 1'), { message: 'its text' });
    await window.editor.clickOn('"n": 1');
    await window.page.keyboard.press('Control+a');
    await window.page.keyboard.type('{ "n": 12345678901234567890 }');
    const retry = window.page.locator('.editor-actions .action-label[aria-label^="Retry With This Data"]');
    await retry.first().click();
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Retry job 4 of orders on staging with this data?');
    assert.match(dialog.detail, /^The data that it has now is replaced for good\.\n\nIt has used up all attempts/);
    await dialog.click('Retry With This Data');
    await window.notification('Retried 1 job with edited data.');
    assert.equal(await redis.connect().hget('bull:orders:4', 'data'), '{"n":12345678901234567890}');
    await window.row('orders 3 failed · 2 waiting').locate();
    // What happens in a queue is shown as it happens, which may be before the command has come to its end.
    await waitFor(async () => (await window.tabs()).length === 0, { message: 'its editors to close' });
  });

  it('removes the failed jobs of one cause, and no others', async () => {
    await window.row('orders', 'no stock').clickInContextMenu('Remove Failed Jobs of This Cause…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove 3 failed jobs of orders on staging (no stock)?');
    await dialog.click('Remove 3');
    await window.row('orders 2 waiting').locate();
    await window.row('orders').collapse();
  });

  it('empties a queue of all that is yet to run', async () => {
    await window.row('orders').clickInContextMenu('Empty Queue…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove 2 waiting jobs of orders on staging?');
    await dialog.click('Remove 2');
    await window.row('orders idle').locate();
  });

  it('promotes a delayed job with one click', async () => {
    await window.row('reports').expand();
    await window.row('reports', 'Delayed').expand();
    await window.row('reports', /^in \d+ min 2\b/).clickInContextMenu('Promote Job');
    await window.row('reports 1 waiting · 4 delayed').locate();
    const waiting = await jobs.queue('reports').getWaiting();
    assert.deepEqual(
      waiting.map(({ id }) => id),
      ['2'],
    );
  });

  it('asks before it removes all delayed jobs, and leaves the next run of a repeatable one', async () => {
    await window.row('reports', 'Delayed').clickInContextMenu('Remove All of These Jobs…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove 4 delayed jobs of reports on staging?');
    assert.match(dialog.detail, /^1 is the next run of a repeatable job/);
    assert.deepEqual([...dialog.buttons].sort(), ['Cancel', 'Remove 3']);
    await dialog.click('Remove 3');
    await window.row('reports 1 waiting · 1 delayed').locate();
    assert.equal((await jobs.queue('reports').getRepeatableJobs()).length, 1);
  });

  it('runs a repeatable job now, and ends it', async () => {
    await window.row('reports').clickInContextMenu('Repeatable Jobs…');
    await window.pick('__default__ · every 1 day');
    await window.pick('Run Now');
    await window.row('reports 2 waiting').locate();
    await window.row('reports').clickInContextMenu('Repeatable Jobs…');
    await window.pick('__default__ · every 1 day');
    await window.pick('Remove…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Remove the repeatable job __default__ · every 1 day of reports on staging?');
    await dialog.click('Remove');
    await window.notification('Removed 1 job that repeats.');
    assert.deepEqual(await jobs.queue('reports').getRepeatableJobs(), []);
  });

  it('pauses a queue after a question, and resumes it', async () => {
    await window.row('mail').clickInContextMenu('Pause Queue…');
    const dialog = await window.dialog();
    assert.equal(dialog.message, 'Pause mail on staging?');
    await dialog.click('Pause');
    await window.row('mail paused · 2 waiting').locate();
    assert.equal(await jobs.queue('mail').isPaused(), true);
    await window.row('mail').clickInContextMenu('Resume Queue');
    await window.row('mail 2 waiting').locate();
    assert.equal(await jobs.queue('mail').isPaused(), false);
  });
});
