/** How many queues a place in the code makes. */
export interface QueueCount {
  readonly atLeast: number;
  /** Whether there may be more: its list or its callers are not all known. */
  readonly isOpen: boolean;
}

export const NONE: QueueCount = { atLeast: 0, isOpen: false };
export const ONE: QueueCount = { atLeast: 1, isOpen: false };
/** Nothing is known of how often: perhaps never, as a function is run that nobody is seen to call. */
export const ANY: QueueCount = { atLeast: 0, isOpen: true };

export function times(a: QueueCount, b: QueueCount): QueueCount {
  return { atLeast: a.atLeast * b.atLeast, isOpen: a.isOpen || b.isOpen };
}

export function plus(a: QueueCount, b: QueueCount): QueueCount {
  return { atLeast: a.atLeast + b.atLeast, isOpen: a.isOpen || b.isOpen };
}

export function sumOf(counts: readonly QueueCount[]): QueueCount {
  return counts.reduce(plus, NONE);
}

/** The same queues, or others. */
export function eitherOf(a: QueueCount, b: QueueCount): QueueCount {
  const isOpen = a.isOpen || b.isOpen || (a.atLeast > 0 && b.atLeast > 0);
  return { atLeast: Math.max(a.atLeast, b.atLeast), isOpen };
}

/** One, however often it is asked for. */
export function atMostOne({ atLeast, isOpen }: QueueCount): QueueCount {
  return { atLeast: Math.min(atLeast, 1), isOpen: isOpen && atLeast === 0 };
}

/** Those of one of some places, where which one is not known. */
export function oneOf(counts: readonly QueueCount[]): QueueCount {
  const atLeast = Math.min(...counts.map((count) => count.atLeast));
  return { atLeast, isOpen: counts.some((count) => count.isOpen || count.atLeast !== atLeast) };
}
