import type { Redis } from 'ioredis';

/** ms of the longest command since SLOWLOG RESET, on a Redis whose slow log holds every command. */
export async function longestCommand(admin: Redis): Promise<number> {
  const entries = (await admin.slowlog('GET', 100_000)) as [number, number, number, string[]][];
  return Math.max(...entries.filter(([, , , [name]]) => name !== 'slowlog').map(([, , micros]) => micros / 1_000));
}
