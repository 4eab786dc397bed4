import type { QueueMonitor } from '../queues';
import type { Notice } from './notice';

/** What a person should know of the Redis itself, as far as it was found out. */
export function serverNotices({ onlyPart, countProblem }: QueueMonitor): Notice[] {
  if (onlyPart !== null) {
    return [{ id: 'cluster', text: onlyPart, summary: 'one node of a cluster', severity: 'warning' }];
  }
  if (!countProblem) return [];
  const text = `${countProblem.message} Counts are asked for one by one.`;
  return [{ id: 'counts', text, severity: 'information' }];
}
