import * as vscode from 'vscode';
import { contextValue } from '../../contributions';
import { mayBeInCode } from '../../link/remedies';
import type { FailureGroup } from '../../queues';
import { causeTooltip, describeCause, labelOfCause, nameOfCause } from '../../cause-words';
import type { QueueFolder } from './folders';
import type { FailedFolder, JobFolder } from './job-folder';
import type { JobNode } from './job-node';
import { JobRows } from './job-rows';
import type { Node } from './node';
import { rowId } from './row-id';

/** The failed jobs of a queue that have one cause. */
export class CauseNode implements JobFolder {
  readonly id: string;
  readonly state = 'failed';
  private readonly jobs = new JobRows(this);
  private drawn = '';

  constructor(
    readonly parent: FailedFolder,
    private current: FailureGroup,
  ) {
    this.id = CauseNode.idOf(parent, current);
  }

  static idOf(parent: FailedFolder, { key }: Pick<FailureGroup, 'key'>): string {
    return rowId(parent, 'cause', key);
  }

  get queueNode(): QueueFolder {
    return this.parent.queueNode;
  }

  get cause(): string {
    return this.current.key;
  }

  get group(): FailureGroup {
    return this.current;
  }

  showing(group: FailureGroup): this {
    this.current = group;
    return this;
  }

  get isOutdated(): boolean {
    return this.drawn !== this.text;
  }

  /** As of `StateNode`. */
  outdatedJobs(): JobNode[] | null {
    return this.isOutdated ? null : this.jobs.outdated();
  }

  item(): vscode.TreeItem {
    const { group } = this;
    const item = new vscode.TreeItem(labelOfCause(group), vscode.TreeItemCollapsibleState.Collapsed);
    this.drawn = this.text;
    item.id = this.id;
    item.description = describeCause(group);
    item.tooltip = causeTooltip(group, this.parent.causes ?? { size: group.count, isCut: false });
    item.contextValue = contextValue(
      'cause',
      this.queueNode.queue.kind,
      group.cause ? 'known' : 'unknown',
      ...(group.cause && mayBeInCode(group.cause.id) ? (['inCode'] as const) : []),
      this.queueNode.offers('Retry All Failed Jobs') ? 'writable' : 'readOnly',
    );
    item.accessibilityInformation = {
      label: `${group.count} failed jobs: ${nameOfCause(group)}. ${item.description}`,
    };
    return item;
  }

  children(): Node[] {
    return this.jobs.draw(this.group.count);
  }

  has(child: Node): boolean {
    return this.jobs.has(child);
  }

  private get text(): string {
    return `${labelOfCause(this.group)} ${describeCause(this.group)}`;
  }
}
