import { createHash } from 'node:crypto';
import type Redis from 'ioredis';

/** A Lua script, sent by its digest and in full only where Redis does not have it yet. */
export class Script {
  private readonly digest: string;

  constructor(private readonly source: string) {
    this.digest = createHash('sha1').update(source).digest('hex');
  }

  /** The reply with its strings as Buffers, because ids and data may be binary. */
  async run(
    redis: Redis,
    keys: readonly (string | Buffer)[],
    args: readonly (string | Buffer | number)[],
  ): Promise<unknown> {
    try {
      return await redis.callBuffer('EVALSHA', [this.digest, keys.length, ...keys, ...args]);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await redis.callBuffer('EVAL', [this.source, keys.length, ...keys, ...args]);
    }
  }
}
