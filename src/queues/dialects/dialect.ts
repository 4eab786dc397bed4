import type { QueueKey } from '../../bull/keys';
import type { JobState } from '../../bull/states';

/** The libraries whose queues stand under Bull's prefix. */
export type QueueKind = 'bull' | 'bullmq';

/** Where a queue holds the ids of its jobs in one state. */
export interface StateKey {
  readonly key: QueueKey;
  readonly type: 'list' | 'zset';
  /** Which jobs people look for first; a list is taken from its tail, so that its next one is the last. */
  readonly order: 'newest first' | 'next first';
}

/** What a library calls its things in Redis, where it keeps them, and what may be done with them. */
export interface Dialect {
  readonly kind: QueueKind;
  /** Its name for people. */
  readonly title: string;
  readonly states: Readonly<Record<JobState, StateKey>>;
  /** Where jobs are that wait for jobs of their own; null in a library that has none. They are counted nowhere. */
  readonly parents: Omit<StateKey, 'order'> | null;
  /** Jobs with a priority stand in `waiting` as well, and are counted there. */
  readonly waitingHoldsPriority: boolean;
  /** The command that answers 1 while the queue is paused, and 0 while it is not. */
  readonly isPaused: CountCommand;
  /** The fields of a job's hash that say how often it was tried: the first that is there. */
  readonly attemptsMade: readonly string[];
  /** Its jobs can be retried. */
  readonly takesChanges: boolean;
  /** The linter reads the code that makes its queues. */
  readonly isLinted: boolean;
  /** Who listens is told of jobs that are removed as they finish. */
  readonly tellsOfRemoved: boolean;
}

/** A command on one key that answers a number. */
export interface CountCommand {
  readonly command: 'LLEN' | 'ZCARD' | 'EXISTS' | 'HEXISTS';
  readonly key: QueueKey;
  readonly field?: string;
}
