import type Redis from 'ioredis';

/** An id in one of a queue's sorted sets, with its score as Redis writes it. */
export interface ScoredId {
  readonly id: Buffer;
  readonly score: Buffer;
}

/** So many members of a sorted set from `offset` on, the highest scores first unless `order` says otherwise. @throws Error of ioredis */
export async function readScored(
  redis: Redis,
  key: string,
  offset: number,
  count: number,
  order: 'ZREVRANGE' | 'ZRANGE' = 'ZREVRANGE',
): Promise<ScoredId[]> {
  const members = (await redis.callBuffer(order, [key, offset, offset + count - 1, 'WITHSCORES'])) as Buffer[];
  return Array.from({ length: members.length / 2 }, (_, i) => ({
    id: members[2 * i] as Buffer,
    score: members[2 * i + 1] as Buffer,
  }));
}
