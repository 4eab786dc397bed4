import type { RedisConnection } from '../queues';

/** What `read` gives of each of them, in their order: of one connection a few are asked for together. */
export async function readEach<T extends { readonly queue: { readonly connection: RedisConnection } }, R>(
  all: readonly T[],
  read: (one: T) => Promise<R>,
): Promise<R[]> {
  const { allWorkedOn } = await import('../queues');
  const [first] = all;
  return first ? allWorkedOn(all, first.queue.connection, read) : [];
}
