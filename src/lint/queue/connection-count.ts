import type { Queue } from './queue';

/** How many Redis connections some queues open. */
export interface ConnectionCount {
  readonly queues: number;
  /** Each queue on its own. */
  readonly own: number;
  /** With one client and one subscriber for all, and a bclient for each that processes. */
  readonly shared: number;
  /** Whether some may open fewer: what the code does with them could not be followed. */
  readonly isUpTo: boolean;
}

/** What `queues` open, and would open if they shared; for queues of one Redis. */
export function countConnections(queues: readonly Queue[]): ConnectionCount {
  const each = queues.map(({ connections }) => connections);
  const own = each.reduce<number>((sum, count) => sum + count, 0);
  const bclients = each.filter((count) => count === 3).length;
  const shared = bclients + (each.some((count) => count > 1) ? 2 : 1);
  return { queues: queues.length, own, shared, isUpTo: queues.some(({ isFollowed }) => !isFollowed) };
}
