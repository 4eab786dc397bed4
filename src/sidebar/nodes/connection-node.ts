import * as vscode from 'vscode';
import type { Session } from '../../sessions/session';
import { plural } from '../words';
import { MessageNode, warningIcon } from './message-node';
import type { Node } from './node';
import { QueueNode } from './queue-node';

/** A configured Redis. */
export class ConnectionNode implements Node {
  readonly id: string;
  readonly parent = null;
  private queueNodes: readonly QueueNode[] = [];

  constructor(readonly session: Session) {
    this.id = `connection ${session.name}`;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.session.name, vscode.TreeItemCollapsibleState.Expanded);
    const state = this.state();
    item.id = this.id;
    item.description = state.description;
    item.tooltip = [this.session.name, state.detail].filter(Boolean).join('\n');
    item.iconPath = state.icon;
    item.contextValue = ['connection', ...state.tokens, this.session.isReadOnly ? 'readOnly' : 'writable'].join(' ');
    const access = this.session.isReadOnly ? ', read-only' : '';
    item.accessibilityInformation = { label: `Redis connection ${this.session.name}${access}: ${state.description}` };
    return item;
  }

  children(): Node[] {
    const { monitor, status, entry } = this.session;
    if (entry.problem !== undefined) return [new MessageNode(this, entry.problem, warningIcon())];
    this.queueNodes = (monitor?.queues ?? []).map(
      (queue) => this.queueNodes.find((node) => node.shows(queue)) ?? new QueueNode(this, queue),
    );
    const trouble = monitor?.searchProblem ?? this.session.refreshProblem;
    if (this.queueNodes.length === 0) return [this.empty(trouble?.message)];
    const searchFailed = trouble && status.state === 'ready';
    return searchFailed
      ? [new MessageNode(this, trouble.message, warningIcon()), ...this.queueNodes]
      : [...this.queueNodes];
  }

  /** The queue's row, where the tree has shown it. */
  queueNode(prefix: string, name: string): QueueNode | undefined {
    return this.queueNodes.find(({ queue: { ref } }) => ref.prefix === prefix && ref.name === name);
  }

  get queues(): readonly QueueNode[] {
    return this.queueNodes;
  }

  private empty(trouble: string | undefined): MessageNode {
    const { monitor, status, entry } = this.session;
    if (this.session.isDisconnected) return new MessageNode(this, 'Disconnected');
    if (status.state === 'failed' || status.state === 'reconnecting') {
      return new MessageNode(this, status.problem.message, warningIcon());
    }
    if (trouble !== undefined) return new MessageNode(this, trouble, warningIcon());
    if (monitor?.isComplete && !monitor.isSearching) {
      const prefixes = entry.spec?.prefixes ?? [];
      return new MessageNode(this, `No queues under the prefix ${prefixes.join(' or ')}`);
    }
    if (status.state !== 'ready') return new MessageNode(this, 'Connecting…', busyIcon());
    if (monitor?.isSearching) return new MessageNode(this, 'Searching for queues…', busyIcon());
    return new MessageNode(this, 'No queue was found before the search was stopped');
  }

  private state(): ConnectionState {
    const { session } = this;
    const { status, monitor, entry } = session;
    if (entry.problem !== undefined) {
      return { description: 'not usable', detail: entry.problem, icon: errorIcon(), tokens: ['unusable'] };
    }
    const address = addressOf(session);
    if (session.isDisconnected || status.state === 'closed') {
      return {
        description: `${address} · disconnected`,
        icon: new vscode.ThemeIcon('vm-outline'),
        tokens: ['disconnected'],
      };
    }
    if (status.state === 'failed') {
      return {
        description: status.problem.summary,
        detail: status.problem.message,
        icon: errorIcon(),
        tokens: ['failed'],
      };
    }
    if (status.state === 'reconnecting') {
      const description = `${status.problem.summary} · reconnecting`;
      return { description, detail: status.problem.message, icon: errorIcon(), tokens: ['failed', 'connected'] };
    }
    const parts = [address];
    if (session.isReadOnly) parts.unshift('read-only');
    if (monitor && (monitor.queues.length > 0 || monitor.isComplete))
      parts.push(plural(monitor.queues.length, 'queue'));
    if (monitor?.latency != null) parts.push(`${Math.max(1, Math.round(monitor.latency))} ms`);
    if (monitor?.isSearching) parts.push('searching…');
    if (status.state === 'connecting') parts.push('connecting…');
    const icon = status.state === 'connecting' ? 'vm-connect' : session.isReadOnly ? 'lock' : 'vm-active';
    const tokens = ['connected', ...(monitor?.isSearching ? ['searching'] : [])];
    return {
      description: parts.join(' · '),
      detail: session.refreshProblem?.message,
      icon: new vscode.ThemeIcon(icon),
      tokens,
    };
  }
}

interface ConnectionState {
  readonly description: string;
  readonly detail?: string | undefined;
  readonly icon: vscode.ThemeIcon;
  /** Tokens of `contextValue` that say which actions make sense. */
  readonly tokens: readonly string[];
}

const busyIcon = () => new vscode.ThemeIcon('loading~spin');
const errorIcon = () => new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));

function addressOf({ entry }: Session): string {
  if (!entry.spec) return '';
  const { host, port, database } = entry.spec.endpoint;
  return `${host}:${port}${database === 0 ? '' : `/${database}`}`;
}
