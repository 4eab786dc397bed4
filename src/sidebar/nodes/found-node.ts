import * as vscode from 'vscode';
import type { JobState } from '../../bull/states';
import { contextValue } from '../../contributions';
import type { FoundJobs, JobRow } from '../../queues';
import { count, isolated, visible } from '../../words';
import { DrawnNodes } from './drawn-nodes';
import type { JobFolder } from './job-folder';
import { JobNode } from './job-node';
import type { Node } from './node';
import type { QueueFolder, SearchFolder } from './folders';
import { rowId } from './row-id';
import { stateLooks } from './state-looks';

/** The jobs that a search has found in one state of one queue. */
export class FoundNode implements JobFolder {
  readonly id: string;
  readonly queueNode: QueueFolder;
  private readonly drawn = new DrawnNodes<JobRow, JobNode>();

  constructor(
    readonly parent: SearchFolder,
    private current: FoundJobs,
  ) {
    const { queue, state } = current;
    this.id = rowId(parent, 'found', queue.ref.prefix, queue.ref.name, state);
    this.queueNode = parent.parent.rowOf(queue);
  }

  get state(): JobState {
    return this.current.state;
  }

  get jobs(): FoundJobs {
    return this.current;
  }

  showing(found: FoundJobs): this {
    this.current = found;
    return this;
  }

  item(): vscode.TreeItem {
    const { queue, state, rows } = this.current;
    const item = new vscode.TreeItem(isolated(visible(queue.ref.name)), vscode.TreeItemCollapsibleState.Expanded);
    const { icon, color } = stateLooks[state];
    item.id = this.id;
    item.description = `${count(rows.length)} ${state}`;
    item.tooltip = `${queue.ref.prefix}:${queue.ref.name}\n${item.description}`;
    item.iconPath = new vscode.ThemeIcon(icon, color ? new vscode.ThemeColor(color) : undefined);
    item.contextValue = contextValue('found', state, ...this.queueNode.offered);
    item.accessibilityInformation = { label: `found in queue ${queue.ref.name}: ${item.description}` };
    return item;
  }

  children(): Node[] {
    return this.drawn.draw(this.current.rows, (row) => new JobNode(this, row));
  }

  has(child: Node): boolean {
    return this.drawn.has(child);
  }
}
