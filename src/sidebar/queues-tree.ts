import * as vscode from 'vscode';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FailureCauses, JobList, JobSearch } from '../queues';
import type { Session } from '../sessions/session';
import type { Sessions, SessionsChange } from '../sessions/sessions';
import { Answers } from './answers';
import type { CodeOfQueues } from './code-of-queues';
import { CauseNode } from './nodes/cause-node';
import { ConnectionNode } from './nodes/connection-node';
import type { QueueFolder } from './nodes/folders';
import type { JobFolder } from './nodes/job-folder';
import type { Node } from './nodes/node';
import type { QueueNode } from './nodes/queue-node';
import type { SearchNode } from './nodes/search-node';
import { StateNode, type FailedOrder } from './nodes/state-node';
import { OpenFolders } from './open-folders';
import { Redraws } from './redraws';

/** What is below a row that is closed is drawn once it is opened. */
const UNTIL_DRAWN_MS = 1_500;

/** Counts and jobs that are read together are drawn together, unless they take so long. */
const UNTIL_READ_MS = 1_000;

/** Connection → queue → state → job, or for failed jobs state → cause → job. Redraws just the rows that a change concerns. */
export class QueuesTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  /** VS Code finds a row by its id, for whoever names one. Nobody outside can name ours: a link in a text, for example. */
  private readonly id = randomUUID();
  private connectionNodes: ReadonlyMap<Session, ConnectionNode> = new Map();
  private folders: OpenFolders | null = null;
  private readonly answers = new Answers(() => vscode.commands.executeCommand('noop'));
  private readonly redraws = new Redraws(
    (nodes) => this.changed.fire(nodes),
    (row) => this.answers.isUnderWayAround(row) || this.isBeingRead(row),
  );
  /** Who waits for a row to be drawn. */
  private readonly awaited = new Map<Node, () => void>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly sessions: Sessions,
    private readonly code?: CodeOfQueues,
  ) {
    this.subscriptions = [
      this.changed,
      this.redraws,
      sessions.onDidChangeList(() => this.redraws.addAll()),
      sessions.onDidChange((change) => this.redraw(change)),
      ...(code ? [code.onDidChangeNames(() => this.redrawNotes())] : []),
    ];
  }

  /** Follows what the person opens and closes, to know which jobs are on the screen. */
  follow(view: vscode.TreeView<Node>): void {
    this.folders = new OpenFolders(view, (row) => this.redraws.add(row));
    this.subscriptions.push(this.folders);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    this.awaited.get(node)?.();
    // VS Code may have been told of it before it asked, and have waited: it has now forgotten what it was answered.
    if (this.answers.isUnderWayIn(node)) this.redraws.add(node);
    return node.item();
  }

  getParent(node: Node): Node | null {
    return node.parent;
  }

  getChildren(node?: Node): Promise<Node[]> {
    return this.answers.give(node, () => this.childrenOf(node));
  }

  /** Whether the row is in the tree now. */
  has(node: Node): boolean {
    if (node instanceof ConnectionNode) return this.connectionNodes.get(node.session) === node;
    return node.parent?.has?.(node) === true && this.has(node.parent);
  }

  /** After an action on queues: their counts, and the jobs of them that are on screen, all at the same time. */
  async refreshQueues(nodes: Iterable<QueueFolder>): Promise<void> {
    const queues = [...new Set(nodes)];
    const sessions = [...new Set(queues.map(({ parent }) => parent.session))];
    const queuesOf = (session: Session) => queues.filter(({ parent }) => parent.session === session);
    await Promise.all(sessions.map((session) => session.refreshQueues(queuesOf(session).map(({ queue }) => queue))));
  }

  /** Shows failed jobs below their causes, or each by itself. */
  showBy(folder: StateNode, order: FailedOrder): void {
    folder.show(order);
    this.redraws.add(folder);
  }

  async showMore(folder: JobFolder): Promise<void> {
    const list = await this.folders?.jobsIn(folder);
    list?.showMore();
    await list?.read();
    this.redraws.add(folder);
  }

  /** The row of a queue; undefined where there is none. */
  async findQueue(connection: string, prefix: string, name: string): Promise<QueueNode | undefined> {
    const node = (await this.connections()).find(({ session }) => session.name === connection);
    node?.children();
    return node?.queueNode({ ref: { prefix, name } });
  }

  /** The row of a search; undefined where its connection is closed. */
  async findSearch(session: Session, search: JobSearch): Promise<SearchNode | undefined> {
    return this.drawnRow(session, (node) => node.searchNode(search));
  }

  /** The row of the causes over all queues; undefined where they are not shown. */
  async findCauses(session: Session): Promise<Node | undefined> {
    return this.drawnRow(session, (node) => node.causesOfAll);
  }

  private async drawnRow<T extends Node>(
    session: Session,
    find: (node: ConnectionNode) => T | null | undefined,
  ): Promise<T | undefined> {
    await this.connections();
    const node = this.connectionNodes.get(session);
    node?.children();
    const row = (node && find(node)) ?? undefined;
    if (node && row) await this.drawn(row, node);
    return row;
  }

  /** VS Code knows a row, and so can reveal it, once it has asked for it, or been told that what is below its parent is new. */
  private async drawn(row: Node, parent: Node): Promise<void> {
    const asked = new Promise<void>((resolve) => this.awaited.set(row, resolve));
    this.redraws.add(parent);
    const late = pause(UNTIL_DRAWN_MS, undefined, { ref: false });
    await Promise.race([asked, late]);
    this.awaited.delete(row);
    await pause(0);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async childrenOf(node?: Node): Promise<Node[]> {
    if (!node) return this.connections();
    if (node instanceof StateNode || node instanceof CauseNode) await this.folders?.fill(node);
    return node.children?.() ?? [];
  }

  private async connections(): Promise<ConnectionNode[]> {
    await this.sessions.ready();
    const { code, connectionNodes: known } = this;
    const nodes = this.sessions.all.map(
      (session) => known.get(session) ?? new ConnectionNode(this.id, session, code && (() => code.queues)),
    );
    this.connectionNodes = new Map(nodes.map((node) => [node.session, node]));
    return nodes;
  }

  private redraw({ session, change }: SessionsChange): void {
    const node = this.connectionNodes.get(session);
    if (!node) return;
    if (change.type === 'refreshed') {
      this.redraws.lookAgain();
    } else if (change.type === 'counts') {
      for (const queue of change.queues) this.redrawRow(node.queueNode(queue));
    } else if (change.type === 'jobs') {
      this.redrawJobs(node, change.list);
    } else if (change.type === 'all causes') {
      this.redrawAllCauses(node);
    } else if (change.type === 'search') {
      this.redrawSearch(node, change.search);
    } else if (change.type === 'causes') {
      this.redrawCauses(node, change.causes);
    } else {
      this.redraws.add(node);
    }
  }

  /** A row that is drawn anew loses its tooltip: only those whose age has changed, where nothing else has. */
  private redrawJobs(connection: ConnectionNode, { queue, state, cause }: JobList): void {
    const ofState = connection.queueNode(queue)?.folder(state);
    const folder = cause ? ofState?.causeNode(cause) : ofState;
    // Its rows are in the answer.
    if (folder && this.answers.isOpen(folder)) return;
    const outdated = folder?.outdatedJobs();
    if (outdated) for (const job of outdated) this.redraws.add(job);
    else this.redrawRow(folder);
  }

  /** As `redrawCauses`. */
  private redrawAllCauses(connection: ConnectionNode): void {
    const row = connection.session.allCauses?.isOpen ? connection.causesOfAll : null;
    const outdated = row?.outdated();
    if (outdated) for (const cause of outdated) this.redraws.add(cause);
    else this.redraws.add(row ?? connection);
  }

  private redrawSearch(connection: ConnectionNode, search: JobSearch): void {
    const row = connection.searchNode(search);
    const isOpen = connection.session.searches?.all.includes(search) === true;
    this.redraws.add(row && isOpen ? row : connection);
  }

  /** Only the causes that say something else now, where there are no others than before. */
  private redrawCauses(connection: ConnectionNode, { queue }: FailureCauses): void {
    const folder = connection.queueNode(queue)?.folder('failed');
    if (!folder?.isByCause || this.answers.isOpen(folder)) return;
    const outdated = folder.outdatedCauses();
    if (outdated) for (const cause of outdated) this.redraws.add(cause);
    else this.redraws.add(folder);
  }

  /**
   * Its counts have come, or the jobs below it, and the others are still to come. VS Code does not find the rows below
   * one that it was told of, until it has asked for them again: a choice in a menu is lost then. So it is told once.
   */
  private isBeingRead(row: Node | undefined): boolean {
    const since = row && connectionOf(row)?.session.readingSince;
    return since != null && performance.now() - since < UNTIL_READ_MS;
  }

  /** Only the rows that say something else of the code. */
  private redrawNotes(): void {
    for (const connection of this.connectionNodes.values())
      for (const row of connection.outdatedNotes()) this.redraws.add(row);
  }

  private redrawRow(node: Node | undefined): void {
    if (node) this.redraws.add(node);
  }
}

function connectionOf(row: Node): ConnectionNode | undefined {
  let top = row;
  while (top.parent) top = top.parent;
  return top instanceof ConnectionNode ? top : undefined;
}
