import * as vscode from 'vscode';
import { JOB_STATES, type JobState } from '../../bull/states';
import type { Dialect, MonitoredQueue, QueueSnapshot } from '../../queues';
import { dialectOf } from '../../queues/dialects';
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
    return dialectOf(this.queue).takesChanges && !this.parent.session.isReadOnly;
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
    const dialect = dialectOf({ kind });
    item.description = describe(dialect, snapshot);
    item.tooltip = [
      `${ref.prefix}:${ref.name}`,
      item.description,
      !dialect.takesChanges && `A queue of ${dialect.title}: Bull Lens shows it and changes nothing in it.`,
    ]
      .filter(Boolean)
      .join('\n');
    item.iconPath = iconOf(dialect, snapshot);
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
function describe(dialect: Dialect, snapshot: QueueSnapshot | null): string {
  const library = dialect.takesChanges ? [] : [dialect.title];
  if (snapshot === null) return [...library, '…'].join(' · ');
  const parts: string[] = [];
  if (snapshot.isPaused) parts.push('paused');
  for (const state of JOB_STATES) {
    const jobs = snapshot.counts[state];
    if (jobs === null) parts.push(`${state} unreadable`);
    else if (jobs > 0 && !(state === 'priority' && dialect.waitingHoldsPriority))
      parts.push(`${count(jobs)} ${wordFor(state, snapshot)}`);
  }
  return [...library, ...(parts.length === 0 ? ['idle'] : parts)].join(' · ');
}

/** While a queue is paused, Bull keeps its waiting jobs under `paused` (pause-5.lua). */
function wordFor(state: JobState, { isPaused }: QueueSnapshot): string {
  if (state === 'paused' && isPaused) return 'waiting';
  return state === 'priority' ? 'prioritized' : state;
}

function iconOf({ takesChanges }: Dialect, snapshot: QueueSnapshot | null): vscode.ThemeIcon {
  const counts = snapshot?.counts;
  if (counts?.failed) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('testing.iconFailed'));
  if (!takesChanges) return new vscode.ThemeIcon('circle-large-outline', new vscode.ThemeColor('disabledForeground'));
  if (snapshot?.isPaused) return new vscode.ThemeIcon('debug-pause');
  if (counts?.active) return new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('testing.iconQueued'));
  if (counts?.waiting) return new vscode.ThemeIcon('clock');
  if (counts?.delayed) return new vscode.ThemeIcon('watch');
  return new vscode.ThemeIcon('circle-outline');
}
