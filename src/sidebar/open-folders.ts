import * as vscode from 'vscode';
import type { FailureCauses, JobList } from '../queues';
import { CauseNode } from './nodes/cause-node';
import type { JobFolder } from './nodes/job-folder';
import type { Node } from './nodes/node';
import { QueueNode } from './nodes/queue-node';
import { StateNode } from './nodes/state-node';

/** Which folders of jobs are open on the screen: the jobs in them are read again, those of others are let go of. */
export class OpenFolders implements vscode.Disposable {
  private readonly open = new Set<JobFolder>();
  /** Ids of the rows that the person has collapsed. */
  private readonly collapsed = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  /** `askAgain`: has VS Code ask for the rows below one when it is opened next, instead of showing those that it has. */
  constructor(
    view: Pick<vscode.TreeView<Node>, 'onDidExpandElement' | 'onDidCollapseElement'>,
    private readonly askAgain: (row: Node) => void,
  ) {
    this.subscriptions = [
      view.onDidExpandElement(({ element }) => this.expanded(element)),
      view.onDidCollapseElement(({ element }) => this.wasCollapsed(element)),
    ];
  }

  /** VS Code asks for what is in the folder: reads what it shows, its causes or its jobs. */
  async fill(folder: JobFolder): Promise<void> {
    this.open.add(folder);
    if (folder instanceof StateNode) {
      await this.readCauses(folder);
      if (folder.isByCause) return;
    }
    await this.jobsIn(folder);
  }

  /** The list of a folder's jobs, read; null where its connection is closed. */
  async jobsIn(folder: JobFolder): Promise<JobList | null> {
    const { jobs } = sessionOf(folder);
    if (!jobs) return null;
    const list = jobs.open(folder.queueNode.queue, folder.state, folder.cause);
    if (list.rows === null) await list.read();
    return list;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async readCauses(folder: StateNode): Promise<void> {
    const causes = folder.state === 'failed' ? sessionOf(folder).causes?.open(folder.queueNode.queue) : undefined;
    if (!causes) return;
    // All of them, or the newest ones where there are many: the others follow.
    if (causes.groups === null) await causes.begin();
  }

  private expanded(row: Node): void {
    // VS Code shows the rows that it had before, and does not ask for them.
    if (!this.collapsed.delete(row.id)) return;
    for (const folder of this.below(row)) {
      if (this.isHidden(folder)) continue;
      const causes = causesOf(folder);
      if (causes) {
        causes.isWatched = true;
        void causes.refresh();
      }
      const { jobs } = sessionOf(folder);
      const list = this.listOf(folder);
      if (!jobs || !list) continue;
      list.isWatched = true;
      void jobs.read(list);
    }
  }

  private wasCollapsed(row: Node): void {
    this.collapsed.add(row.id);
    if (row instanceof StateNode || row instanceof CauseNode) {
      this.close(row);
      this.askAgain(row);
    }
    if (row instanceof QueueNode) row.forgetEmptied();
    for (const folder of this.below(row)) {
      const list = this.listOf(folder);
      if (list) list.isWatched = false;
      const causes = causesOf(folder);
      if (causes) causes.isWatched = false;
    }
  }

  private close(folder: JobFolder): void {
    const { jobs, causes } = sessionOf(folder);
    const { queue } = folder.queueNode;
    this.open.delete(folder);
    jobs?.close(queue, folder.state, folder.cause);
    if (!(folder instanceof StateNode) || folder.state !== 'failed') return;
    for (const each of folder.shownCauses) this.close(each);
    causes?.close(queue);
  }

  private below(row: Node): JobFolder[] {
    return [...this.open].filter((folder) => isBelow(folder, row));
  }

  private isHidden({ queueNode: queue }: JobFolder): boolean {
    return this.collapsed.has(queue.id) || this.collapsed.has(queue.parent.id);
  }

  private listOf({ queueNode, state, cause }: JobFolder): JobList | undefined {
    return queueNode.parent.session.jobs?.find(queueNode.queue, state, cause);
  }
}

function sessionOf({ queueNode }: JobFolder) {
  return queueNode.parent.session;
}

/** null of all folders but that of the failed jobs, and where they are not open. */
function causesOf(folder: JobFolder): FailureCauses | null {
  return folder instanceof StateNode ? folder.causes : null;
}

function isBelow(node: Node, row: Node): boolean {
  for (let { parent } = node; parent; { parent } = parent) if (parent === row) return true;
  return false;
}
