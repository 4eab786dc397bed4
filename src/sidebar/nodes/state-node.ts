import * as vscode from 'vscode';
import { isDeepStrictEqual } from 'node:util';
import { failureCause } from '../../bull/failures';
import type { JobState } from '../../bull/states';
import type { JobRow } from '../../queues';
import { count } from '../words';
import { describe, JobNode } from './job-node';
import { LoadMoreNode } from './load-more-node';
import { MessageNode, warningIcon } from './message-node';
import type { Node } from './node';
import type { QueueNode } from './queue-node';

export const PAGE_SIZE = 50;

/** The jobs of a queue in one state, a page at a time. */
export class StateNode implements Node {
  readonly id: string;
  private rows: readonly JobRow[] | null = null;
  private problem: string | null = null;
  private wanted = PAGE_SIZE;
  private drawnDescription = '';
  private jobNodes: readonly JobNode[] = [];
  /** What the rows said when they were drawn last. */
  private drawn: readonly string[] = [];

  constructor(
    readonly parent: QueueNode,
    readonly state: JobState,
  ) {
    this.id = `${parent.id}/${state}`;
  }

  /** null where it could not be counted. */
  get total(): number | null {
    return this.parent.queue.snapshot?.counts[this.state] ?? null;
  }

  /** Its row says something else than what would be said now: the causes are known only once the jobs were read. */
  get isOutdated(): boolean {
    return this.drawnDescription !== this.description;
  }

  item(): vscode.TreeItem {
    const { title, icon, color } = LOOKS[this.state];
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
    const { total, number } = this;
    item.id = this.id;
    item.description = this.drawnDescription = this.description;
    item.tooltip = `${number} ${this.state}`;
    item.iconPath = new vscode.ThemeIcon(icon, color && total ? new vscode.ThemeColor(color) : undefined);
    item.contextValue = [
      'state',
      this.state,
      total ? 'some' : 'none',
      this.parent.isWritable ? 'writable' : 'readOnly',
    ].join(' ');
    item.accessibilityInformation = { label: `${title}: ${number} jobs of ${this.parent.queue.ref.name}` };
    return item;
  }

  private get description(): string {
    return this.number + this.causes();
  }

  private get number(): string {
    if (this.total !== null) return count(this.total);
    return this.parent.queue.snapshot === null ? '…' : 'unreadable';
  }

  /** ` · 9 Missing lock, 1 Stalled, 2 other`, where all failed jobs are read and some failed for a known cause; else empty. */
  private causes(): string {
    if (this.state !== 'failed' || this.rows === null || this.rows.length === 0 || this.rows.length !== this.total)
      return '';
    const causes = new Map<string, number>();
    for (const { failedReason } of this.rows) {
      const title = failureCause(failedReason ?? '')?.title ?? 'other';
      causes.set(title, (causes.get(title) ?? 0) + 1);
    }
    if (causes.get('other') === this.rows.length) return '';
    const isOther = (title: string) => Number(title === 'other');
    const groups = [...causes].sort(([a, jobs], [b, others]) => isOther(a) - isOther(b) || others - jobs);
    return ` · ${groups.map(([title, jobs]) => `${jobs} ${title}`).join(', ')}`;
  }

  async children(): Promise<Node[]> {
    if (this.rows === null) await this.load();
    if (this.problem !== null) return [new MessageNode(this, this.problem, warningIcon())];
    const rows = this.rows ?? [];
    if (rows.length === 0) return [new MessageNode(this, `No ${this.state} jobs`)];
    const known = new Map(this.jobNodes.map((node) => [node.row.id.key, node]));
    this.jobNodes = rows.map((row) => known.get(row.id.key)?.showing(row) ?? new JobNode(this, row));
    this.drawn = rows.map(describe);
    const left = (this.total ?? 0) - rows.length;
    return rows.length >= this.wanted && left > 0
      ? [...this.jobNodes, new LoadMoreNode(this, left)]
      : [...this.jobNodes];
  }

  showMore(): void {
    this.wanted += PAGE_SIZE;
    this.rows = null;
  }

  /** Reads the shown jobs again; false where neither they nor their ages have changed: a row drawn anew loses its tooltip. */
  async reload(): Promise<boolean> {
    const { rows, problem } = this;
    await this.load();
    if (problem !== this.problem || !isDeepStrictEqual(rows, this.rows)) return true;
    return !isDeepStrictEqual(this.rows?.map(describe) ?? [], this.drawn);
  }

  /** Lets go of the jobs, so that the next expansion reads them anew. */
  forget(): void {
    this.rows = null;
    this.problem = null;
    this.wanted = PAGE_SIZE;
    this.jobNodes = [];
  }

  private async load(): Promise<void> {
    const { connection } = this.parent.parent.session;
    if (!connection) return;
    try {
      const { readJobs } = await import('../../queues');
      this.rows = await connection.run((redis) => readJobs(redis, this.parent.queue, this.state, 0, this.wanted));
      this.problem = null;
    } catch (error) {
      // While the connection is lost its own row says why, and the jobs that were read last stay.
      if (this.rows !== null && connection.status.state !== 'ready') return;
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}

interface Look {
  readonly title: string;
  readonly icon: string;
  readonly color?: string;
}

const LOOKS: Readonly<Record<JobState, Look>> = {
  failed: { title: 'Failed', icon: 'error', color: 'testing.iconFailed' },
  active: { title: 'Active', icon: 'play-circle', color: 'testing.iconQueued' },
  waiting: { title: 'Waiting', icon: 'clock' },
  delayed: { title: 'Delayed', icon: 'watch' },
  completed: { title: 'Completed', icon: 'pass', color: 'testing.iconPassed' },
  paused: { title: 'Paused', icon: 'debug-pause' },
  priority: { title: 'Priority', icon: 'arrow-circle-up' },
};
