import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue as BullMQ } from 'bullmq';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { ContextMenu } from '../support/vscode/context-menu';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import type { VSCodeWindow } from '../support/vscode/window';
import { vsixFile } from '../support/vsix';
import { untilHolds, waitFor } from '../support/wait-for';
import { untilConnected } from './support/clients';
import { pictureFailures } from './support/pictures';
import { workspaceWith } from './support/workspace';

/** What VS Code would turn into a link, an icon or bold text, were it Markdown. */
const TEMPTING = '[x](command:workbench.action.quit) $(alert) **b**';

describe('the tree', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let workspace: ReturnType<typeof workspaceWith>;
  let code: VSCode;
  let window: VSCodeWindow;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('ai-parsing', [{ order: 71, see: 'https://example.com/orders/71' }], new Error('no order'), {
      attempts: 2,
    });
    await jobs.fail('ai-parsing', [{ order: 72, pdf: 'x'.repeat(2 * 1024 ** 2) }], new Error('too long'));
    const [gone] = await jobs.fail('ai-parsing', 1, new Error('forgotten'));
    await redis.connect().del(`bull:ai-parsing:${gone!.id}`);
    await jobs.wait('ai-parsing', 3);
    await jobs.fail('many', 120, new Error('again and again'));
    await jobs.fail(TEMPTING, [{ name: TEMPTING }], new Error(TEMPTING));
    await jobs.wait('eu:orders für Ärzte', 1);
    await jobs.wait('shopify-sync', 41);
    await jobs.queue('shopify-sync').pause();
    await jobs.complete('idle one', 1);
    await jobs.queue('idle one').clean(0, 'completed');
    const mail = new BullMQ('report-mailer', { connection: { host: '127.0.0.1', port: redis.port } });
    await mail.add('mail', {});
    await mail.close();
    for (let i = 0; i < 50; i++) await redis.connect().set(`other:queue ${i}:id`, 1);

    workspace = workspaceWith({
      'bullLens.connections': [
        { name: 'staging', url: redis.url },
        { name: 'fifty', url: redis.url, prefix: 'other' },
      ],
    });
    code = await launchVSCode({
      extension: vsixFile,
      workspace: workspace.folder,
      size: { width: 1280, height: 1000 },
    });
    window = code.window;
    await window.openView('Bull Lens');
    await window.setSidebarWidth(640);
    await window.row('fifty', 'queue 0').locate(60_000);
  });
  after(async () => {
    await code?.close();
    await jobs?.close();
    await redis?.stop();
    workspace?.remove();
  });
  pictureFailures(() => window);

  it('uses one socket for each connection, however many queues there are, and one that listens for both', async () => {
    await window.row(/^fifty .* 50 queues/).locate();
    await untilConnected(redis, 2);
    await window.row(/^fifty /).collapse();
  });

  it('says in words what is in each queue, those that failed first', async () => {
    await untilHolds(async () =>
      assert.deepEqual((await window.rows()).slice(1, -1), [
        `${TEMPTING} 1 failed`,
        'ai-parsing 3 failed · 3 waiting',
        'many 120 failed',
        'eu:orders für Ärzte 1 waiting',
        'idle one idle',
        'report-mailer BullMQ · 1 waiting',
        'shopify-sync paused · 41 waiting',
      ]),
    );
    assert.equal(await window.row('ai-parsing').accessibleName(), 'queue ai-parsing: 3 failed · 3 waiting');
    await untilHolds(async () => assert.equal(await window.badge('Bull Lens'), '124'));
    await window.statusBarItem('124 failed').waitFor();
  });

  it('shows text of Redis as it is: no link, no icon, no Markdown', async () => {
    const queue = window.row(TEMPTING);
    assert.match(await queue.tooltip(), /bull:\[x\]\(command:workbench\.action\.quit\) \$\(alert\) \*\*b\*\*/);
    await queue.expand();
    await window.row(TEMPTING, 'Failed').expand();
    const job = window.row(TEMPTING, 'Failed', /^(just now|\d+ min) 1 /);
    assert.ok((await job.text()).endsWith(` 1 ${TEMPTING}`));
    const tooltip = await job.tooltip();
    assert.ok(tooltip.includes(`Reason: ${TEMPTING}`), tooltip);
    assert.equal(await window.page.locator('.monaco-hover:visible a').count(), 0);

    await window.row(TEMPTING, 'Failed').clickInline('Retry All Failed Jobs…');
    const dialog = await window.dialog();
    assert.equal(dialog.message.replaceAll('\u200b', ''), `Retry job 1 of ${TEMPTING} on staging?`);
    assert.equal(await window.page.locator('.dialog-message-container a, .dialog-message a').count(), 0);
    await dialog.click('Cancel');
    await queue.collapse();
  });

  it('shows a BullMQ queue, and offers nothing on it', async () => {
    const queue = window.row('report-mailer');
    assert.deepEqual(await queue.inlineActions(), []);
    assert.match(await queue.tooltip(), /A queue of BullMQ: Bull Lens shows it and changes nothing in it\./);
  });

  it('shows 50 jobs at a time', async () => {
    await window.row(/^fifty /).collapse();
    await window.row('many').expand();
    await window.row('many', 'Failed').expand();
    const jobsBelow = () => window.page.evaluate(lastPosition);
    const loadMore = async (title: string) => {
      await waitFor(
        async () => {
          await window.page.locator('.part.sidebar .monaco-list').press('PageDown');
          return window.row(title).isShown();
        },
        { message: `the row ${title}`, interval: 200 },
      );
      await window.row(title).click();
    };
    await loadMore('Load 50 More of 70');
    await loadMore('Load 20 More of 20');
    await waitFor(async () => (await jobsBelow()) === 120, { message: '120 jobs' });
    await window.page.locator('.part.sidebar .monaco-list').press('Home');
    await window.row('many').collapse();
  });

  it('says in one row which states are empty', async () => {
    await window.row('ai-parsing').expand();
    await window.row('ai-parsing', '5 empty: active, delayed, completed, paused, priority').locate();
    await window.row('idle one').expand();
    await window.row('idle one', 'No jobs').locate();
    await window.row('idle one').collapse();
  });

  it('shows failed jobs below their causes, or each by itself', async () => {
    const failed = window.row('ai-parsing', 'Failed');
    await failed.expand();
    const cause = window.row('Failed', /^1 no order/);
    assert.match(await cause.tooltip(), /no order\s+1 of 3 failed jobs \(33 %\), since /);
    await cause.expand();
    const job = window.row('Failed', /^1 no order/, / 1 no order$/);
    await job.locate();
    await failed.collapse();
    await failed.expand();
    await cause.expand();
    await job.locate();
    assert.match(await failed.text(), /^Failed 3 · by cause$/);
    await failed.clickInline('Show Failed Jobs by Time');
    await window.row('Failed', /^(just now|\d+ min) 1 no order$/).locate();
    await waitFor(async () => !(await cause.isShown()), { message: 'no row of a cause' });
    assert.ok((await failed.inlineActions()).includes('Show Failed Jobs by Cause'));
  });

  it('says of a job what failed, when, how often, and with what', async () => {
    const job = window.row('Failed', 'no order');
    assert.match(await job.text(), /^(just now|\d+ min) 1 no order$/);
    const tooltip = await job.tooltip();
    assert.match(
      tooltip,
      /Reason: no order\s+Attempts: 2 of 2\s+Retry: It has used up all attempts.*\s+Added: .*ago\)\s+Started: .*\s+Failed: .*, after /,
    );
    assert.match(tooltip, /Data: \{"order":71,"see":"https:\/\/example\.com\/orders\/71"\}/);
    assert.equal(await window.page.locator('.monaco-hover:visible a').count(), 0);
    assert.match(await job.accessibleName(), /^failed job 1: no order · (just now|\d+ min)$/);
  });

  it('says that a job’s data is gone, and does not offer to retry it', async () => {
    const gone = window.row('Failed', '1 of 3 is gone (no data in Redis)');
    assert.deepEqual(await gone.inlineActions(), []);
  });

  it('opens its actions from the keyboard', async () => {
    await window.row('Failed', 'no order').click();
    await window.page.locator('.tab.active', { hasText: 'ai-parsing #1.json' }).waitFor();
    // Its document takes the keyboard last of all.
    await window.editor.focused();
    await window.page.locator('.part.sidebar .monaco-list').focus();
    await window.page.keyboard.press('Shift+F10');
    const menu = await ContextMenu.opened(window.page);
    assert.ok((await menu.titles()).includes('Retry Failed Job'));
    await menu.close();
  });

  it('opens a job as a read-only document, without a link made of its data', async () => {
    await window.row('Failed', 'no order').click();
    await waitFor(async () => (await window.editor.title()) === 'ai-parsing #1.json', { message: 'the document' });
    await waitFor(async () => (await window.editor.text()).includes('"order": 71'), { message: 'its data' });
    assert.match(await window.editor.text(), /"state": "failed",\n\s+"failedReason": "no order"/);
    await window.page.locator('.statusbar-item', { hasText: 'Bull Job' }).waitFor();
    assert.equal(await window.page.locator('.editor-group-container .detected-link').count(), 0);
    await window.page
      .locator('.editor-group-container .codicon-folding-expanded')
      .first()
      .waitFor({ state: 'attached' });
    await window.editor.clickOn('"state"');
    await window.page.keyboard.type('x');
    await window.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor();
  });

  it('cuts a payload of 2 MB, and opens it whole on demand', async () => {
    await window.row('Failed', 'too long').click();
    await waitFor(async () => (await window.editor.text()).includes('data: the start of 2.0 MB. Open Whole Job'));
    await window.runCommand('Bull Lens: Open Whole Job');
    await waitFor(async () => (await window.editor.title()) === 'ai-parsing #2 (whole).json', { timeout: 30_000 });
    await waitFor(async () => (await window.editor.text()).includes('"order": 72'), { timeout: 30_000 });
    assert.doesNotMatch(await window.editor.text(), /notShown/);
  });

  it('offers a job over 50 MB, which VS Code shows of no extension, as a file', async function () {
    this.timeout(180_000);
    const admin = redis.connect();
    const before = (await admin.hget('bull:ai-parsing:1', 'data')) ?? '';
    const large = 'x'.repeat(60 * 1024 ** 2);
    await admin.hset('bull:ai-parsing:1', 'data', `"${large}"`);
    await window.row('Failed', 'no order').click();
    await waitFor(async () => (await window.editor.title()) === 'ai-parsing #1.json', { message: 'the document' });
    await window.runCommand('Bull Lens: Open Whole Job');
    const notice = await window.notification('ai-parsing #1 (whole).json has', 60_000);
    assert.match(notice.message, /has 60\.0 MB: VS Code shows the documents of an extension up to 50\.0 MB\.$/);
    await notice.click('Save to File…');
    const file = join(workspace.folder, 'whole job.json');
    const input = window.page.locator('.quick-input-widget:visible .quick-input-box input');
    await waitFor(async () => /\(whole\)\.json$/.test(await input.inputValue()), { message: 'the question where to' });
    await window.submit(file);
    // VS Code writes it a piece after the other; it is opened once all of it is there.
    await waitFor(async () => (await window.editor.title()) === 'whole job.json', {
      timeout: 60_000,
      message: 'the file in an editor',
    });
    assert.ok(readFileSync(file, 'utf8').includes(large));
    await admin.hset('bull:ai-parsing:1', 'data', before);
    await window.row('Failed', 'no order').click();
    await waitFor(async () => (await window.editor.title()) === 'ai-parsing #1.json', { message: 'the document' });
  });

  it('finds the way from a job back to its queue', async () => {
    await window.row('ai-parsing').collapse();
    await window.page.locator('.editor-group-container .tab.active').click();
    await window.editor.focused();
    await window.runCommand('Bull Lens: Reveal Queue in Sidebar');
    // Last of all the tree takes the keyboard, which would close a palette that is open by then.
    await window.page.locator('.part.sidebar .monaco-list:focus').waitFor();
    assert.match((await classOf(window, 'ai-parsing')) ?? '', / selected/);
    await window.row('ai-parsing', 'Failed').locate();
  });

  it('offers in the palette what makes sense there', async () => {
    const withJob = await window.commandsFor('Bull Lens: ');
    for (const title of [
      'Go to Queue',
      'Reveal Queue in Sidebar',
      'Open Whole Job',
      'Retry Failed Job',
      'Edit Connection…',
      'Refresh',
    ]) {
      assert.ok(withJob.includes(`Bull Lens: ${title}`), `${title} in ${withJob.join(', ')}`);
    }
    for (const title of ['Open Job', 'Load More Jobs', 'Retry All Failed Jobs…', 'Stop Searching for Queues']) {
      assert.ok(!withJob.includes(`Bull Lens: ${title}`), title);
    }
    await window.runCommand('View: Close All Editors');
    const without = await window.commandsFor('Bull Lens: ');
    for (const title of ['Go to Queue', 'Reveal Queue in Sidebar', 'Open Whole Job', 'Retry Failed Job']) {
      assert.ok(!without.includes(`Bull Lens: ${title}`), title);
    }
  });

  it('keeps what is open, selected and scrolled while counts change', async () => {
    await window.row('many').expand();
    await window.row('many', 'Failed').expand();
    await window.row('many', 'Failed', / 120 /).locate();
    await window.row('ai-parsing').expand();
    await window.row('ai-parsing', 'Failed').expand();
    await window.row('Failed', 'too long').click();
    await window.row('Failed', 'too long').hover();
    await window.page.mouse.wheel(0, 44);
    await waitFor(async () => !(await window.row(TEMPTING).isShown()), { message: 'the tree to scroll' });
    const before = await window.rows();
    await jobs.wait('many', 4);
    await window.row('many 120 failed · 4 waiting').locate();
    assert.deepEqual(withoutNumbers(await window.rows()), withoutNumbers(before));
    assert.match((await classOf(window, 'Failed', 'too long')) ?? '', /selected/);
  });
});

/** Which rows there are, whatever counts and ages they show. */
function withoutNumbers(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/ · 4 waiting/, '').replace(/just now|\d+ min|^Waiting \d+/g, '#'));
}

async function classOf(window: VSCodeWindow, ...path: string[]): Promise<string | null> {
  return (await window.row(...path).locate()).getAttribute('class');
}

/** In the page: how many rows the innermost list on the screen has. */
const lastPosition = `Math.max(...[...document.querySelectorAll('.part.sidebar .monaco-list-row[aria-level="5"]')].map((row) => Number(row.getAttribute('aria-setsize'))))`;
