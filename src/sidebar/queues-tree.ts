import * as vscode from 'vscode';
import { ConnectionNode } from './nodes/connection-node';
import type { Node } from './nodes/node';
import type { QueueNode } from './nodes/queue-node';
import { StateNode } from './nodes/state-node';
import type { Sessions, SessionsChange } from '../sessions/sessions';

/** Connection → queue → state → job. Redraws just the rows that a change concerns. */
export class QueuesTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  private connectionNodes: readonly ConnectionNode[] = [];
  /** Folders whose jobs VS Code has asked for, and that were not collapsed since. */
  private readonly expanded = new Set<StateNode>();
  /** Ids of the rows that the person has collapsed. */
  private readonly collapsed = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly sessions: Sessions) {
    this.subscriptions = [
      this.changed,
      sessions.onDidChangeList(() => this.changed.fire(undefined)),
      sessions.onDidChange((change) => this.redraw(change)),
    ];
  }

  /** Follows what the person expands, to know which jobs are on screen. */
  follow(view: vscode.TreeView<Node>): void {
    this.subscriptions.push(
      view.onDidExpandElement(({ element }) => {
        if (element instanceof StateNode) this.expanded.add(element);
        // VS Code shows the rows that it had before, and does not ask for them.
        if (this.collapsed.delete(element.id)) void this.reloadExpanded();
      }),
      view.onDidCollapseElement(({ element }) => {
        this.collapsed.add(element.id);
        if (element instanceof StateNode) this.hide(element);
      }),
    );
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.item();
  }

  getParent(node: Node): Node | null {
    return node.parent;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node instanceof StateNode) return this.jobsOf(node);
    if (node) return (await node.children?.()) ?? [];
    await this.sessions.ready();
    this.connectionNodes = this.sessions.all.map(
      (session) => this.connectionNodes.find((known) => known.session === session) ?? new ConnectionNode(session),
    );
    return [...this.connectionNodes];
  }

  /** Reads the jobs on screen again, and redraws those folders in which something changed, or its age. */
  async reloadExpanded(): Promise<void> {
    const alive = [...this.expanded].filter((node) => this.isShown(node));
    await Promise.all(
      alive.map(async (node) => {
        if (await node.reload()) this.changed.fire(node);
      }),
    );
  }

  /** After an action on a queue: its counts, and the jobs of it that are on screen. */
  async refreshQueue(node: QueueNode): Promise<void> {
    await node.parent.session.refreshQueue(node.queue);
    const shown = [...this.expanded].filter((state) => state.parent === node);
    await Promise.all(shown.map((state) => state.reload()));
    this.changed.fire(node);
  }

  async showMore(node: StateNode): Promise<void> {
    node.showMore();
    await node.reload();
    this.changed.fire(node);
  }

  /** The row of a queue; undefined where there is none. */
  async findQueue(connection: string, prefix: string, name: string): Promise<QueueNode | undefined> {
    const nodes = await this.getChildren();
    const node = nodes.find((other) => other instanceof ConnectionNode && other.session.name === connection);
    if (!(node instanceof ConnectionNode)) return undefined;
    node.children();
    return node.queueNode(prefix, name);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async jobsOf(node: StateNode): Promise<Node[]> {
    this.expanded.add(node);
    const children = await node.children();
    if (node.isOutdated) this.changed.fire(node);
    return children;
  }

  private redraw({ session, change }: SessionsChange): void {
    const node = this.connectionNodes.find((other) => other.session === session);
    if (!node) return;
    if (change.type !== 'counts') return this.changed.fire(node);
    for (const { ref } of change.queues) {
      const queueNode = node.queueNode(ref.prefix, ref.name);
      if (queueNode) this.changed.fire(queueNode);
    }
  }

  private isShown(node: StateNode): boolean {
    const queue = node.parent;
    const connection = queue.parent;
    const isCollapsed = this.collapsed.has(queue.id) || this.collapsed.has(connection.id);
    return !isCollapsed && this.connectionNodes.includes(connection) && connection.queues.includes(queue);
  }

  private hide(node: StateNode): void {
    this.expanded.delete(node);
    node.forget();
  }
}
