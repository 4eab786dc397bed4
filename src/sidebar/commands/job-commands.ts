import * as vscode from 'vscode';
import { views } from '../../contributions';
import type { JobDocuments } from '../jobs/job-documents';
import { jobAddress, type JobAddress } from '../jobs/job-uri';
import { JobNode } from '../nodes/job-node';
import type { LoadMoreNode } from '../nodes/load-more-node';
import type { Node } from '../nodes/node';
import type { QueuesTree } from '../queues-tree';
import type { NamedQueue } from './targets';

/** Looking at jobs, and the way back from a job to its queue. */
export class JobCommands {
  constructor(
    private readonly tree: QueuesTree,
    private readonly view: vscode.TreeView<Node>,
    private readonly documents: JobDocuments,
  ) {}

  readonly open = async (job: JobNode) => {
    await this.documents.open(addressOf(job), job.row.id.text);
  };

  readonly openWhole = async (target: JobNode | vscode.Uri) => {
    const address = target instanceof JobNode ? addressOf(target) : jobAddress(target);
    if (!address) return;
    const { jobIdFromKey } = await import('../../queues');
    await this.documents.open({ ...address, whole: true }, jobIdFromKey(address.id).text);
  };

  /** The row of a queue; where it is named and has failed jobs, these. */
  readonly revealQueue = async (target: vscode.Uri | NamedQueue | null) => {
    if (target === null) return vscode.commands.executeCommand(`${views.queues}.focus`);
    const { connection, ref } = target instanceof vscode.Uri ? namedIn(target) : target;
    const queue = await this.tree.findQueue(connection, ref.prefix, ref.name);
    if (!queue) return vscode.commands.executeCommand(`${views.queues}.focus`);
    const failed = target instanceof vscode.Uri || !queue.queue.snapshot?.counts.failed ? null : queue.failedJobs();
    return this.view.reveal(failed ?? queue, { select: true, focus: true, expand: true });
  };

  readonly loadMore = async ({ parent }: LoadMoreNode) => {
    await this.tree.showMore(parent);
  };
}

function addressOf({ row, parent }: JobNode): JobAddress {
  const queue = parent.queueNode;
  const { ref } = queue.queue;
  return { connection: queue.parent.session.name, prefix: ref.prefix, queue: ref.name, id: row.id.key, whole: false };
}

function namedIn(document: vscode.Uri): NamedQueue {
  const { connection, prefix, queue: name } = jobAddress(document) as JobAddress;
  return { connection, ref: { prefix, name } };
}
