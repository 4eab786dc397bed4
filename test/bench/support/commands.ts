import type { Redis } from 'ioredis';
import { monitorOf } from '../../support/monitor';

/** How many commands arrive from clients while `run` runs: what a metered Redis counts. Those inside scripts are none. */
export async function commandsOf(admin: Redis, run: () => Promise<unknown>): Promise<number> {
  const monitor = await monitorOf(admin);
  const end = 'the end of commandsOf';
  let commands = 0;
  const ended = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, [, text]: string[], source: string) => {
      if (text === end) resolve();
      else if (source !== 'lua') commands++;
    });
  });
  await run();
  await admin.echo(end);
  await ended;
  monitor.disconnect();
  return commands;
}
