import type { QueueMonitor } from '../queues';
import type { Notice } from './notice';

/** What a person should know of the Redis itself, as far as it was found out. */
export function serverNotices({ connection, server, countProblem }: QueueMonitor): Notice[] {
  const { name } = connection.spec;
  if (server?.isClusterNode === true || countProblem?.kind === 'cluster') {
    const text = `${name}: It is one node of a Redis Cluster: only the queues of this node are shown. Add a connection for each primary.`;
    return [{ id: 'cluster', text, summary: 'one node of a cluster', severity: 'warning' }];
  }
  if (!countProblem) return [];
  const text = `${countProblem.message} Counts are asked for one by one.`;
  return [{ id: 'counts', text, severity: 'information' }];
}
