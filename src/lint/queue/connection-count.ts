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
  /** Whether there may be more queues than these. */
  readonly isAtLeast: boolean;
}

/** What `queues` open, and would open if they shared; for queues of one Redis. */
export function countConnections(queues: readonly Queue[]): ConnectionCount {
  const sum = (of: (queue: Queue) => number): number =>
    queues.reduce((total, queue) => total + queue.count.atLeast * of(queue), 0);
  const bclients = sum(({ connections }) => (connections === 3 ? 1 : 0));
  return {
    queues: sum(() => 1),
    own: sum(({ connections }) => connections),
    shared: bclients + (queues.some(({ connections }) => connections > 1) ? 2 : 1),
    isUpTo: queues.some(({ isFollowed }) => !isFollowed),
    isAtLeast: queues.some(({ count }) => count.isOpen),
  };
}
