import * as vscode from 'vscode';
import { JOB_STATES, type JobState } from '../../bull/states';
import type { MonitoredQueue, QueueSnapshot } from '../../queues';
import { count } from '../words';
import type { ConnectionNode } from './connection-node';
import type { Node } from './node';
import { StateNode } from './state-node';

/** A queue: its row says its worst state, and how many jobs are in which. */
export class QueueNode implements Node {
  readonly id: string;
  private readonly stateNodes: readonly StateNode[];

  constructor(
    readonly parent: ConnectionNode,
    private last: MonitoredQueue,
  ) {
    this.id = `${parent.id}/${last.ref.prefix}:${last.ref.name}`;
    this.stateNodes = JOB_STATES.map((state) => new StateNode(this, state));
  }

  /** What the monitor knows of it now. */
  get queue(): MonitoredQueue {
    const { prefix, name } = this.last.ref;
    return (this.last = this.parent.session.monitor?.find(prefix, name) ?? this.last);
  }

  get isWritable(): boolean {
    return this.queue.kind === 'bull' && !this.parent.session.isReadOnly;
  }

  shows({ ref, kind }: MonitoredQueue): boolean {
    return ref.name === this.last.ref.name && ref.prefix === this.last.ref.prefix && kind === this.last.kind;
  }

  stateNode(state: JobState): StateNode {
    return this.stateNodes[JOB_STATES.indexOf(state)] as StateNode;
  }

  item(): vscode.TreeItem {
    const { ref, kind, snapshot } = this.queue;
    const item = new vscode.TreeItem(ref.name, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.description = describe(kind === 'bullmq', snapshot);
    item.tooltip = [
      `${ref.prefix}:${ref.name}`,
      item.description,
      kind === 'bullmq' && 'A queue of BullMQ: Bull Lens shows it and changes nothing in it.',
    ]
      .filter(Boolean)
      .join('\n');
    item.iconPath = iconOf(kind === 'bullmq', snapshot);
    item.contextValue = [
      'queue',
      kind,
      snapshot?.counts.failed ? 'failing' : 'fine',
      this.isWritable ? 'writable' : 'readOnly',
    ].join(' ');
    item.accessibilityInformation = { label: `queue ${ref.name}: ${item.description}` };
    return item;
  }

  children(): Node[] {
    return [...this.stateNodes];
  }
}

/** `9 failed · 3 waiting · 1 active`, `paused · 41 waiting`, `idle` */
function describe(isBullMQ: boolean, snapshot: QueueSnapshot | null): string {
  const parts: string[] = [];
  if (isBullMQ) parts.push('BullMQ');
  if (snapshot === null) return [...parts, '…'].join(' · ');
  if (snapshot.isPaused) parts.push('paused');
  for (const state of JOB_STATES) {
    const jobs = snapshot.counts[state];
    if (jobs === null) parts.push(`${state} unreadable`);
    // Jobs with a priority are counted under waiting as well.
    else if (jobs > 0 && (state !== 'priority' || isBullMQ)) parts.push(`${count(jobs)} ${wordFor(state, snapshot)}`);
  }
  return parts.length === (isBullMQ ? 1 : 0) ? [...parts, 'idle'].join(' · ') : parts.join(' · ');
}

/** While a queue is paused, Bull keeps its waiting jobs under `paused` (pause-5.lua). */
function wordFor(state: JobState, { isPaused }: QueueSnapshot): string {
  if (state === 'paused' && isPaused) return 'waiting';
  return state === 'priority' ? 'prioritized' : state;
}

function iconOf(isBullMQ: boolean, snapshot: QueueSnapshot | null): vscode.ThemeIcon {
  const counts = snapshot?.counts;
  if (counts?.failed) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('testing.iconFailed'));
  if (isBullMQ) return new vscode.ThemeIcon('circle-large-outline', new vscode.ThemeColor('disabledForeground'));
  if (snapshot?.isPaused) return new vscode.ThemeIcon('debug-pause');
  if (counts?.active) return new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('testing.iconQueued'));
  if (counts?.waiting) return new vscode.ThemeIcon('clock');
  if (counts?.delayed) return new vscode.ThemeIcon('watch');
  return new vscode.ThemeIcon('circle-outline');
}
