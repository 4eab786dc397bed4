import * as vscode from 'vscode';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionEntry } from '../connections/connection-store';
import type { ShownData } from '../job-data/shown-data';
import type { Logger } from '../log/logger';
import type {
  ActionName,
  AllCauses,
  CauseLists,
  ConnectionSpec,
  ConnectionStatus,
  Disposable,
  FailedJobs,
  FailureCauses,
  JobList,
  JobLists,
  JobSearch,
  JobSearches,
  Listening,
  LiveQueues,
  MonitorChange,
  MonitoredQueue,
  QueueMonitor,
  RedisConnection,
  RedisProblem,
  UnavailableAction,
} from '../queues';
import type { Notice } from './notice';
import { serverNotices } from './server-notices';

export type SessionChange =
  | { readonly type: 'status' }
  | MonitorChange
  /** The jobs of a list that is open were read again. */
  | { readonly type: 'jobs'; readonly list: JobList }
  /** The causes of a queue's failures that are open: more jobs are grouped, or they were read again. */
  | { readonly type: 'causes'; readonly causes: FailureCauses }
  /** More is known of the causes over all queues, or they were closed. */
  | { readonly type: 'all causes' }
  /** A search for jobs has found more, begun, ended, or been closed. */
  | { readonly type: 'search'; readonly search: JobSearch }
  /** What was read anew together has all been told of. */
  | { readonly type: 'refreshed' };

/** What is done with one Redis. */
export interface SessionParts {
  readonly connection: RedisConnection;
  readonly monitor: QueueMonitor;
  readonly jobs: JobLists;
  readonly causes: CauseLists;
  readonly searches: JobSearches;
  readonly allCauses: AllCauses;
  readonly live: LiveQueues;
  readonly listening: Listening;
}

/** Makes the parts for a Redis, without asking it anything yet. */
export type OpenSession = (spec: ConnectionSpec) => SessionParts;

/** One configured connection in this window: nothing is asked of its Redis before somebody watches it. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: Disposable[] = [];
  private parts: SessionParts | null = null;
  private readonly told = new Map<string, Notice>();

  private isWatched = false;
  /** Queues were searched for, and nobody interrupted it by looking away. */
  private isSearched = false;
  private searching: Promise<void> | null = null;
  private countedOnce: FailedJobs | null = null;
  private refreshes = 0;

  /** Since when counts and jobs are being read anew, of which some may be told of and others not yet, as `performance.now()`; null where they are not. */
  readingSince: number | null = null;
  /** Its connection was removed, or edited: another session is in its place. */
  isDisposed = false;
  /** The person has disconnected it: it stays so until it is reconnected. */
  isDisconnected = false;
  /** What its Redis would refuse, as far as it has told. */
  unavailable: readonly UnavailableAction[] = [];
  /** Why it was not told of what happens in its queues when it last wanted to be, in a sentence; null where it was. */
  liveProblem: string | null = null;
  /** Why the last refresh failed on a connection that stands; null where it did not. */
  refreshProblem: RedisProblem | null = null;

  constructor(
    private current: ConnectionEntry,
    private readonly log: Logger,
    /** What is shown of the data of its jobs. */
    readonly shownData: () => ShownData,
    /** Whether what happens is shown as it happens, for which it listens on another socket. */
    private readonly isLive: () => boolean,
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

  /** It may be asked something. */
  get isUsable(): boolean {
    return this.entry.spec !== undefined && !this.isDisconnected && !this.isDisposed;
  }

  /** Whether nothing is known that would refuse an action on any of its queues. */
  offers(action: ActionName): boolean {
    return !this.isReadOnly && this.unavailable.every(({ name }) => name !== action);
  }

  get status(): ConnectionStatus {
    return this.parts?.connection.status ?? { state: 'closed' };
  }

  /** These seven are null before somebody has watched. */
  get monitor(): QueueMonitor | null {
    return this.parts?.monitor ?? null;
  }

  get connection(): RedisConnection | null {
    return this.parts?.connection ?? null;
  }

  /** Where one can listen to what happens in it. */
  get listening(): Listening | null {
    return this.parts?.listening ?? null;
  }

  get jobs(): JobLists | null {
    return this.parts?.jobs ?? null;
  }

  get causes(): CauseLists | null {
    return this.parts?.causes ?? null;
  }

  get allCauses(): AllCauses | null {
    return this.parts?.allCauses ?? null;
  }

  get searches(): JobSearches | null {
    return this.parts?.searches ?? null;
  }

  /** null where they were never counted. */
  get failedJobs(): FailedJobs | null {
    return this.monitor?.failedJobs ?? this.countedOnce;
  }

  get notices(): readonly Notice[] {
    return [...this.told.values(), ...(this.monitor ? serverNotices(this.monitor) : [])];
  }

  /** Shows a notice below the connection's row, in the place of an older one of that id. */
  notify(notice: Notice): void {
    if (isDeepStrictEqual(this.told.get(notice.id), notice)) return;
    this.told.set(notice.id, notice);
    this.changed.fire({ type: 'status' });
  }

  withdraw(noticeId: string): void {
    if (this.told.delete(noticeId)) this.changed.fire({ type: 'status' });
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

  /** Somebody looks: shows what is remembered, reads the counts, and searches for queues where that was not done. */
  async watch(open: OpenSession): Promise<void> {
    this.isWatched = true;
    this.open(open);
    if (!this.isSearched) await this.search();
    await this.listen();
  }

  /** Nobody looks any more: a search for queues stops until somebody does. */
  rest(): void {
    this.isWatched = false;
    this.parts?.live.stop();
    if (!this.monitor?.isSearching) return;
    this.isSearched = false;
    this.searching = null;
    this.monitor.cancelDiscovery();
  }

  /** Listens to what happens in its queues where that is wanted and somebody looks, or stops. Resolves when it does. */
  async listen(): Promise<void> {
    const { parts } = this;
    if (!parts) return;
    if (!this.isWatched || !this.isLive() || this.status.state !== 'ready') return parts.live.stop();
    await parts.live.start(async (known, unknown) => {
      await this.readQueues(known);
      if (unknown.length > 0) await this.attempt(() => parts.monitor.addTold(unknown));
      // The first reading of many jobs takes its time: no count waits for it.
      if (parts.allCauses.isComplete) await parts.allCauses.refresh(known);
    });
  }

  /** Reads the counts of the queues that are remembered, once, and closes the socket unless somebody watches by then. */
  async countOnce(open: OpenSession): Promise<void> {
    const { spec } = this.entry;
    if (this.parts || !spec || !this.isUsable) return;
    const { connection, monitor } = open(spec);
    try {
      await monitor.refresh();
      this.countedOnce = monitor.failedJobs;
      this.changed.fire({ type: 'status' });
    } catch (error) {
      // Whoever looks finds out, and is told.
      this.log.warn(`${this.name}: The failed jobs were not counted: ${(error as RedisProblem).message}`, error);
    } finally {
      monitor.dispose();
      if (!this.parts) connection.close();
    }
  }

  /** Reads all counts anew, and the jobs that are on the screen. What goes wrong is in the status or in `refreshProblem`. */
  async refresh(): Promise<void> {
    const { parts } = this;
    if (!parts) return;
    await this.together([this.attempt(() => parts.monitor.refresh()), refreshJobs(parts)]);
    await parts.allCauses.refresh();
  }

  /** The same for some queues, after an action on them. */
  async refreshQueues(queues: readonly MonitoredQueue[]): Promise<void> {
    await this.readQueues(queues, ({ searches }) => searches.recheck(queues));
    await this.allCauses?.refresh(queues);
  }

  private async readQueues(
    queues: readonly MonitoredQueue[],
    andThen: (parts: SessionParts) => Promise<void> = async () => {},
  ): Promise<void> {
    const { parts } = this;
    if (!parts || queues.length === 0) return;
    const refresh = async () => {
      await parts.monitor.refreshQueues(queues);
      await andThen(parts);
    };
    await this.together([this.attempt(refresh), ...queues.map((queue) => refreshJobs(parts, queue))]);
  }

  /** By the person's wish: connects where that had failed, and reads all anew, the queues and their order too. */
  async renew(): Promise<void> {
    if (!this.parts) return;
    const { state } = this.status;
    await (state === 'failed' || state === 'reconnecting' ? this.reconnectNow() : this.search());
    this.monitor?.sort();
  }

  disconnect(): void {
    this.isDisconnected = true;
    this.close();
  }

  /** Connects now, also where the person had disconnected it or the last attempt failed. */
  async reconnect(open: OpenSession): Promise<void> {
    this.isDisconnected = false;
    if (this.parts) return this.reconnectNow();
    this.open(open);
    await this.search();
  }

  dispose(): void {
    this.isDisposed = true;
    this.close();
    this.changed.dispose();
  }

  private open(open: OpenSession): void {
    const { spec } = this.entry;
    if (this.parts || !spec || !this.isUsable) return;
    const { connection, monitor, jobs, causes, searches, allCauses, live } = (this.parts = open(spec));
    connection.isReadOnly = this.isReadOnly;
    this.subscriptions.push(
      monitor,
      jobs,
      causes,
      searches,
      allCauses,
      live,
      live.onDidChange(() => this.tellOfLive(live)),
      allCauses.onDidChange(() => this.changed.fire({ type: 'all causes' })),
      monitor.onDidChange((change) => this.changed.fire(change)),
      jobs.onDidRead((list) => this.changed.fire({ type: 'jobs', list })),
      causes.onDidChange((causes) => this.changed.fire({ type: 'causes', causes })),
      searches.onDidChange((search) => this.changed.fire({ type: 'search', search })),
      connection.onDidChangeStatus(({ state }) => {
        this.changed.fire({ type: 'status' });
        if (state === 'ready' && this.isWatched) void (this.isSearched ? this.refresh() : this.search());
        void this.listen();
      }),
    );
    this.changed.fire({ type: 'status' });
  }

  private close(): void {
    this.parts?.connection.close();
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.parts = null;
    this.isSearched = false;
    this.searching = null;
    this.countedOnce = null;
    this.liveProblem = null;
    this.changed.fire({ type: 'status' });
    this.changed.fire({ type: 'queues' });
  }

  /** Reads all counts anew, then looks for queues that have come or gone; a call while that is under way joins it. */
  private search(): Promise<void> {
    const search = (this.searching ??= this.searchNow().finally(() => {
      if (this.searching === search) this.searching = null;
    }));
    return search;
  }

  private async searchNow(): Promise<void> {
    await this.refresh();
    const isConnected = () => this.status.state === 'ready' || this.status.state === 'connecting';
    if (!isConnected()) return;
    this.isSearched = true;
    await this.monitor?.discover();
    if (!isConnected()) this.isSearched = false;
  }

  private async reconnectNow(): Promise<void> {
    await this.attempt(() => this.parts?.connection.reconnect());
    if (this.status.state === 'ready') await this.search();
  }

  private async together(reads: readonly Promise<void>[]): Promise<void> {
    this.refreshes++;
    this.readingSince ??= performance.now();
    try {
      await Promise.all(reads);
    } finally {
      if (--this.refreshes === 0) this.readingSince = null;
      this.changed.fire({ type: 'refreshed' });
    }
  }

  /** Nobody is told that it listens, as it should: each change of a connection's row draws all below it anew. */
  private tellOfLive({ isListening, problem }: LiveQueues): void {
    const trouble = problem?.message ?? null;
    if (trouble === this.liveProblem || !(isListening || problem)) return;
    this.liveProblem = trouble;
    if (problem) this.log.warn(`${this.name}: What happens is shown at the next refresh: ${trouble}`, problem);
    this.changed.fire({ type: 'status' });
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

/** The causes first: which jobs are of one is known from them. */
async function refreshJobs({ causes, jobs }: SessionParts, queue?: MonitoredQueue): Promise<void> {
  await causes.refresh(queue);
  await jobs.refresh(queue);
}
