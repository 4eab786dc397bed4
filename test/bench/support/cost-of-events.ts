import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { workspaceWith } from '../../e2e/support/workspace';
import { BullJobs } from '../../support/bull';
import { startRedis } from '../../support/redis';
import { launchVSCode, type LaunchOptions } from '../../support/vscode/launch';
import { stageExtension } from '../../support/vscode/stage';
import type { VSCodeWindow } from '../../support/vscode/window';
import type { BenchOptions, Row } from '../bench';
import { EVENTS, publishEvents, TICKS } from './bull-events';
import { commandsOf } from './commands';
import { hostTime } from './host-time';

const MOST_COMMANDS = 5;
/** Of a core, in percent. */
const MOST_TIME = 10;

/** A window, and the queues that it shows. */
export interface Scene {
  readonly queues: readonly string[];
  /** Of the workspace, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly size?: LaunchOptions['size'];
  /** `isOurs`: with the extension; resolves once it shows the queues. */
  show(window: VSCodeWindow, isOurs: boolean): Promise<void>;
}

/**
 * What a window asks of Redis, and of the extension host beside the same window without the extension, while 2,000
 * events a second happen in the queues that it shows.
 */
export async function costOfEvents(scene: Scene, { smoke }: BenchOptions): Promise<Row[]> {
  // Until VS Code has started.
  const [settles, seconds] = smoke ? [0, 2] : [10, 60];
  const extension = await stageExtension();
  try {
    const ours = await measured(scene, { settles, seconds, extension });
    const commands = ours.commands / seconds;
    const rows: Row[] = [
      {
        figure: `commands a second to Redis, of ${EVENTS.toLocaleString('en')} events a second for ${seconds} s`,
        value: commands.toFixed(1),
        reach: `under ${MOST_COMMANDS}`,
        ok: commands > 0 && commands < MOST_COMMANDS,
      },
    ];
    if (smoke) return rows;
    const without = await measured(scene, { settles, seconds, extension: null });
    const percent = (ms: number) => ms / (seconds * 10);
    return [
      ...rows,
      {
        figure: 'time of the extension host',
        value: `${percent(ours.host).toFixed(1)} % of a core`,
        peer: `without Bull Lens ${percent(without.host).toFixed(1)} %`,
        reach: `at most ${MOST_TIME} % more`,
        ok: percent(ours.host - without.host) <= MOST_TIME,
      },
    ];
  } finally {
    rmSync(extension, { recursive: true, force: true });
  }
}

interface Window {
  /** s before it is measured, and for which it is. */
  readonly settles: number;
  readonly seconds: number;
  readonly extension: string | null;
}

interface Measured {
  readonly commands: number;
  /** ms of the processor. */
  readonly host: number;
}

async function measured(scene: Scene, { settles, seconds, extension }: Window): Promise<Measured> {
  const { queues, files = {}, size } = scene;
  const redis = await startRedis();
  const jobs = new BullJobs(redis);
  await Promise.all(queues.map((name) => jobs.wait(name, 1)));
  await jobs.close();
  const workspace = workspaceWith({ 'bullLens.connections': [{ name: 'staging', url: redis.url }] });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace.folder, name), text);
  const code = await launchVSCode({
    workspace: workspace.folder,
    ...(size && { size }),
    ...(extension !== null && { extension }),
  });
  try {
    await scene.show(code.window, extension !== null);
    await pause(settles * 1_000);
    const before = hostTime(code.server.pid);
    const commands = await commandsOf(redis.connect(), () => publishEvents(redis, queues, seconds));
    return { commands: commands - seconds * TICKS, host: hostTime(code.server.pid) - before };
  } finally {
    await code.close();
    await redis.stop();
    workspace.remove();
  }
}
