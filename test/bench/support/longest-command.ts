import type { Redis } from 'ioredis';

/** ms of the longest command since SLOWLOG RESET, on a Redis whose slow log holds every command. */
export async function longestCommand(admin: Redis): Promise<number> {
  const entries = (await admin.slowlog('GET', 100_000)) as [number, number, number, string[]][];
  return Math.max(...entries.filter(([, , , [name]]) => name !== 'slowlog').map(([, , micros]) => micros / 1_000));
}

/** The same of the commands of `run`, on a Redis with `SLOW_LOG`; nothing else is slowed down by being written there. */
export async function longestCommandOf(admin: Redis, run: () => Promise<unknown>): Promise<number> {
  await admin.config('SET', 'slowlog-log-slower-than', '0');
  await admin.slowlog('RESET');
  await run();
  const longest = await longestCommand(admin);
  await admin.config('SET', 'slowlog-log-slower-than', '-1');
  return longest;
}

/** Arguments of a redis-server whose slow log has room for every command, and is off. */
export const SLOW_LOG = ['--slowlog-log-slower-than', '-1', '--slowlog-max-len', '100000'];
