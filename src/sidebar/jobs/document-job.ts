import { Uri } from 'vscode';
import type { JobId } from '../../queues';
import type { QueueFolder } from '../nodes/folders';
import type { JobNode } from '../nodes/job-node';
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

/** The job of a row, or of a document as above. */
export async function jobOfRowOrDocument(
  tree: QueuesTree,
  target: JobNode | Uri,
): Promise<{ readonly queue: QueueFolder; readonly id: JobId }> {
  return target instanceof Uri ? documentJob(tree, target) : { queue: target.queueNode, id: target.row.id };
}
