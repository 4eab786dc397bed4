import type { Redis } from 'ioredis';

/** All that a Redis holds: each key with its value, whose order tells nothing where Redis keeps none (`DUMP` has one). */
export async function redisContents(redis: Redis): Promise<Record<string, unknown>> {
  const keys = (await redis.keys('*')).sort();
  const values = await Promise.all(keys.map(async (key) => [key, await valueOf(redis, key)] as const));
  return Object.fromEntries(values);
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'zset':
      return redis.zrange(key, 0, -1, 'WITHSCORES');
    case 'set':
      return (await redis.smembers(key)).sort();
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      throw new Error(`${key} is of type ${type}`);
  }
}
