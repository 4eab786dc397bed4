import * as vscode from 'vscode';
import { causeTooltip, describeCause, isHeldBack, labelOfCause, nameOfCause } from '../../cause-words';
import { commands, contextValue } from '../../contributions';
import type { AllCauses, FailureGroup, KnownQueue, SharedCause } from '../../queues';
import { count, isolated, plural, visible } from '../../words';
import { readEach } from '../read-each';
import type { ConnectionFolder } from './folders';
import { icons } from './icons';
import { jobsOfCause, type JobsOfCause } from './jobs-of-cause';
import type { Node } from './node';
import { rowId } from './row-id';

/** Failed jobs of any queues that have one cause. */
export class SharedCauseNode implements Node {
  readonly id: string;
  private drawn = '';

  constructor(
    readonly parent: Node & { readonly parent: ConnectionFolder },
    private current: SharedCause,
    private readonly among: AllCauses,
  ) {
    this.id = rowId(parent, 'cause', current.group.key);
  }

  showing(cause: SharedCause): this {
    this.current = cause;
    return this;
  }

  get isOutdated(): boolean {
    return this.drawn !== this.text;
  }

  get group(): FailureGroup {
    return this.current.group;
  }

  /** Its jobs as of now, in each of its queues. */
  async jobsNow(): Promise<readonly JobsOfCause[]> {
    const reading = this.current.queues.flatMap(({ queue }) => {
      const [row, causes] = [this.parent.parent.rowOf(queue), this.among.of(queue)];
      return causes && row.isWritable ? { queue: row, causes } : [];
    });
    return readEach(reading, ({ queue, causes }) => jobsOfCause(queue, causes, this.group));
  }

  item(): vscode.TreeItem {
    const { group } = this.current;
    const item = new vscode.TreeItem(labelOfCause(group), vscode.TreeItemCollapsibleState.Collapsed);
    this.drawn = this.text;
    item.id = this.id;
    item.description = this.description;
    if (isHeldBack(group)) item.iconPath = icons.doNot();
    item.tooltip = causeTooltip(group, this.among);
    item.contextValue = contextValue(
      'sharedCause',
      group.cause ? 'known' : 'unknown',
      ...(group.frame ? (['ownFrame'] as const) : []),
      ...this.parent.parent.offered,
    );
    item.accessibilityInformation = {
      label: `${plural(group.count, 'failed job')}: ${nameOfCause(group)}. ${item.description}`,
    };
    return item;
  }

  children(): Node[] {
    return this.current.queues.map((of) => new CauseInQueue(this, this.parent.parent.session.name, of));
  }

  private get description(): string {
    const { group, queues } = this.current;
    const [only, another] = queues;
    const where = only && !another ? isolated(visible(only.queue.ref.name)) : plural(queues.length, 'queue');
    return [`in ${where}`, describeCause(group)].filter(Boolean).join(' · ');
  }

  private get text(): string {
    const { group, queues } = this.current;
    const inQueues = queues.map(({ queue: { ref }, count }) => `${ref.prefix}:${ref.name} ${count}`);
    return [labelOfCause(group), this.description, ...inQueues].join('\n');
  }
}

/** A queue with jobs of a cause: a click leads to its failed jobs. */
class CauseInQueue implements Node {
  readonly id: string;

  constructor(
    readonly parent: Node,
    private readonly connection: string,
    private readonly of: { readonly queue: KnownQueue; readonly count: number },
  ) {
    this.id = rowId(parent, 'queue', of.queue.ref.prefix, of.queue.ref.name);
  }

  item(): vscode.TreeItem {
    const { queue, count: jobs } = this.of;
    const item = new vscode.TreeItem(isolated(visible(queue.ref.name)));
    item.id = this.id;
    item.description = `${count(jobs)} failed`;
    item.tooltip = `${queue.ref.prefix}:${queue.ref.name}\n${item.description}`;
    item.contextValue = contextValue('message');
    const named = { connection: this.connection, ref: queue.ref };
    item.command = { command: commands.revealQueue, title: 'Reveal Queue in Sidebar', arguments: [named] };
    item.accessibilityInformation = { label: `queue ${queue.ref.name}: ${item.description} of this cause` };
    return item;
  }
}
