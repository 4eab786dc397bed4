import * as vscode from 'vscode';
import type { JobList } from '../queues';
import type { Node } from './nodes/node';
import { QueueNode } from './nodes/queue-node';
import { StateNode } from './nodes/state-node';

/** Which folders of jobs are open on the screen: the jobs in them are read again, those of others are let go of. */
export class OpenFolders implements vscode.Disposable {
  private readonly open = new Set<StateNode>();
  /** Ids of the rows that the person has collapsed. */
  private readonly collapsed = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(view: Pick<vscode.TreeView<Node>, 'onDidExpandElement' | 'onDidCollapseElement'>) {
    this.subscriptions = [
      view.onDidExpandElement(({ element }) => this.expanded(element)),
      view.onDidCollapseElement(({ element }) => this.wasCollapsed(element)),
    ];
  }

  /** VS Code asks for what is in the folder: the list of its jobs, read; null where its connection is closed. */
  async jobsIn(folder: StateNode): Promise<JobList | null> {
    const { jobs } = folder.parent.parent.session;
    if (!jobs) return null;
    this.open.add(folder);
    const list = jobs.open(folder.parent.queue, folder.state);
    if (list.rows === null) await list.read();
    return list;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private expanded(row: Node): void {
    // VS Code shows the rows that it had before, and does not ask for them.
    if (!this.collapsed.delete(row.id)) return;
    for (const folder of this.below(row)) {
      const { jobs } = folder.parent.parent.session;
      const list = this.listOf(folder);
      if (!jobs || !list || this.isHidden(folder)) continue;
      list.isWatched = true;
      void jobs.read(list);
    }
  }

  private wasCollapsed(row: Node): void {
    this.collapsed.add(row.id);
    if (row instanceof StateNode) {
      this.open.delete(row);
      row.parent.parent.session.jobs?.close(row.parent.queue, row.state);
    }
    if (row instanceof QueueNode) row.forgetEmptied();
    for (const folder of this.below(row)) {
      const list = this.listOf(folder);
      if (list) list.isWatched = false;
    }
  }

  private below(row: Node): StateNode[] {
    return [...this.open].filter((folder) => folder.parent === row || folder.parent.parent === row);
  }

  private isHidden({ parent: queue }: StateNode): boolean {
    return this.collapsed.has(queue.id) || this.collapsed.has(queue.parent.id);
  }

  private listOf({ parent: queue, state }: StateNode): JobList | undefined {
    return queue.parent.session.jobs?.find(queue.queue, state);
  }
}
