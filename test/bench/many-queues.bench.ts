import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { workspaceWith } from '../e2e/support/workspace';
import { startRedis } from '../support/redis';
import { launchVSCode } from '../support/vscode/launch';
import { stageExtension } from '../support/vscode/stage';
import type { VSCodeWindow } from '../support/vscode/window';
import { waitFor } from '../support/wait-for';
import { time, type BenchOptions, type Row } from './bench';

const MOST_TO_TREE = 1_000;
const MOST_BLOCKED = 50;

/** A Redis with many queues in a real VS Code: how soon their rows are there, and how long the extension host is held up. */
export default async function manyQueues({ smoke }: BenchOptions): Promise<Row[]> {
  const [queues, refreshes] = smoke ? [200, 1] : [5_000, 10];
  const redis = await startRedis();
  const admin = redis.connect();
  await addJobs(admin, queues, 1);
  const workspace = workspaceWith({
    'bullLens.connections': [{ name: 'staging', url: redis.url }],
    'bullLens.refreshInterval': 1,
  });
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const blocks = join(folder, 'blocks.jsonl');
  const extension = await stageExtension();
  const main = watchTheHost(extension);
  const env = { BULL_LENS_BENCH_OUT: blocks, BULL_LENS_BENCH_MAIN: main };
  const code = await launchVSCode({ extension, workspace: workspace.folder, env });
  try {
    const found = await timeToTree(code.window, queues);
    await code.window.page.reload();
    await code.window.statusBarItem('0 failed').waitFor({ timeout: 60_000 });
    const remembered = await timeToTree(code.window, queues);
    await pause(3_000);
    const idle = await longestBlock(blocks, () => pause(3_000));
    const changing = [];
    for (let i = 2; i < refreshes + 2; i++) {
      changing.push(
        await longestBlock(blocks, async () => {
          await addJobs(admin, queues / 2, i);
          await code.window.row(`queue 0 ${i} waiting`).locate();
          // The other rows follow a few at a time.
          await pause(4_000);
        }),
      );
    }
    const of = `${queues.toLocaleString('en')} queues`;
    return [
      toTree(`${of}: to the tree, found for the first time`, found),
      toTree(`${of}: to the tree, remembered`, remembered),
      {
        figure: `half of ${of} change in a refresh: the longest that the extension host is blocked, of ${refreshes}`,
        value: `${Math.max(...changing).toFixed(0)} ms`,
        peer: `no queue changes: ${idle.toFixed(0)} ms`,
        reach: `under ${MOST_BLOCKED} ms`,
        ok: Math.max(...changing) < MOST_BLOCKED,
      },
    ];
  } finally {
    await code.close();
    await redis.stop();
    workspace.remove();
    for (const each of [extension, folder]) rmSync(each, { recursive: true, force: true });
  }
}

/** Keys as Bull writes them: what a worker does is of no matter here. */
async function addJobs(redis: Redis, queues: number, id: number): Promise<void> {
  const pipeline = redis.pipeline();
  for (let i = 0; i < queues; i++) {
    pipeline.set(`bull:queue ${i}:id`, id);
    pipeline.lpush(`bull:queue ${i}:wait`, id);
  }
  await pipeline.exec();
}

/** Puts watch-the-host.cjs before the extension's main file, whose path relative to it is returned. */
function watchTheHost(extension: string): string {
  const file = join(extension, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { main: string };
  copyFileSync(join(__dirname, 'support/watch-the-host.cjs'), join(extension, 'watch-the-host.cjs'));
  writeFileSync(file, JSON.stringify({ ...manifest, main: './watch-the-host.cjs' }));
  return manifest.main;
}

/** ms from the click on the view's icon until the rows are there. */
async function timeToTree(window: VSCodeWindow, queues: number): Promise<number> {
  const rows = window.page.locator(`.part.sidebar .monaco-list-row[aria-level="2"][aria-setsize="${queues}"]`);
  await window.openView('Explorer');
  await window.page.locator('.activitybar .action-label[aria-label^="Bull Lens"]').waitFor({ timeout: 60_000 });
  await pause(5_000); // Until VS Code has started.
  return time(async () => {
    await window.openView('Bull Lens');
    await rows.first().waitFor({ timeout: 60_000 });
  });
}

/** The longest time in ms, while `run` runs, that the extension host did nothing else. */
async function longestBlock(file: string, run: () => Promise<unknown>): Promise<number> {
  const start = Date.now();
  await run();
  const end = Date.now();
  const read = () =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { at: number; block: number });
  await waitFor(() => read().at(-1)!.at > end);
  return Math.max(...read().flatMap(({ at, block }) => (at > start && at - 100 < end ? [block] : [])));
}

function toTree(figure: string, ms: number): Row {
  return { figure, value: `${ms.toFixed(0)} ms`, reach: `under ${MOST_TO_TREE} ms`, ok: ms < MOST_TO_TREE };
}
