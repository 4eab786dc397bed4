import * as vscode from 'vscode';
import { ACTION_NAMES, type ActionName } from '../../bull/actions';
import { settingsOf } from '../../connections/connection-list';
import { contextValue } from '../../contributions';
import { CodeQueues } from '../../link/code-queues';
import { onlyInCode, type CodeNote } from '../../link/in-code';
import type { JobSearch, KnownQueue, MonitoredQueue } from '../../queues';
import type { Session } from '../../sessions/session';
import { AllCausesNode } from './all-causes-node';
import { connectionState } from './connection-state';
import type { ConnectionFolder } from './folders';
import { icons } from './icons';
import { MessageNode } from './message-node';
import type { Node } from './node';
import { nothingBelow } from './nothing-below';
import { QueueNode } from './queue-node';
import { rowId } from './row-id';
import { SearchNode } from './search-node';

/** A configured Redis: what is to be known of it, then its queues. */
export class ConnectionNode implements ConnectionFolder {
  readonly id: string;
  readonly parent = null;
  /** By the id of their row. */
  private queueNodes: ReadonlyMap<string, QueueNode> = new Map();
  private allCausesNode: AllCausesNode | null = null;
  private searchNodes: ReadonlyMap<JobSearch, SearchNode> = new Map();
  private drawnNote: string | undefined;

  constructor(
    treeId: string,
    readonly session: Session,
    readonly code: () => CodeQueues = () => new CodeQueues([], false),
  ) {
    this.id = rowId(treeId, 'connection', session.name);
  }

  item(): vscode.TreeItem {
    const { session } = this;
    const item = new vscode.TreeItem(session.name, vscode.TreeItemCollapsibleState.Expanded);
    const state = connectionState(session);
    item.id = this.id;
    item.description = state.description;
    const { owner } = session.entry;
    const origin = owner !== 'user' && `From ${settingsOf[owner]}`;
    item.tooltip = [session.name, state.description, state.detail, origin].filter(Boolean).join('\n');
    item.iconPath = state.icon;
    item.contextValue = contextValue(
      ...(['connection', ...state.tokens, session.isReadOnly ? 'readOnly' : 'writable'] as const),
      ...this.offered,
    );
    const access = session.isReadOnly ? ', read-only' : '';
    item.accessibilityInformation = { label: `Redis connection ${session.name}${access}: ${state.description}` };
    return item;
  }

  get offered(): readonly ActionName[] {
    return ACTION_NAMES.filter((action) => this.session.offers(action));
  }

  children(): Node[] {
    const { monitor, entry } = this.session;
    const known = this.queueNodes;
    const queues = entry.problem === undefined ? (monitor?.queues ?? []) : [];
    const nodes = queues.map((queue) => known.get(QueueNode.idOf(this, queue)) ?? new QueueNode(this, queue));
    this.queueNodes = new Map(nodes.map((node) => [node.id, node]));
    return [
      ...this.notices(nodes.length > 0),
      ...this.allCauses(),
      ...this.searches(),
      ...(nodes.length > 0 ? nodes : [nothingBelow(this)]),
      ...this.onlyInCode(),
    ];
  }

  has(child: Node): boolean {
    if (child instanceof AllCausesNode) return this.allCausesNode === child;
    if (child instanceof SearchNode) return this.searchNodes.get(child.search) === child;
    return this.queueNodes.get(child.id) === child;
  }

  /** The queue's row, where the tree has shown it. */
  queueNode({ ref }: Pick<MonitoredQueue, 'ref'>): QueueNode | undefined {
    return this.queueNodes.get(QueueNode.idOf(this, { ref }));
  }

  rowOf(queue: KnownQueue): QueueNode {
    return this.queueNode(queue) ?? new QueueNode(this, { ...queue, snapshot: null });
  }

  /** The row of a search, where the tree has shown it. */
  searchNode(search: JobSearch): SearchNode | undefined {
    return this.searchNodes.get(search);
  }

  /** The row of the causes over all queues; null where they are not shown. */
  get causesOfAll(): AllCausesNode | null {
    return this.allCausesNode;
  }

  /** The rows that say of the code what is not true any more: all below it, or single queues. */
  outdatedNotes(): Node[] {
    if (this.note()?.detail !== this.drawnNote) return [this];
    return [...this.queueNodes.values()].filter((node) => node.isNoteOutdated);
  }

  private allCauses(): AllCausesNode[] {
    const { allCauses } = this.session;
    this.allCausesNode = allCauses?.isOpen ? (this.allCausesNode ?? new AllCausesNode(this, allCauses)) : null;
    return this.allCausesNode ? [this.allCausesNode] : [];
  }

  private searches(): SearchNode[] {
    const searches = this.session.searches?.all ?? [];
    const nodes = searches.map((search) => this.searchNodes.get(search) ?? new SearchNode(this, search));
    this.searchNodes = new Map(nodes.map((node) => [node.search, node]));
    return nodes;
  }

  private onlyInCode(): MessageNode[] {
    const note = this.note();
    this.drawnNote = note?.detail;
    return note ? [new MessageNode(this, note.text, { name: 'only in code', tooltip: note.detail })] : [];
  }

  private note(): CodeNote | null {
    const { monitor, entry, name } = this.session;
    if (!monitor?.isComplete || monitor.isSearching || !entry.spec) return null;
    const refs = monitor.queues.map(({ ref }) => ref);
    return onlyInCode({ connection: name, prefixes: entry.spec.prefixes, refs }, this.code());
  }

  private notices(hasQueues: boolean): MessageNode[] {
    const { monitor, refreshProblem, status, notices } = this.session;
    const trouble = monitor?.searchProblem ?? refreshProblem;
    const rows = notices.map(
      ({ id, text, detail, severity, command }) =>
        new MessageNode(this, text, { name: id, tooltip: detail, icon: icons[severity](), command }),
    );
    // Where there is no queue it is said in their place.
    if (trouble && hasQueues && status.state === 'ready') {
      rows.unshift(new MessageNode(this, trouble.message, { name: 'trouble', icon: icons.warning() }));
    }
    return rows;
  }
}
