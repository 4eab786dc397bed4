import { createHash } from 'node:crypto';
import type Redis from 'ioredis';

export type ScriptKeys = readonly (string | Buffer)[];
export type ScriptArguments = readonly (string | Buffer | number)[];

/** A Lua script, sent by its digest and in full only where Redis does not have it yet. */
export class Script {
  private readonly digest: string;

  constructor(private readonly source: string) {
    this.digest = createHash('sha1').update(source).digest('hex');
  }

  /** The reply with its strings as Buffers, because ids and data may be binary. */
  async run(redis: Redis, keys: ScriptKeys, args: ScriptArguments): Promise<unknown> {
    const reply = await this.runKnown(redis, keys, args);
    return reply === NOT_KNOWN ? this.runWhole(redis, keys, args) : reply;
  }

  /** As `run`, but nothing has been run where Redis does not have the script: the reply is then `NOT_KNOWN`. */
  async runKnown(redis: Redis, keys: ScriptKeys, args: ScriptArguments): Promise<unknown> {
    try {
      return await redis.callBuffer('EVALSHA', [this.digest, keys.length, ...keys, ...args]);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return NOT_KNOWN;
      throw error;
    }
  }

  async runWhole(redis: Redis, keys: ScriptKeys, args: ScriptArguments): Promise<unknown> {
    return redis.callBuffer('EVAL', [this.source, keys.length, ...keys, ...args]);
  }
}

export const NOT_KNOWN = Symbol('Redis does not have the script');
