import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { workspaceWith } from '../e2e/support/workspace';
import { BullJobs } from '../support/bull';
import { startRedis } from '../support/redis';
import { launchVSCode } from '../support/vscode/launch';
import { stageExtension } from '../support/vscode/stage';
import { waitFor } from '../support/wait-for';
import type { BenchOptions, Row } from './bench';
import { commandsOf } from './support/commands';

/** Commands that a Redis gets from a window of VS Code that was refreshed every second, once its view is hidden. */
export default async function hidden({ smoke }: BenchOptions): Promise<Row[]> {
  const seconds = smoke ? 2 : 60;
  const redis = await startRedis();
  const jobs = new BullJobs(redis);
  await jobs.fail('ai-parsing', 3, new Error('no order'));
  await jobs.close();
  const workspace = workspaceWith({
    'bullLens.connections': [{ name: 'staging', url: redis.url }],
    'bullLens.refreshInterval': 1,
  });
  const extension = await stageExtension();
  const code = await launchVSCode({ extension, workspace: workspace.folder });
  const admin = redis.connect();
  try {
    await code.window.openView('Bull Lens');
    await code.window.row('ai-parsing').locate(30_000);
    const shown = await commandsOf(admin, () => pause(seconds * 1_000));
    await code.window.openView('Explorer');
    await waitFor(async () => (await commandsOf(admin, () => pause(1_500))) === 0, { message: 'the last refresh' });
    const commands = await commandsOf(admin, () => pause(seconds * 1_000));
    return [
      {
        figure: `commands in ${seconds} s while hidden`,
        value: `${commands}`,
        peer: `shown, refreshed every second: ${shown}`,
        reach: '0',
        ok: commands === 0 && shown > 0,
      },
    ];
  } finally {
    await code.close();
    await redis.stop();
    workspace.remove();
    rmSync(extension, { recursive: true, force: true });
  }
}
