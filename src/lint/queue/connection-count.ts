import { eitherAddress, type Address } from './address';
import { eitherOr } from './either-or';
import type { Process } from './processes';
import type { Queue } from './queue';
import { oneOf } from './queue-count';
import { areApart, eitherWhere, type Whereabouts } from './redis-server';
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
  /** The same where addresses of which not all is known are of as many Redis databases as they may be. */
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
    shared: sharedBy(shares, (a, b) => !areApart(a.whereabouts, b.whereabouts)),
    sharedAtMost: sharedBy(shares.flatMap(byAddress), (a, b) => a.address.text === b.address.text),
    isUpTo: shares.some(({ isFollowed }) => !isFollowed),
    isAtLeast: shares.some(({ count }) => count.isOpen),
  };
}

function shareIn(queue: Queue, process: Process | null): Located {
  const { whereabouts, address } = queue;
  return { ...(process ? queue.shareIn(process) : queue.share), whereabouts, address };
}

/** What one of some comes to, where which one is not known. */
function oneShareOf(shares: readonly Located[]): Located {
  const most = Math.max(...shares.map(({ connections }) => connections));
  return {
    count: oneOf(shares.map(({ count }) => count)),
    connections: most as Share['connections'],
    isFollowed: shares.every(({ connections, isFollowed }) => isFollowed && connections === most),
    whereabouts: eitherWhere(shares.map(({ whereabouts }) => whereabouts)),
    address: eitherAddress(shares.map(({ address }) => address)),
  };
}

interface Located extends Share {
  readonly whereabouts: Whereabouts;
  readonly address: Address;
}

/** Queues of one place, apart where each may be in a database of its own. */
function byAddress(share: Located): readonly Located[] {
  const { count, address } = share;
  if (address.isOne) return [share];
  return Array.from({ length: count.atLeast }, (_, i) => ({
    ...share,
    count: { ...count, atLeast: 1 },
    address: { ...address, text: `${address.text} #${i}` },
  }));
}

/** What is known best comes first, so that what may be in several databases goes to one that others are in anyhow. */
function sharedBy(shares: readonly Located[], mayShare: (a: Located, b: Located) => boolean): number {
  const known = ({ whereabouts }: Located): number => whereabouts.filter((part) => part?.length === 1).length;
  const groups: Located[][] = [];
  for (const share of [...shares].sort((a, b) => known(b) - known(a) || b.connections - a.connections)) {
    const group = groups.find((each) => each.every((other) => mayShare(share, other)));
    if (group) group.push(share);
    else groups.push([share]);
  }
  return groups.reduce((total, group) => total + sharedInOne(group), 0);
}

function sharedInOne(shares: readonly Share[]): number {
  const bclients = shares.reduce((total, { count, connections }) => total + (connections === 3 ? count.atLeast : 0), 0);
  return bclients + (shares.some(({ connections }) => connections > 1) ? 2 : 1);
}
