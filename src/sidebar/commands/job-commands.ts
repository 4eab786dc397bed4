import type * as vscode from 'vscode';
import type { JobDocuments } from '../jobs/job-documents';
import { jobAddress, type JobAddress } from '../jobs/job-uri';
import { JobNode } from '../nodes/job-node';
import type { LoadMoreNode } from '../nodes/load-more-node';
import type { Node } from '../nodes/node';
import type { QueuesTree } from '../queues-tree';

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

  readonly revealQueue = async (document: vscode.Uri) => {
    const address = jobAddress(document);
    const queue = address && (await this.tree.findQueue(address.connection, address.prefix, address.queue));
    if (queue) await this.view.reveal(queue, { select: true, focus: true, expand: true });
  };

  readonly loadMore = async ({ parent }: LoadMoreNode) => {
    await this.tree.showMore(parent);
  };
}

function addressOf({ row, parent }: JobNode): JobAddress {
  const queue = parent.parent;
  const { ref } = queue.queue;
  return { connection: queue.parent.session.name, prefix: ref.prefix, queue: ref.name, id: row.id.key, whole: false };
}
