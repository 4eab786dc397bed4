import type { Redis } from 'ioredis';

/** Reads a field of 500 jobs, and keeps what it reads to itself. */
const READ = `
for _, id in ipairs(redis.call('ZREVRANGE', KEYS[1], ARGV[1], ARGV[1] + 499)) do
  redis.call('HGET', 'bull:orders:' .. id, ARGV[2])
end`;

/** ms that Redis works for one field of each failed job, where nothing is sent. */
export function redisAlone(admin: Redis, jobs: number, field: 'failedReason' | 'data'): Promise<number> {
  return workOfRedis(admin, async () => {
    for (let first = 0; first < jobs; first += 500) await admin.eval(READ, 1, 'bull:orders:failed', first, field);
  });
}

/** ms that the processor works for Redis while `run` runs: the same beside other work, where `time` is longer. */
export async function workOfRedis(admin: Redis, run: () => Promise<unknown>): Promise<number> {
  const worked = async () => {
    const info = await admin.info('cpu');
    const seconds = ['user', 'sys'].map((kind) => Number(new RegExp(`used_cpu_${kind}:([\\d.]+)`).exec(info)?.[1]));
    return 1_000 * seconds.reduce((sum, each) => sum + each, 0);
  };
  const before = await worked();
  await run();
  return (await worked()) - before;
}
