import { bull } from './bull';
import type { Dialect } from './dialect';

/** BullMQ 3 to 6, which is shown and never written to (bullmq 6.7.0 dist/cjs/classes/queue-keys.js, dist/cjs/commands). */
export const bullmq: Dialect = {
  kind: 'bullmq',
  title: 'BullMQ',
  states: { ...bull.states, priority: { key: 'prioritized', type: 'zset', order: 'next first' } },
  parents: { key: 'waiting-children', type: 'zset' },
  waitingHoldsPriority: false,
  isPaused: { command: 'HEXISTS', key: 'meta', field: 'paused' },
  // `atm` since BullMQ 5.
  attemptsMade: ['atm', 'attemptsMade'],
  takesChanges: false,
  isLinted: false,
  tellsOfRemoved: false,
};
