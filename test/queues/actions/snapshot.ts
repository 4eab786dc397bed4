import type Redis from 'ioredis';
import { redisContents } from '../../support/redis-contents';

/** The queue as a worker left it. */
export class Snapshot {
  private constructor(
    private readonly admin: Redis,
    private readonly keys: readonly (readonly [key: string, value: Buffer])[],
    readonly contents: unknown,
  ) {}

  static async take(admin: Redis): Promise<Snapshot> {
    const names = await admin.keys('*');
    const keys = await Promise.all(names.map(async (key) => [key, await admin.dumpBuffer(key)] as const));
    return new Snapshot(admin, keys, await contentsNow(admin));
  }

  async restore(): Promise<void> {
    const multi = this.admin.multi().flushall();
    for (const [key, value] of this.keys) multi.restore(key, 0, value);
    await multi.exec();
  }

  /** As another queue, which no worker knows. */
  async restoreAs(name: string, queue: string): Promise<void> {
    const multi = this.admin.multi();
    for (const [key, value] of this.keys) multi.restore(key.replace(`bull:${queue}:`, `bull:${name}:`), 0, value);
    await multi.exec();
  }

  contentsNow(): Promise<unknown> {
    return contentsNow(this.admin);
  }
}

/** All that is there but what the idle workers of the test touch. */
async function contentsNow(admin: Redis): Promise<unknown> {
  const entries = Object.entries(await redisContents(admin));
  return Object.fromEntries(entries.filter(([key]) => !key.endsWith(':stalled-check')));
}
