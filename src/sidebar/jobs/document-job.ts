import type { Uri } from 'vscode';
import type { JobId } from '../../queues';
import type { QueueNode } from '../nodes/queue-node';
import type { QueuesTree } from '../queues-tree';
import { jobAddress } from './job-uri';

/** The job of a document, and the row of its queue. @throws Error where there is no such row */
export async function documentJob(
  tree: QueuesTree,
  document: Uri,
): Promise<{ readonly queue: QueueNode; readonly id: JobId }> {
  const address = jobAddress(document);
  const queue = address && (await tree.findQueue(address.connection, address.prefix, address.queue));
  if (!queue) throw new Error('The queue of this job is not in the Bull Lens view.');
  const { jobIdFromKey } = await import('../../queues');
  return { queue, id: jobIdFromKey(address.id) };
}
