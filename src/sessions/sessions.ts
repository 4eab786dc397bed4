import * as vscode from 'vscode';
import type { QueueRef } from '../bull/keys';
import type { ConnectionStore } from '../connections/connection-store';
import { contextKeys } from '../contributions';
import { inBackground } from '../log/in-background';
import { ShownData } from '../job-data/shown-data';
import type { Logger } from '../log/logger';
import type { ClientPool } from '../queues';
import { Session, type OpenSession, type SessionChange } from './session';
import { StoredQueues } from './stored-queues';

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

  /** The queues that the code of this window makes, as far as is known. */
  queuesInCode: () => readonly QueueRef[] = () => [];

  private sessions: readonly Session[] = [];
  private pool: ClientPool | null = null;
  private loading: Promise<void> | null = null;
  private isWatched = false;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly store: Pick<ConnectionStore, 'entries' | 'onDidChange'>,
    private readonly storage: vscode.Memento,
    private readonly log: Logger,
    /** What is shown of the data of jobs. */
    private readonly shownData: () => ShownData = () => new ShownData(),
    /** Whether what happens is shown as it happens, for which each Redis is listened to on another socket. */
    private readonly isLive: () => boolean = () => true,
  ) {
    // One after the other: reading the passwords takes its time, and the last one read has to be the newest.
    this.subscription = store.onDidChange(() => {
      this.loading = this.ready().then(
        () => this.load(),
        () => this.load(),
      );
      inBackground(log, 'The connections could not be read.', this.loading);
    });
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

  /** Somebody looks: opens every session that was not disconnected, now and whenever one is added. */
  async watch(): Promise<void> {
    this.isWatched = true;
    await this.ready();
    if (!this.sessions.some((session) => session.isUsable)) return;
    const open = await this.opener();
    if (this.isWatched) await Promise.all(this.sessions.map((session) => session.watch(open)));
  }

  /** Nobody looks any more: asks nothing more until `watch`. */
  rest(): void {
    this.isWatched = false;
    for (const session of this.sessions) session.rest();
  }

  /** Something else is to be shown of the data of jobs: what is on the screen is drawn at once, and read where that needs more. */
  showData(): void {
    this.listChanged.fire();
    if (!this.isWatched) return;
    const refreshed = Promise.all(this.sessions.map((session) => session.refresh()));
    inBackground(this.log, 'The jobs could not be read.', refreshed);
  }

  /** Begins to listen to what happens, or stops, as it is wanted now. */
  async listen(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.listen()));
  }

  /** Counts once on each connection on which queues were found before; loads nothing where there is none. */
  async countOnce(): Promise<void> {
    await this.ready();
    const used = this.sessions.filter(
      ({ entry }) => entry.spec && new StoredQueues(this.storage, entry.spec).recall().length > 0,
    );
    if (used.length === 0) return;
    const open = await this.opener();
    await Promise.all(used.map((session) => session.countOnce(open)));
  }

  async reconnect(session: Session): Promise<void> {
    await session.reconnect(await this.opener());
  }

  dispose(): void {
    this.isWatched = false;
    for (const session of this.sessions) session.dispose();
    this.pool?.dispose();
    vscode.Disposable.from(this.subscription, this.changed, this.listChanged).dispose();
  }

  private async load(): Promise<void> {
    const entries = await this.store.entries();
    const old = this.sessions;
    this.sessions = entries.map(
      (entry) =>
        old.find((session) => session.adopt(entry)) ??
        this.makeSession(new Session(entry, this.log, this.shownData, this.isLive)),
    );
    for (const session of old) {
      if (this.sessions.includes(session)) continue;
      session.dispose();
      if (!this.find(session.name)) this.pool?.remove(session.name);
    }
    await vscode.commands.executeCommand('setContext', contextKeys.hasConnections, this.sessions.length > 0);
    this.listChanged.fire();
    if (this.isWatched) inBackground(this.log, 'The connections could not be opened.', this.watch());
  }

  private makeSession(session: Session): Session {
    session.onDidChange((change) => this.changed.fire({ session, change }));
    return session;
  }

  /** Loads ioredis. */
  private async opener(): Promise<OpenSession> {
    const { AllCauses, CauseLists, ClientPool, QueueMonitor, JobLists, JobSearches, LiveQueues } =
      await import('../queues');
    const pool = (this.pool ??= new ClientPool());
    return (spec) => {
      const connection = pool.connection(spec);
      const monitor = new QueueMonitor(connection, new StoredQueues(this.storage, spec), () => this.queuesInCode());
      const causes = new CauseLists(connection);
      const jobs = new JobLists(connection, causes, (queue) => this.shownData().hasFields(queue));
      const searches = new JobSearches(connection, this.shownData);
      const allCauses = new AllCauses(connection, () => monitor.queues);
      const live = new LiveQueues(connection, monitor, pool);
      return { connection, monitor, jobs, causes, searches, allCauses, live, listening: pool };
    };
  }
}
