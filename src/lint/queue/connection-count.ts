import type { Process } from './processes';
import type { Queue, Share } from './queue';

/** How many Redis connections some queues open. */
export interface ConnectionCount {
  readonly queues: number;
  /** Each queue on its own. */
  readonly own: number;
  /** What they surely open on their own. */
  readonly least: number;
  /** With one client and one subscriber for all of a Redis database, and a bclient for each queue that processes. */
  readonly shared: number;
  /** Whether some may open fewer: what the code does with them could not be followed. */
  readonly isUpTo: boolean;
  /** Whether there may be more queues than these. */
  readonly isAtLeast: boolean;
}

/** What `queues` open, and would open if those of one Redis shared. In one process, or in all code. */
export function countConnections(queues: readonly Queue[], process: Process | null): ConnectionCount {
  const shares = queues.flatMap((queue) => {
    const share = process ? queue.shareIn(process) : queue.share;
    return share.count.atLeast > 0 || share.count.isOpen ? [{ ...share, database: queue.database }] : [];
  });
  const sum = (of: (share: Share) => number): number =>
    shares.reduce((total, share) => total + share.count.atLeast * of(share), 0);
  return {
    queues: sum(() => 1),
    own: sum(({ connections }) => connections),
    least: sum(({ connections, isFollowed }) => (isFollowed ? connections : 1)),
    shared: byDatabase(shares).reduce((total, group) => total + sharedBy(group), 0),
    isUpTo: shares.some(({ isFollowed }) => !isFollowed),
    isAtLeast: shares.some(({ count }) => count.isOpen),
  };
}

interface Located extends Share {
  readonly database: string | null;
}

/** Those whose database is not known are taken for the first one's. */
function byDatabase(shares: readonly Located[]): readonly (readonly Share[])[] {
  const known = [...new Set(shares.flatMap(({ database }) => database ?? []))];
  const [first = null] = known;
  return (known.length > 0 ? known : [null]).map((each) =>
    shares.filter(({ database }) => (database ?? first) === each),
  );
}

function sharedBy(shares: readonly Share[]): number {
  const bclients = shares.reduce((total, { count, connections }) => total + (connections === 3 ? count.atLeast : 0), 0);
  return bclients + (shares.some(({ connections }) => connections > 1) ? 2 : 1);
}
