import * as vscode from 'vscode';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionEntry } from '../connections/connection-store';
import type { Logger } from '../log/logger';
import type {
  ClientPool,
  ConnectionStatus,
  Disposable,
  MonitorChange,
  MonitoredQueue,
  QueueMemory,
  QueueMonitor,
  RedisConnection,
  RedisProblem,
} from '../queues';

export type SessionChange = { readonly type: 'status' } | MonitorChange;

/** One configured connection while this window shows it: nothing is asked of its Redis before `start`. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: Disposable[] = [];
  private started: { readonly connection: RedisConnection; readonly monitor: QueueMonitor } | null = null;

  /** Its search for queues was stopped because nobody looked. */
  private isInterrupted = false;

  /** The person has disconnected it: it stays so until it is reconnected. */
  isDisconnected = false;
  /** Why the last refresh failed on a connection that stands; null where it did not. */
  refreshProblem: RedisProblem | null = null;

  constructor(
    private current: ConnectionEntry,
    private readonly log: Logger,
  ) {}

  get entry(): ConnectionEntry {
    return this.current;
  }

  get name(): string {
    return this.entry.name;
  }

  get isReadOnly(): boolean {
    return this.entry.isReadOnly;
  }

  get status(): ConnectionStatus {
    return this.started?.connection.status ?? { state: 'closed' };
  }

  /** null before `start`. */
  get monitor(): QueueMonitor | null {
    return this.started?.monitor ?? null;
  }

  get connection(): RedisConnection | null {
    return this.started?.connection ?? null;
  }

  /** Takes over an entry that says the same, or only differs in what needs no other socket; false where it does not. */
  adopt(entry: ConnectionEntry): boolean {
    const { isReadOnly } = this.current;
    if (!isDeepStrictEqual({ ...entry, isReadOnly }, this.current)) return false;
    this.current = entry;
    if (this.connection) this.connection.isReadOnly = entry.isReadOnly;
    if (entry.isReadOnly !== isReadOnly) this.changed.fire({ type: 'status' });
    return true;
  }

  /** Shows what is remembered, reads the counts, then looks for queues. Does nothing where it has started before. */
  async start(pool: ClientPool, makeMonitor: (connection: RedisConnection) => QueueMonitor): Promise<void> {
    if (this.started || this.isDisconnected || !this.entry.spec) return;
    const connection = pool.connection(this.entry.spec);
    connection.isReadOnly = this.isReadOnly;
    const monitor = makeMonitor(connection);
    this.started = { connection, monitor };
    this.subscriptions.push(
      monitor,
      monitor.onDidChange((change) => this.changed.fire(change)),
      connection.onDidChangeStatus(() => this.changed.fire({ type: 'status' })),
    );
    this.changed.fire({ type: 'status' });
    await this.search();
  }

  /** Reads all counts anew. What goes wrong is in the status or in `refreshProblem`. */
  async refresh(): Promise<void> {
    if (this.started) await this.attempt(() => this.started?.monitor.refresh());
  }

  async refreshQueue(queue: MonitoredQueue): Promise<void> {
    if (this.started) await this.attempt(() => this.started?.monitor.refreshQueue(queue));
  }

  /** Reads all counts anew, then looks for queues that have come or gone. */
  async search(): Promise<void> {
    await this.refresh();
    if (this.status.state === 'ready' || this.status.state === 'connecting') await this.started?.monitor.discover();
  }

  /** Stops a search for queues until `resume`. */
  rest(): void {
    this.isInterrupted ||= this.monitor?.isSearching === true;
    this.monitor?.cancelDiscovery();
  }

  async resume(): Promise<void> {
    if (!this.isInterrupted) return;
    this.isInterrupted = false;
    await this.search();
  }

  disconnect(): void {
    this.isDisconnected = true;
    this.stop();
  }

  /** Connects now, also where the last attempt failed. */
  async reconnect(): Promise<void> {
    await this.attempt(() => this.started?.connection.reconnect());
    if (this.status.state === 'ready') await this.search();
  }

  dispose(): void {
    this.stop();
    this.changed.dispose();
  }

  private stop(): void {
    this.started?.connection.close();
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.started = null;
    this.changed.fire({ type: 'status' });
    this.changed.fire({ type: 'queues' });
  }

  private async attempt(action: () => Promise<void> | undefined): Promise<void> {
    const before = this.refreshProblem;
    try {
      await action();
      this.refreshProblem = null;
    } catch (error) {
      this.refreshProblem = error as RedisProblem;
      this.log.warn(`${this.name}: ${this.refreshProblem.message}`, error);
    }
    if (this.refreshProblem?.message !== before?.message) this.changed.fire({ type: 'status' });
  }
}

/** Remembers a connection's queues in VS Code's storage, under the address that they were found at. */
export class StoredQueues implements QueueMemory {
  constructor(
    private readonly storage: vscode.Memento,
    private readonly key: string,
  ) {}

  recall() {
    return this.storage.get<ReturnType<QueueMemory['recall']>>(this.key, []);
  }

  remember(queues: ReturnType<QueueMemory['recall']>): void {
    void this.storage.update(this.key, queues);
  }
}
