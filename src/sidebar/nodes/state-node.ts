import * as vscode from 'vscode';
import type { JobState } from '../../bull/states';
import { contextValue } from '../../contributions';
import type { JobList, JobRow } from '../../queues';
import { count } from '../../words';
import { describeGone } from './gone-row';
import { failureCauses } from './failure-causes';
import { icons } from './icons';
import { JobNode } from './job-node';
import { LoadMoreNode } from './load-more-node';
import { MessageNode } from './message-node';
import type { Node } from './node';
import type { QueueNode } from './queue-node';
import { rowId } from './row-id';
import { stateLooks } from './state-looks';

/** The jobs of a queue in one state, as far as they are read. */
export class StateNode implements Node {
  readonly id: string;
  private drawnDescription = '';
  private jobNodes: ReadonlyMap<string, JobNode> = new Map();

  constructor(
    readonly parent: QueueNode,
    readonly state: JobState,
  ) {
    this.id = rowId(parent, 'state', state);
  }

  /** null where it could not be counted. */
  get total(): number | null {
    return this.parent.queue.snapshot?.counts[this.state] ?? null;
  }

  /** null where the folder is closed. */
  private get list(): JobList | null {
    return this.parent.parent.session.jobs?.find(this.parent.queue, this.state) ?? null;
  }

  /** Its row would say something else now: the causes are known only once the jobs were read. */
  get isOutdated(): boolean {
    return this.drawnDescription !== this.description;
  }

  /** The rows whose ages have changed since they were drawn; null where the jobs themselves have. */
  outdatedJobs(): JobNode[] | null {
    const rows = this.shown(this.list);
    const nodes = [...this.jobNodes.values()];
    const isSame = rows.length === nodes.length && nodes.every((node, i) => node.shows(rows[i] as JobRow));
    return isSame && !this.isOutdated ? nodes.filter((node) => node.isOutdated) : null;
  }

  item(): vscode.TreeItem {
    const { title, icon, color } = stateLooks[this.state];
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
    const { total, number } = this;
    item.id = this.id;
    item.description = this.drawnDescription = this.description;
    item.tooltip = [`${number} ${this.state}`, this.causes].filter(Boolean).join('\n');
    item.iconPath = new vscode.ThemeIcon(icon, color && total ? new vscode.ThemeColor(color) : undefined);
    item.contextValue = contextValue(
      'state',
      this.state,
      total ? 'some' : 'none',
      this.parent.isWritable ? 'writable' : 'readOnly',
    );
    item.accessibilityInformation = { label: `${title}: ${number} jobs of ${this.parent.queue.ref.name}` };
    return item;
  }

  children(): Node[] {
    const { list } = this;
    const nodes = this.nodesOf(list?.problem == null ? this.shown(list) : []);
    this.jobNodes = new Map(nodes.map((node) => [node.id, node]));
    if (list?.problem != null) return [new MessageNode(this, list.problem, { icon: icons.warning() })];
    if (!list?.rows) return [];
    if (list.rows.length === 0) return [new MessageNode(this, `No ${this.state} jobs`)];
    const left = (this.total ?? 0) - list.rows.length;
    const more = list.isFull && left > 0 ? [new LoadMoreNode(this, left, list.pageSize)] : [];
    return [...this.goneNotice(list), ...nodes, ...more];
  }

  /** Jobs whose data is gone have one row together. */
  private shown(list: JobList | null): readonly JobRow[] {
    return list?.rows?.filter(({ presence }) => presence !== 'gone') ?? [];
  }

  private goneNotice({ gone }: JobList): MessageNode[] {
    if (!gone) return [];
    const text = describeGone(gone, this.total, this.parent.parent.session.monitor?.server ?? null);
    return [new MessageNode(this, text, { name: 'gone', icon: icons.missing(), tooltip: text })];
  }

  has(child: Node): boolean {
    return child instanceof LoadMoreNode ? child.parent === this : this.jobNodes.get(child.id) === child;
  }

  /** The rows that there are already, and new ones; Redis may list an id twice. */
  private nodesOf(rows: readonly JobRow[]): JobNode[] {
    const seen = new Map<string, number>();
    return rows.map((row) => {
      const before = seen.get(row.id.key) ?? 0;
      seen.set(row.id.key, before + 1);
      const node = new JobNode(this, row, before);
      return this.jobNodes.get(node.id)?.showing(row) ?? node;
    });
  }

  private get description(): string {
    return [this.number, this.causes].filter(Boolean).join(' · ');
  }

  private get number(): string {
    if (this.total !== null) return count(this.total);
    return this.parent.queue.snapshot === null ? '…' : 'unreadable';
  }

  /** Only where all failed jobs are read. */
  private get causes(): string {
    const rows = this.state === 'failed' ? this.list?.rows : null;
    return rows && rows.length === this.total ? failureCauses(rows) : '';
  }
}
