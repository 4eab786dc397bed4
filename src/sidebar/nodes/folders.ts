import type { CodeQueues } from '../../link/code-queues';
import type { ActionName, KnownQueue, MonitoredQueue, RedisConnection } from '../../queues';
import type { Session } from '../../sessions/session';
import type { Node } from './node';

/** The row of a connection, as those below it see it. */
export interface ConnectionFolder extends Node {
  readonly session: Session;
  /** The queues in the code of this window. */
  readonly code: () => CodeQueues;
  /** The actions that are offered on the rows of its queues. */
  readonly offered: readonly ActionName[];
  /** The row of a queue; a row for it where it is in the tree no more. */
  rowOf(queue: KnownQueue): QueueFolder;
}

/** The row of a queue, as those below it see it. */
export interface QueueFolder extends Node {
  readonly parent: ConnectionFolder;
  /** What the monitor knows of it now. */
  readonly queue: MonitoredQueue;
  readonly isWritable: boolean;
  /** Whether an action is offered on its rows. */
  offers(action: ActionName): boolean;
  /** All that are: each row says so in its `contextValue`. */
  readonly offered: readonly ActionName[];
  /** To change something in it. @throws Error where nothing may be changed in it */
  readonly connection: RedisConnection;
}

/** The row of a search for jobs, as those of what it has found see it. */
export interface SearchFolder extends Node {
  readonly parent: ConnectionFolder;
}
