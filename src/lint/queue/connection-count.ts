import { eitherOr } from './either-or';
import type { Process } from './processes';
import type { Queue } from './queue';
import { oneOf } from './queue-count';
import type { Share } from './share';

/** How many Redis connections some queues open. */
export interface ConnectionCount {
  readonly queues: number;
  /** Each queue on its own. */
  readonly own: number;
  /** What they surely open on their own. */
  readonly least: number;
  /** With one client and one subscriber for all of a Redis database, and a bclient for each queue that processes. */
  readonly shared: number;
  /** The same where environment variables and addresses that differ are of as many Redis databases. */
  readonly sharedAtMost: number;
  /** Whether some may open fewer: what the code does with them could not be followed. */
  readonly isUpTo: boolean;
  /** Whether there may be more queues than these. */
  readonly isAtLeast: boolean;
}

/** What `queues` open, and would open if those of one Redis shared. In one process, or in all code. */
export function countConnections(queues: readonly Queue[], process: Process | null): ConnectionCount {
  const made = queues.filter((queue) => {
    const { count } = shareIn(queue, process);
    return count.atLeast > 0 || count.isOpen;
  });
  const shares = eitherOr(made).map((group) => oneShareOf(group.map((queue) => shareIn(queue, process))));
  const sum = (of: (share: Share) => number): number =>
    shares.reduce((total, share) => total + share.count.atLeast * of(share), 0);
  return {
    queues: sum(() => 1),
    own: sum(({ connections }) => connections),
    least: sum(({ connections, isFollowed }) => (isFollowed ? connections : 1)),
    shared: sharedBy(shares, ({ database }) => database),
    sharedAtMost: sharedBy(shares, ({ address }) => address),
    isUpTo: shares.some(({ isFollowed }) => !isFollowed),
    isAtLeast: shares.some(({ count }) => count.isOpen),
  };
}

function shareIn(queue: Queue, process: Process | null): Located {
  return { ...(process ? queue.shareIn(process) : queue.share), database: queue.database, address: queue.address };
}

/** What one of some comes to, where which one is not known. */
function oneShareOf(shares: readonly Located[]): Located {
  const most = Math.max(...shares.map(({ connections }) => connections));
  return {
    count: oneOf(shares.map(({ count }) => count)),
    connections: most as Share['connections'],
    isFollowed: shares.every(({ connections, isFollowed }) => isFollowed && connections === most),
    database: shares.every(({ database }) => database === shares[0]?.database) ? (shares[0]?.database ?? null) : null,
    address: [...new Set(shares.map(({ address }) => address))].sort().join(' or ') || null,
  };
}

interface Located extends Share {
  readonly database: string | null;
  readonly address: string | null;
}

/** Those of which it is not known are taken for the first one's. */
function sharedBy(shares: readonly Located[], redisOf: (share: Located) => string | null): number {
  const known = [...new Set(shares.flatMap((share) => redisOf(share) ?? []))];
  const [first = null] = known;
  const groups = (known.length > 0 ? known : [null]).map((each) =>
    shares.filter((share) => (redisOf(share) ?? first) === each),
  );
  return groups.reduce((total, group) => total + sharedInOne(group), 0);
}

function sharedInOne(shares: readonly Share[]): number {
  const bclients = shares.reduce((total, { count, connections }) => total + (connections === 3 ? count.atLeast : 0), 0);
  return bclients + (shares.some(({ connections }) => connections > 1) ? 2 : 1);
}
