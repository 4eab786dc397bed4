import * as vscode from 'vscode';
import type { ConnectionStore } from '../connections/connection-store';
import { contextKeys } from '../contributions';
import type { Logger } from '../log/logger';
import type { ClientPool } from '../queues';
import { Session, StoredQueues, type SessionChange } from './session';

export interface SessionsChange {
  readonly session: Session;
  readonly change: SessionChange;
}

/** The sessions of all configured connections, kept in step with the settings. Owns the client pool. */
export class Sessions implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<SessionsChange>();
  readonly onDidChange = this.changed.event;
  private readonly listChanged = new vscode.EventEmitter<void>();
  /** A connection came, went, or was edited. */
  readonly onDidChangeList = this.listChanged.event;

  private sessions: readonly Session[] = [];
  private pool: ClientPool | null = null;
  private loading: Promise<void> | null = null;
  private isWanted = false;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly store: ConnectionStore,
    private readonly storage: vscode.Memento,
    private readonly log: Logger,
  ) {
    // One after the other: reading the passwords takes its time, and the last one read has to be the newest.
    this.subscription = store.onDidChange(() => (this.loading = this.ready().then(() => this.load())));
  }

  get all(): readonly Session[] {
    return this.sessions;
  }

  find(name: string): Session | undefined {
    return this.sessions.find((session) => session.name === name);
  }

  /** Reads the settings, once: a session whose connection has not changed stays as it is. */
  ready(): Promise<void> {
    return (this.loading ??= this.load());
  }

  /**
   * Starts every session that has not been disconnected, now and whenever one is added; a search for queues that
   * `rest` had stopped goes on.
   */
  async start(): Promise<void> {
    this.isWanted = true;
    await this.ready();
    await Promise.all(
      this.sessions.map((session) => (session.monitor ? session.resume() : this.startSession(session))),
    );
  }

  /** Asks nothing more until `start`. */
  rest(): void {
    this.isWanted = false;
    for (const session of this.sessions) session.rest();
  }

  async reconnect(session: Session): Promise<void> {
    session.isDisconnected = false;
    if (session.monitor) await session.reconnect();
    else await this.startSession(session);
  }

  dispose(): void {
    for (const session of this.sessions) session.dispose();
    this.pool?.dispose();
    vscode.Disposable.from(this.subscription, this.changed, this.listChanged).dispose();
  }

  private async load(): Promise<void> {
    const entries = await this.store.entries();
    const old = this.sessions;
    this.sessions = entries.map(
      (entry) => old.find((session) => session.adopt(entry)) ?? this.makeSession(new Session(entry, this.log)),
    );
    for (const session of old) {
      if (this.sessions.includes(session)) continue;
      session.dispose();
      if (!this.find(session.name)) this.pool?.remove(session.name);
    }
    await vscode.commands.executeCommand('setContext', contextKeys.hasConnections, this.sessions.length > 0);
    this.listChanged.fire();
    if (this.isWanted) void this.start();
  }

  private makeSession(session: Session): Session {
    session.onDidChange((change) => this.changed.fire({ session, change }));
    return session;
  }

  private async startSession(session: Session): Promise<void> {
    if (session.monitor || session.isDisconnected || !session.entry.spec) return;
    const { ClientPool, QueueMonitor, describeEndpoint } = await import('../queues');
    this.pool ??= new ClientPool();
    await session.start(this.pool, (connection) => {
      const { endpoint, prefixes } = connection.spec;
      const key = `queues:${describeEndpoint(endpoint)}:${prefixes.join(',')}`;
      return new QueueMonitor(connection, new StoredQueues(this.storage, key));
    });
  }
}
