import type { Process } from './processes';
import type { Queue } from './queue';

/** How many Redis connections some queues open. */
export interface ConnectionCount {
  readonly queues: number;
  /** Each queue on its own. */
  readonly own: number;
  /** What they surely open on their own. */
  readonly least: number;
  /** With one client and one subscriber for all, and a bclient for each that processes. */
  readonly shared: number;
  /** Whether some may open fewer: what the code does with them could not be followed. */
  readonly isUpTo: boolean;
  /** Whether there may be more queues than these. */
  readonly isAtLeast: boolean;
}

/** What `queues` open, and would open if they shared; for queues of one Redis. In one process, or in all code. */
export function countConnections(queues: readonly Queue[], process: Process | null): ConnectionCount {
  const shares = queues
    .map((queue) => (process ? queue.shareIn(process) : queue.share))
    .filter(({ count }) => count.atLeast > 0 || count.isOpen);
  type Share = (typeof shares)[number];
  const sum = (of: (share: Share) => number): number =>
    shares.reduce((total, share) => total + share.count.atLeast * of(share), 0);
  const bclients = sum(({ connections }) => (connections === 3 ? 1 : 0));
  return {
    queues: sum(() => 1),
    own: sum(({ connections }) => connections),
    least: sum(({ connections, isFollowed }) => (isFollowed ? connections : 1)),
    shared: bclients + (shares.some(({ connections }) => connections > 1) ? 2 : 1),
    isUpTo: shares.some(({ isFollowed }) => !isFollowed),
    isAtLeast: shares.some(({ count }) => count.isOpen),
  };
}
