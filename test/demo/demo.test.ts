import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Queue from 'bull';
import { Windows } from '../support/vscode/launch';
import { Walkthrough } from '../support/vscode/walkthrough';
import type { VSCodeWindow } from '../support/vscode/window';
import { untilHolds, waitFor } from '../support/wait-for';
import { pipeline } from './pipeline';

/** The pictures of the README and of the walkthrough are taken here; see `npm run pictures`. */
const pictures = resolve(__dirname, '../../out/pictures');

describe('the demo', function () {
  this.timeout(120_000);
  let demo: ChildProcess;
  let output = '';
  // All that the demo leaves is in this folder, or has it in its environment. (A short name: VS Code's sockets are in it.)
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const queues: Queue.Queue[] = [];
  let windows: Windows;
  let window: VSCodeWindow;

  before(async () => {
    mkdirSync(join(pictures, 'walkthrough'), { recursive: true });
    demo = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts'), '--server'], {
      env: { ...process.env, TMPDIR: folder },
    });
    for (const stream of [demo.stdout!, demo.stderr!]) stream.on('data', (text) => (output += String(text)));
    await waitFor(() => output.includes('Ctrl-C ends the demo') || demo.exitCode !== null, { timeout: 100_000 });
    assert.equal(demo.exitCode, null, output);
    const redisUrl = printed('Redis:');
    queues.push(...pipeline.map(({ name }) => new Queue(name, redisUrl)));
    windows = await Windows.launch();
    window = await windows.open(printed('Open'));
  });
  after(async () => {
    await windows?.close();
    await Promise.all(queues.map((queue) => queue.close(true)));
    demo.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await window?.screenshot(join(pictures, `${this.currentTest.title}.png`));
  });

  const printed = (label: string) => new RegExp(`^${label} (.*)$`, 'm').exec(output)?.[1] ?? '';
  const queue = (name: string) => queues.find((other) => other.name === name)!;
  const failedReasons = async () => {
    const failed = await Promise.all(queues.map((each) => each.getFailed()));
    return failed.flat().map(({ failedReason = '' }) => failedReason);
  };
  const workspaceFile = (path: string) => join(new URL(printed('Open')).searchParams.get('folder')!, path);
  const placeOf = (text: string, path: string) => {
    const before = readFileSync(workspaceFile(path), 'utf8').split(text)[0]!.split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
  const useTheme = (name: string) => {
    const file = workspaceFile('.vscode/settings.json');
    const settings = JSON.parse(readFileSync(file, 'utf8')) as object;
    // At once: VS Code would see a file that is half written as one without connections.
    writeFileSync(`${file}.new`, JSON.stringify({ ...settings, 'workbench.colorTheme': name }));
    renameSync(`${file}.new`, file);
  };
  const picture = (name: string) => window.screenshot(join(pictures, `demo-${name}.png`));
  const pictureOfStep = (name: string, x: number, y: number, width: number, height: number) =>
    window.page.screenshot({
      path: join(pictures, 'walkthrough', `${name}.png`),
      clip: { x, y, width, height },
    });
  /** Without the first step of the walkthrough: there was a connection before. */
  const stepsDone = async () => (await new Walkthrough(window).steps()).slice(1);
  const shows = (text: RegExp) =>
    waitFor(async () => text.test(await window.editor.text()), { message: `${text} in the editor` });

  it('has 43 failed jobs, for the reasons of the incident', async () => {
    const reasons = await failedReasons();
    const missingLock = reasons.filter((reason) => /^Missing lock for job \d+ finished$/.test(reason));
    const stalled = reasons.filter((reason) => reason === 'job stalled more than allowable limit');
    assert.deepEqual(
      { all: reasons.length, missingLock: missingLock.length, stalled: stalled.length },
      { all: 43, missingLock: 28, stalled: 6 },
    );
  });

  it('has queues with completed, waiting, delayed and active jobs', async () => {
    const states = ['completed', 'waiting', 'delayed', 'active'] as const;
    await untilHolds(async () => {
      const counts = await Promise.all(queues.map((each) => each.getJobCounts()));
      assert.deepEqual(
        states.filter((state) => counts.every((each) => each[state] === 0)),
        [],
      );
    });
  });

  it('opens with the queues, the guide as the first tab, the walkthrough in front of it, and the code of the failing queues', async () => {
    await window.row('demo', 'shopify-payload').locate(60_000);
    await waitFor(async () => (await window.editor.title()) === 'parsing.ts', { message: 'the code to be active' });
    await untilHolds(async () => assert.deepEqual(await window.tabs(), ['Preview README.md', 'Welcome', 'parsing.ts']));
    await window.page.locator('.getting-started-step.expanded', { hasText: 'Look at a failed job' }).waitFor();
    await window.editor.squiggle('new Bull<ParseJob>');
    await waitFor(async () => (await window.badge('Bull Lens')) === '43', { message: 'the badge to say 43' });
    await picture('1-opens');
    await pictureOfStep('connect', 0, 36, 352, 500);
  });

  it('shows nobody else’s errors, and asks nothing', async () => {
    // TypeScript has then read the project.
    await window.page.locator('.statusbar-item', { hasText: 'Initializing' }).waitFor({ state: 'detached' });
    await window.problems.rows();
    const sources = await window.page.locator('.markers-panel .marker-source').allInnerTexts();
    assert.deepEqual([...new Set(sources)], ['Bull Lens']);
    assert.match(await window.page.locator('[id="status.problems"]').innerText(), /^\s*0\s/, 'no error');
    assert.equal(await window.page.locator('.notification-toast').count(), 0);
    assert.equal(await window.page.locator('.monaco-dialog-box').count(), 0);
    await window.runCommand('View: Hide Panel');
    await window.editor.clickOn('interface ParseJob');
  });

  it('lists the queues, those with failed jobs first', async () => {
    const shown = (await window.rows()).slice(1).map((row) => row.split(' ')[0]);
    assert.deepEqual(shown, [
      ...['ai-enrichment', 'ai-parsing', 'data-normalization', 'database-save', 'image-attachment'],
      ...['product-draft-creation', 'shopify-sync', 'status-update'],
      ...['background-image-processing', 'merchant-config', 'shopify-payload'],
    ]);
    assert.match(await window.row('ai-parsing').text(), /14 failed/);
  });

  it('has a walkthrough, of which nothing is done yet', async () => {
    assert.deepEqual(await stepsDone(), [false, false, false, false, false]);
    await new Walkthrough(window).close();
    await window.page.locator('.tab', { hasText: 'parsing.ts' }).click();
  });

  it('says who is connected, beside what the code opens', async () => {
    await window.row('demo').clickInContextMenu('Show Connections');
    await shows(/api\/drain\.ts: 33 for 11 queues; 13 when they share/);
    assert.match(await window.editor.text(), /ai-parsing: 1 worker/);
    await picture('2-connections');
    await window.page.locator('.tab.active', { hasText: 'connections of demo' }).click({ button: 'middle' });
    await window.page.locator('.tab', { hasText: 'parsing.ts' }).click();
  });

  it('says above the code of a queue what it is doing, and leads from there to its failures', async () => {
    const isTold = (lenses: readonly string[]) => lenses.some((lens) => /^14 failed · p95 \d/.test(lens));
    // Measured once the queue's line is on the screen, in the background.
    await waitFor(async () => isTold(await window.editor.codeLenses()), {
      timeout: 60_000,
      message: 'the line above ai-parsing',
    });
    await picture('2-code-lens');
    await window.editor.clickCodeLens('14 failed');
    await window.row('ai-parsing', 'Failed', /^3 Stalled/).locate();
  });

  it('says by cause why jobs failed, and opens one', async () => {
    await window.row('ai-parsing').expand();
    await window.row('ai-parsing', 'Failed').expand();
    await window.row('ai-parsing', /Failed 14 · by cause/).locate();
    await window.row('ai-parsing', 'Failed', /^3 Stalled/).locate();
    const cause = window.row('ai-parsing', 'Failed', /^11 Missing lock had finished/);
    assert.match(await cause.tooltip(), /11 of 14 failed jobs \(79 %\), since .* its work is done\./s);
    await picture('2-tooltip');
    await cause.expand();
    const job = window.row('ai-parsing', 'Failed', /^11 Missing lock/, /Missing lock for job \d+ finished/);
    await job.click();
    await shows(/"failedReason": "Missing lock for job \d+ finished"/);
    await picture('3-job');
    await pictureOfStep('look', 0, 36, 352, 500);
  });

  it('leads from the job to what processes it', async () => {
    await window.runCommand('Bull Lens: Go to Processor');
    await shows(/aiParsingQueue\.process\(2, async/);
    assert.equal(await window.editor.title(), 'index.ts');
    await window.page.locator('.tab', { hasText: 'ai-parsing #' }).click();
    await shows(/"failedReason"/);
  });

  it('leads from the job to the constructor, and says there what is wrong', async () => {
    await window.page.locator('.editor-group-container.active .action-label[aria-label^="Go to Queue"]').click();
    await shows(/aiParsingQueue/);
    assert.equal(await window.editor.title(), 'parsing.ts');
    const { line, column } = placeOf('new Bull<ParseJob>', 'src/queues/parsing.ts');
    await window.statusBarItem(`Ln ${line}, Col ${column}`).waitFor();
    await window.editor.squiggle('new Bull<ParseJob>');
    await picture('4-constructor');
    await pictureOfStep('find', 694, 36, 586, 500);
    assert.match(await window.editor.hover('Bull<ParseJob>'), /A job may run 60 s .* but its lock lasts 30 s/);
  });

  it('leads from a cause to its remedy: the constructor, what is wrong with it, and the way to its fix', async () => {
    await window.editor.clickOn('interface ParseJob');
    // The mouse stays: the hover that comes is not of what it points at.
    const cause = await window.row('ai-parsing', 'Failed', /^11 Missing lock/).locate();
    await cause.hover();
    await cause.locator('.action-label[aria-label="Go to Remedy"]').click();
    const hover = window.page.locator('.monaco-hover:visible', { hasText: 'A job may run 60 s' });
    await hover.getByText('Quick Fix...').waitFor();
    const { line, column } = placeOf('new Bull<ParseJob>', 'src/queues/parsing.ts');
    await window.statusBarItem(`Ln ${line}, Col ${column}`).waitFor();
    await picture('4-remedy');
  });

  it('fixes it with Ctrl+. and Enter', async () => {
    const [first = ''] = await window.editor.quickFixes('Bull<ParseJob>');
    assert.match(first, /^Insert serverless settings/);
    await picture('5-quick-fix');
    await pictureOfStep('fix', 470, 260, 660, 340);
    await window.page.keyboard.press('Enter');
    await shows(/lockDuration: 120000/);
    const file = join(new URL(printed('Open')).searchParams.get('folder')!, 'src/queues/parsing.ts');
    await waitFor(() => readFileSync(file, 'utf8').includes('lockDuration: 120000'), {
      message: 'the file to be saved',
    });
  });

  it('says then what is left to do', async () => {
    const said = await window.notification('no finding of lock-duration any more');
    assert.match(said.message, /deploy this change.* to retry a job of Missing lock repeats its work/);
    await picture('5-what-is-left');
    await window.clearNotifications();
  });

  it('retries the jobs of one cause, and they complete', async () => {
    await window.row('ai-parsing', 'Failed', /^3 Stalled/).clickInline('Retry Failed Jobs of This Cause…');
    const dialog = await window.dialog();
    assert.match(dialog.message, /^Retry 3 failed jobs of ai-parsing on demo \(Stalled\)\?/);
    await dialog.click('Retry 3');
    await waitFor(async () => (await window.badge('Bull Lens')) === '40', { message: 'the badge to say 40' });
    await waitFor(async () => (await queue('ai-parsing').getCompletedCount()) === 6, {
      timeout: 60_000,
      message: 'the three jobs to complete',
    });
    // Rows below one that is drawn anew are not found for a moment.
    await window.row(/^ai-parsing 11 failed · 6 completed/).locate();
  });

  it('retries all after a question, and the jobs complete: the count falls', async () => {
    await window.row('ai-parsing', 'Failed').clickInline('Retry All Failed Jobs…');
    const dialog = await window.dialog();
    assert.match(`${dialog.message} ${dialog.detail}`, /11 failed jobs of ai-parsing .*Missing lock/s);
    await picture('6-question');
    await pictureOfStep('retry', 380, 240, 520, 320);
    await dialog.click('Retry All 11');
    await waitFor(async () => (await window.badge('Bull Lens')) === '29', { message: 'the badge to say 29' });
    await picture('7-count-falls');
    await waitFor(async () => (await queue('ai-parsing').getCompletedCount()) === 17, {
      timeout: 60_000,
      message: 'all jobs of ai-parsing to complete',
    });
    await window.row(/^ai-parsing 17 completed/).locate();
    assert.equal((await failedReasons()).length, 29);
    await picture('8-completed');
  });

  it('asks before it retries one job that has done its work', async () => {
    // No new job comes to this queue, so no row is drawn anew under the click.
    await window.row('ai-parsing').collapse();
    await window.row('ai-enrichment').expand();
    await window.row('ai-enrichment', 'Failed').expand();
    await window.row('ai-enrichment', 'Failed', /^2 Missing lock/).expand();
    await window.row('ai-enrichment', 'Failed', /^2 Missing lock/, /Missing lock/).clickInline('Retry Failed Job');
    const dialog = await window.dialog();
    assert.match(`${dialog.message} ${dialog.detail}`, /Missing lock/);
    await dialog.click('Cancel');
    assert.equal((await failedReasons()).length, 29);
    await window.row('ai-enrichment').collapse();
  });

  it('fails again what is retried without the fix', async () => {
    const [job] = await queue('ai-enrichment').getFailed();
    await job!.retry();
    assert.equal(await job!.isFailed(), false);
    await waitFor(() => job!.isFailed(), { timeout: 30_000, message: 'the job to be back under failed' });
  });

  it('watches the jobs that finish from now on, and reports', async () => {
    await window.row('demo').clickInContextMenu('Watch Queues');
    await shows(/held +failure rate +0 % of \d+ jobs? +at most 2 %/);
    await picture('9-watch');
    await pictureOfStep('watch', 696, 36, 584, 360);
    await window.page.locator('.tab.active', { hasText: 'watch of demo' }).click({ button: 'middle' });
    const ended = await window.notification('of demo in');
    assert.match(ended.message, /^Held: \d+ jobs? of demo in /);
    await window.clearNotifications();
  });

  it('has done the steps of the walkthrough by then', async () => {
    await waitFor(async () => isDeepStrictEqual(await stepsDone(), [true, true, true, true, true]), {
      message: 'all steps',
    });
    await picture('9-walkthrough');
    await new Walkthrough(window).close();
  });

  it('gives the README its pictures', async () => {
    await window.page.locator('.tab', { hasText: 'Preview README.md' }).click({ button: 'middle' });
    await window.row('database-save').expand();
    await window.row('database-save', 'Failed').expand();
    await window.row('database-save', 'Failed', 'Missing lock').locate();
    await window.editor.hover("Bull('data-normalization'");
    await window.screenshot(join(pictures, 'dark.png'));
    useTheme('Default Light Modern');
    await window.page.locator('.monaco-workbench.vs').waitFor();
    await window.editor.quickFixes("Bull('data-normalization'");
    await window.screenshot(join(pictures, 'light.png'));
    await window.page.keyboard.press('Escape');
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    await windows.close();
    for (const each of queues.splice(0)) await each.close(true);
    const exit = once(demo, 'exit');
    demo.kill('SIGINT');
    assert.deepEqual(await exit, [0, null]);
    const leftByOthersThanTsx = readdirSync(folder).filter((name) => !name.startsWith('tsx-'));
    assert.deepEqual(leftByOthersThanTsx, []);
    // What was killed is there until the kernel has taken it down.
    await untilHolds(async () => assert.deepEqual(processesWith(`TMPDIR=${folder}`), []));
  });
});

/** The command lines of the processes that have a variable in their environment that starts so. */
function processesWith(variable: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) =>
      read(`/proc/${pid}/environ`)
        .split('\0')
        .some((each) => each.startsWith(variable)),
    )
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
}
