import * as vscode from 'vscode';
import type { JobState } from '../../bull/states';
import { contextValue, type RowToken } from '../../contributions';
import { describeGone } from '../../gone-words';
import type { FailureCauses, FailureGroup } from '../../queues';
import { count, plural } from '../../words';
import { CauseNode } from './cause-node';
import { DrawnNodes } from './drawn-nodes';
import type { QueueFolder } from './folders';
import { icons } from './icons';
import type { JobFolder } from './job-folder';
import type { JobNode } from './job-node';
import { JobRows } from './job-rows';
import { MessageNode } from './message-node';
import type { Node } from './node';
import { rowId } from './row-id';
import { stateLooks } from './state-looks';

/** In which order failed jobs are shown: below their causes, or each by itself, the newest first. */
export type FailedOrder = 'cause' | 'time';

/** The jobs of a queue in one state, as far as they are read; the failed ones below their causes. */
export class StateNode implements JobFolder {
  readonly id: string;
  private readonly jobs = new JobRows(this);
  private readonly drawnCauses = new DrawnNodes<FailureGroup, CauseNode>();
  private drawnProgress = '';
  /** What the person has chosen last. It does not hang on what is read, so that the row says it before it is opened. */
  private order: FailedOrder = 'cause';

  constructor(
    readonly parent: QueueFolder,
    readonly state: JobState,
  ) {
    this.id = rowId(parent, 'state', state);
  }

  get queueNode(): QueueFolder {
    return this.parent;
  }

  /** null where it could not be counted. */
  get total(): number | null {
    return this.parent.queue.snapshot?.counts[this.state] ?? null;
  }

  /** null where the folder is closed, and of all states but failed. */
  get causes(): FailureCauses | null {
    if (this.state !== 'failed') return null;
    return this.parent.parent.session.causes?.find(this.parent.queue) ?? null;
  }

  get isByCause(): boolean {
    return this.order === 'cause' && this.causes !== null;
  }

  /** The person chooses. */
  show(order: FailedOrder): void {
    this.order = order;
  }

  /** The rows whose ages have changed since they were drawn; null where the jobs themselves have. */
  outdatedJobs(): JobNode[] | null {
    return this.jobs.outdated();
  }

  /** The causes that say something else since they were drawn; null where there are others. */
  outdatedCauses(): CauseNode[] | null {
    if (!this.isByCause || this.progress !== this.drawnProgress) return null;
    return this.sameCauses()?.filter((node) => node.isOutdated) ?? null;
  }

  item(): vscode.TreeItem {
    const { title, icon, color } = stateLooks[this.state];
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
    const { total, number } = this;
    item.id = this.id;
    item.description = this.description;
    item.tooltip = `${number} ${this.state}`;
    item.iconPath = new vscode.ThemeIcon(icon, color && total ? new vscode.ThemeColor(color) : undefined);
    item.contextValue = contextValue(
      'state',
      this.state,
      total ? 'some' : 'none',
      ...this.parent.offered,
      ...this.orderTokens,
    );
    const jobs = total === null ? `${number} jobs` : plural(total, 'job');
    item.accessibilityInformation = { label: `${title}: ${jobs} of ${this.parent.queue.ref.name}` };
    return item;
  }

  children(): Node[] {
    if (!this.isByCause) return [...this.notices(), ...this.jobs.draw(this.total)];
    const nodes = (this.causes?.isComplete ? this.sameCauses() : null) ?? this.drawCauses();
    const rows = [...this.notices(), ...nodes];
    return rows.length > 0 || this.causes?.isReading ? rows : [new MessageNode(this, 'No failed jobs')];
  }

  has(child: Node): boolean {
    if (child instanceof CauseNode) return this.isByCause && this.drawnCauses.has(child);
    return this.jobs.has(child);
  }

  /** Its row for a cause, where it is shown. */
  causeNode(group: Pick<FailureGroup, 'key'>): CauseNode | undefined {
    return this.drawnCauses.get(CauseNode.idOf(this, group));
  }

  get shownCauses(): readonly CauseNode[] {
    return this.drawnCauses.all;
  }

  /** Rows stay where they are while they are the same ones. */
  private sameCauses(): CauseNode[] | null {
    return this.drawnCauses.same(this.causes?.groups ?? [], this.newCauseNode);
  }

  private drawCauses(): CauseNode[] {
    return this.drawnCauses.draw(this.causes?.groups ?? [], this.newCauseNode);
  }

  private readonly newCauseNode = (group: FailureGroup) => new CauseNode(this, group, this.isOnlyCause);

  private get isOnlyCause(): boolean {
    return this.causes?.isComplete === true && this.causes.groups?.length === 1;
  }

  private notices(): MessageNode[] {
    const { causes } = this;
    const notices: MessageNode[] = [];
    const gone = this.isByCause ? causes?.gone : this.jobs.list?.gone;
    if (gone) {
      const text = describeGone(gone, this.total, this.parent.parent.session.monitor?.server ?? null);
      notices.push(new MessageNode(this, text, { name: 'gone', icon: icons.missing(), tooltip: text }));
    }
    this.drawnProgress = this.isByCause ? this.progress : '';
    if (this.drawnProgress !== '') notices.push(new MessageNode(this, this.drawnProgress, { name: 'progress' }));
    if (this.isByCause && causes?.problem != null) {
      notices.push(new MessageNode(this, causes.problem, { name: 'causes', icon: icons.warning() }));
    }
    return notices;
  }

  /** What the person may change; null where there is nothing to be ordered. */
  private get shownOrder(): FailedOrder | null {
    return this.state === 'failed' && this.total ? this.order : null;
  }

  private get orderTokens(): RowToken[] {
    return this.shownOrder === null ? [] : [this.shownOrder === 'cause' ? 'byCause' : 'byTime'];
  }

  private get description(): string {
    return [this.number, this.shownOrder && `by ${this.shownOrder}`].filter(Boolean).join(' · ');
  }

  /** How many of the jobs are grouped, as long as it is not all of them. */
  private get progress(): string {
    const { causes } = this;
    if (causes?.isCut) return `The causes of the newest ${count(causes.size)}`;
    return causes?.isComplete === false && causes.isReading
      ? `The causes of the newest ${count(causes.size)}, so far`
      : '';
  }

  private get number(): string {
    if (this.total !== null) return count(this.total);
    return this.parent.queue.snapshot === null ? '…' : 'unreadable';
  }
}
