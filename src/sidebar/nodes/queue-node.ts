import * as vscode from 'vscode';
import { JOB_STATES, type JobState } from '../../bull/states';
import { contextValue } from '../../contributions';
import { notInCode, type CodeNote } from '../../link/in-code';
import type { ActionName, MonitoredQueue, RedisConnection } from '../../queues';
import { ACTION_NAMES } from '../../bull/actions';
import { dialectOf } from '../../queues/dialects';
import { isolated, visible } from '../../words';
import type { ConnectionFolder, QueueFolder } from './folders';
import { MessageNode } from './message-node';
import type { Node } from './node';
import { describeQueue, iconOfQueue } from './queue-row';
import { rowId } from './row-id';
import { StateNode } from './state-node';

/** A queue: its row says its worst state, and how many jobs are in which. */
export class QueueNode implements QueueFolder {
  readonly id: string;
  /** States that had jobs since the row was opened: one that is emptied stays in its place. */
  private readonly stateNodes = new Map<JobState, StateNode>();
  private drawnNote: string | undefined;

  constructor(
    readonly parent: ConnectionFolder,
    private last: MonitoredQueue,
  ) {
    this.id = QueueNode.idOf(parent, last);
  }

  static idOf(parent: ConnectionFolder, { ref }: Pick<MonitoredQueue, 'ref'>): string {
    return rowId(parent, 'queue', ref.prefix, ref.name);
  }

  get queue(): MonitoredQueue {
    const { prefix, name } = this.last.ref;
    return (this.last = this.parent.session.monitor?.find(prefix, name) ?? this.last);
  }

  get isWritable(): boolean {
    return dialectOf(this.queue).takesChanges && !this.parent.session.isReadOnly;
  }

  offers(action: ActionName): boolean {
    return this.isWritable && this.parent.session.offers(action);
  }

  get connection(): RedisConnection {
    const { session } = this.parent;
    if (!session.connection) throw new Error(`${session.name} is not connected.`);
    if (!this.isWritable)
      throw new Error(`${this.queue.ref.name} on ${session.name} is read-only: nothing is changed there.`);
    return session.connection;
  }

  get offered(): readonly ActionName[] {
    return ACTION_NAMES.filter((action) => this.offers(action));
  }

  item(): vscode.TreeItem {
    const { queue } = this;
    const { ref, snapshot } = queue;
    const dialect = dialectOf(queue);
    const item = new vscode.TreeItem(isolated(visible(ref.name)), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    const { note } = this;
    this.drawnNote = note?.detail;
    const { spec } = this.parent.session.entry;
    const prefix = spec && spec.prefixes.length > 1 && visible(ref.prefix);
    item.description = [prefix, describeQueue(queue), note?.text].filter(Boolean).join(' · ');
    item.tooltip = [
      `${ref.prefix}:${ref.name}`,
      item.description,
      note?.detail,
      !dialect.takesChanges && `A queue of ${dialect.title}: Bull Lens shows it and changes nothing in it.`,
    ]
      .filter(Boolean)
      .join('\n');
    item.iconPath = iconOfQueue(queue);
    item.contextValue = contextValue(
      'queue',
      dialect.kind,
      snapshot?.counts.failed ? 'failing' : 'fine',
      ...(snapshot?.counts.delayed ? (['delayed'] as const) : []),
      ...(snapshot === null ? [] : [snapshot.isPaused ? ('paused' as const) : ('running' as const)]),
      ...this.offered,
    );
    item.accessibilityInformation = { label: `queue ${ref.name}: ${item.description}` };
    return item;
  }

  get isNoteOutdated(): boolean {
    return this.note?.detail !== this.drawnNote;
  }

  children(): Node[] {
    const { snapshot } = this.queue;
    if (snapshot === null) return [];
    const nodes = JOB_STATES.flatMap((state) => {
      const isEmpty = snapshot.counts[state] === 0;
      return isEmpty && !this.stateNodes.has(state) ? [] : [this.stateNode(state)];
    });
    if (nodes.length === 0) return [new MessageNode(this, 'No jobs')];
    const empty = JOB_STATES.filter((state) => !this.stateNodes.has(state));
    if (empty.length === 0) return nodes;
    const text = `${empty.length} empty: ${empty.join(', ')}`;
    return [...nodes, new MessageNode(this, text, { name: 'empty', tooltip: text })];
  }

  /** The row of a state, where it is shown. */
  folder(state: JobState): StateNode | undefined {
    return this.stateNodes.get(state);
  }

  /** The row of its failed jobs, drawn or not; undefined where it has none. */
  failedJobs(): StateNode | undefined {
    this.children();
    return this.folder('failed');
  }

  has(child: Node): boolean {
    return child instanceof StateNode && this.stateNodes.get(child.state) === child;
  }

  /** The person has closed the row: what is empty when it is opened next is not shown. */
  forgetEmptied(): void {
    for (const [state, node] of this.stateNodes) if (node.total === 0) this.stateNodes.delete(state);
  }

  private get note(): CodeNote | null {
    return dialectOf(this.queue).isLinted ? notInCode(this.queue.ref, this.parent.code()) : null;
  }

  private stateNode(state: JobState): StateNode {
    const node = this.stateNodes.get(state) ?? new StateNode(this, state);
    this.stateNodes.set(state, node);
    return node;
  }
}
