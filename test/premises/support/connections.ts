import type { RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';

/** How many connections Redis has, without the one that asks. */
export async function connectionCount(redis: RedisServer): Promise<number> {
  const client = redis.connect();
  try {
    const list = (await client.client('LIST')) as string;
    return list.trim().split('\n').length - 1;
  } finally {
    client.disconnect();
  }
}

/** Waits until that many connections have been made since `before`. */
export async function untilConnections(redis: RedisServer, before: number, more: number): Promise<void> {
  await waitFor(async () => (await connectionCount(redis)) - before === more, {
    message: `${more} connections more than ${before}`,
  });
}
