import type { QueueKey } from './keys';

/** The lists and sets of a queue that hold jobs, in the order in which people care. */
export const JOB_STATES = ['failed', 'active', 'waiting', 'delayed', 'completed', 'paused', 'priority'] as const;

export type JobState = (typeof JOB_STATES)[number];

/** Where Redis holds the ids of a state, and as what. */
export const STATE_KEYS: Readonly<Record<JobState, { readonly key: QueueKey; readonly type: 'list' | 'zset' }>> = {
  failed: { key: 'failed', type: 'zset' },
  active: { key: 'active', type: 'list' },
  waiting: { key: 'wait', type: 'list' },
  delayed: { key: 'delayed', type: 'zset' },
  completed: { key: 'completed', type: 'zset' },
  paused: { key: 'paused', type: 'list' },
  priority: { key: 'priority', type: 'zset' },
};
