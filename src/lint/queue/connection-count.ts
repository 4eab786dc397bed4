import type { Construction, Roles } from '../constructions/construction';
import type { RuleContext } from '../engine/rule';
import { isNeverGiven, option } from '../evaluation/inspect-value';

/** How many Redis connections one queue opens, or a group of queues. */
export interface ConnectionCount {
  /** Each queue on its own. */
  readonly own: number;
  /** With one client and one subscriber for all, and a bclient for each that processes. */
  readonly shared: number;
}

/** Whether the queue surely makes all its connections itself. */
export function opensItsOwn(queue: Construction): boolean {
  return isNeverGiven(option(queue.options, 'createClient'));
}

/**
 * Bull opens `client` at once, `subscriber` at the first global event or processor, `bclient` at the first processor
 * (bull 4.16.5 lib/queue.js:200, 372, 708). Where the code cannot be followed, all three.
 */
export function connectionsOf({ processes, subscribes, escapes }: Roles): 1 | 2 | 3 {
  if (processes.length > 0 || escapes) return 3;
  return subscribes.length > 0 ? 2 : 1;
}

/** What `queues` open, and would open if they shared; for queues of one Redis. */
export function countConnections(queues: readonly Construction[], context: RuleContext): ConnectionCount {
  const each = queues.map((queue) => connectionsOf(context.roles(queue)));
  const own = each.reduce<number>((sum, count) => sum + count, 0);
  const bclients = each.filter((count) => count === 3).length;
  return { own, shared: bclients + (each.some((count) => count > 1) ? 2 : 1) };
}
