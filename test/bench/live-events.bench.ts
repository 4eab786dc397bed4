import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { workspaceWith } from '../e2e/support/workspace';
import { BullJobs } from '../support/bull';
import { startRedis, type RedisServer } from '../support/redis';
import { launchVSCode } from '../support/vscode/launch';
import { stageExtension } from '../support/vscode/stage';
import type { BenchOptions, Row } from './bench';
import { commandsOf } from './support/commands';
import { hostTime } from './support/host-time';

const EVENTS = 2_000;
const TICKS = 10;
const MOST_COMMANDS = 5;
/** Of a core, in percent. */
const MOST_TIME = 10;

/** A third of the events of each kind: a job comes, is taken, completes, as bull 4.16.5's scripts publish it. */
const WORK = `
for i = 1, tonumber(ARGV[1]) do
  local id = redis.call('INCR', KEYS[1])
  redis.call('ZADD', KEYS[2], ARGV[2], id)
  redis.call('PUBLISH', ARGV[3] .. 'waiting@e1c0ab04-46a0-4a0c-a5f5-4b7d3ee12a3b', id)
  redis.call('PUBLISH', ARGV[3] .. 'active@e1c0ab04-46a0-4a0c-a5f5-4b7d3ee12a3b', id)
  redis.call('PUBLISH', ARGV[3] .. 'completed', '{"jobId":"' .. id .. '","val":"{\\\\"sent\\\\":true}"}')
end`;

/** A queue with 2,000 events a second whose row is shown: what that asks of Redis, and of the extension host. */
export default async function liveEvents({ smoke }: BenchOptions): Promise<Row[]> {
  const seconds = smoke ? 2 : 60;
  const extension = await stageExtension();
  try {
    const live = await measured(seconds, extension);
    const rows: Row[] = [
      {
        figure: `commands a second to Redis, of ${EVENTS.toLocaleString('en')} events a second for ${seconds} s`,
        value: `${(live.commands / seconds).toFixed(1)}`,
        reach: `under ${MOST_COMMANDS}`,
        ok: live.commands > 0 && live.commands / seconds < MOST_COMMANDS,
      },
    ];
    if (smoke) return rows;
    const without = await measured(seconds, null);
    const more = (live.host - without.host) / (seconds * 10);
    return [
      ...rows,
      {
        figure: 'time of the extension host',
        value: `${percent(live.host, seconds)} of a core`,
        peer: `without Bull Lens ${percent(without.host, seconds)}`,
        reach: `at most ${MOST_TIME} % more`,
        ok: more <= MOST_TIME,
      },
    ];
  } finally {
    rmSync(extension, { recursive: true, force: true });
  }
}

interface Measured {
  readonly commands: number;
  /** ms of the processor. */
  readonly host: number;
}

async function measured(seconds: number, extension: string | null): Promise<Measured> {
  const redis = await startRedis();
  const jobs = new BullJobs(redis);
  await jobs.complete('orders', 1);
  await jobs.close();
  const workspace = workspaceWith({ 'bullLens.connections': [{ name: 'staging', url: redis.url }] });
  const code = await launchVSCode({ workspace: workspace.folder, ...(extension !== null && { extension }) });
  try {
    await code.window.openView(extension === null ? 'Explorer' : 'Bull Lens');
    if (extension !== null) await code.window.row('orders').locate(60_000);
    // Until VS Code has started.
    await pause(10_000);
    const before = hostTime(code.server.pid);
    const commands = await commandsOf(redis.connect(), () => publish(redis, seconds));
    return { commands: commands - seconds * TICKS, host: hostTime(code.server.pid) - before };
  } finally {
    await code.close();
    await redis.stop();
    workspace.remove();
  }
}

async function publish(server: RedisServer, seconds: number): Promise<void> {
  const redis: Redis = server.connect();
  const start = performance.now();
  for (let tick = 0; tick < seconds * TICKS; tick++) {
    const jobs = Math.round(EVENTS / TICKS / 3);
    const keys = ['bull:orders:id', 'bull:orders:completed'];
    await redis.eval(WORK, keys.length, ...keys, jobs, Date.now(), 'bull:orders:');
    await pause(Math.max(0, start + ((tick + 1) * 1_000) / TICKS - performance.now()));
  }
}

function percent(ms: number, seconds: number): string {
  return `${(ms / (seconds * 10)).toFixed(1)} %`;
}
