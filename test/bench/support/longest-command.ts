import type { Redis } from 'ioredis';

/** ms of the longest command since SLOWLOG RESET, on a Redis whose slow log holds every command. */
export async function longestCommand(admin: Redis): Promise<number> {
  const entries = (await admin.slowlog('GET', 100_000)) as [number, number, number, string[]][];
  return Math.max(...entries.filter(([, , , [name]]) => name !== 'slowlog').map(([, , micros]) => micros / 1_000));
}

/** µs: shorter ones are not written there, because writing those inside a script makes it twice as long. */
const SHORT = 100;

/**
 * The same of the commands of `run`, on a Redis with `SLOW_LOG`; 0 where all were short. It is the least of three times: a
 * command that is long is so each time, one that other work of the machine has interrupted is not.
 */
export async function longestCommandOf(admin: Redis, run: () => Promise<unknown>): Promise<number> {
  await admin.config('SET', 'slowlog-log-slower-than', SHORT);
  const longest: number[] = [];
  while (longest.length < 3) {
    await admin.slowlog('RESET');
    await run();
    longest.push(Math.max(0, await longestCommand(admin)));
  }
  await admin.config('SET', 'slowlog-log-slower-than', '-1');
  return Math.min(...longest);
}

/** Arguments of a redis-server whose slow log has room for every command, and is off. */
export const SLOW_LOG = ['--slowlog-log-slower-than', '-1', '--slowlog-max-len', '100000'];
