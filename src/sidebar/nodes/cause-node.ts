import * as vscode from 'vscode';
import { contextValue } from '../../contributions';
import { mayBeInCode } from '../../link/remedies';
import type { FailureGroup } from '../../queues';
import { causeTooltip, describeCause, isHeldBack, labelOfCause, nameOfCause } from '../../cause-words';
import { plural } from '../../words';
import type { QueueFolder } from './folders';
import type { FailedFolder, JobFolder } from './job-folder';
import { icons } from './icons';
import type { JobNode } from './job-node';
import { JobRows } from './job-rows';
import type { Node } from './node';
import { jobsOfCause, type JobsOfCause } from './jobs-of-cause';
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
    /** It was the only cause when it was first shown: its jobs are shown with it. */
    private readonly isOpen = false,
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

  /** Its jobs as of now. @throws Error where the folder was closed since */
  async jobsNow(): Promise<readonly JobsOfCause[]> {
    const { causes } = this.parent;
    if (!causes) throw new Error('The failed jobs of this queue are not shown any more.');
    return [await jobsOfCause(this.queueNode, causes, this.group)];
  }

  item(): vscode.TreeItem {
    const { group } = this;
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(labelOfCause(group), this.isOpen ? Expanded : Collapsed);
    this.drawn = this.text;
    item.id = this.id;
    item.description = describeCause(group);
    if (isHeldBack(group)) item.iconPath = icons.doNot();
    item.tooltip = causeTooltip(group, this.parent.causes ?? { size: group.count, isCut: false });
    item.contextValue = contextValue(
      'cause',
      this.queueNode.queue.kind,
      group.cause ? 'known' : 'unknown',
      ...(group.cause && mayBeInCode(group.cause.id) ? (['inCode'] as const) : []),
      ...(group.frame ? (['ownFrame'] as const) : []),
      ...this.queueNode.offered,
    );
    item.accessibilityInformation = {
      label: `${plural(group.count, 'failed job')}: ${nameOfCause(group)}. ${item.description}`,
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
