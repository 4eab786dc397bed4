import type { Dialect } from './dialect';

/** Bull 3 and 4 (bull 4.16.5 lib/queue.js:243-273, lib/commands). */
export const bull: Dialect = {
  kind: 'bull',
  title: 'Bull',
  states: {
    failed: { key: 'failed', type: 'zset', order: 'newest first' },
    active: { key: 'active', type: 'list', order: 'next first' },
    waiting: { key: 'wait', type: 'list', order: 'next first' },
    delayed: { key: 'delayed', type: 'zset', order: 'next first' },
    completed: { key: 'completed', type: 'zset', order: 'newest first' },
    paused: { key: 'paused', type: 'list', order: 'next first' },
    priority: { key: 'priority', type: 'zset', order: 'next first' },
  },
  parents: null,
  waitingHoldsPriority: true,
  isPaused: { command: 'EXISTS', key: 'meta-paused' },
  attemptsMade: ['attemptsMade'],
  takesChanges: true,
  isLinted: true,
  tellsOfRemoved: true,
};
