import { isDeepStrictEqual } from 'node:util';
import type { RedisConnection } from './redis/connection';
import { readCounts, type KnownQueue, type QueueSnapshot } from './counts';
import { discoverQueues, identifyNamed } from './discovery';
import { Emitter, type Disposable } from './event';
import type { RedisProblem } from './redis/problem';

export interface MonitoredQueue extends KnownQueue {
  /** null until its counts were read for the first time. */
  readonly snapshot: QueueSnapshot | null;
}

/** Where the queues of a connection are remembered from one session to the next. */
export interface QueueMemory {
  recall(): readonly KnownQueue[];
  remember(queues: readonly KnownQueue[]): void;
}

export type MonitorChange =
  /** Which queues there are, their order, or how the search for them goes. */
  | { readonly type: 'queues' }
  /** The counts of these have changed. */
  | { readonly type: 'counts'; readonly queues: readonly MonitoredQueue[] };

/** The queues of one connection and their counts, as they were when last asked for. Asks only when told to. */
export class QueueMonitor implements Disposable {
  private readonly changed = new Emitter<MonitorChange>();
  readonly onDidChange = this.changed.event;

  private known: MonitoredQueue[];
  private search: AbortController | null = null;
  private refreshing: Promise<void> | null = null;

  /** ms that the last refresh took, there and back; null before the first. */
  latency: number | null = null;
  /** ms since the epoch; null before the first refresh. */
  refreshedAt: number | null = null;
  /** Why the last search for queues failed; null where it did not. */
  searchProblem: RedisProblem | null = null;
  /** A search has run to its end, so that no queue means that there is none. */
  isComplete = false;

  constructor(
    readonly connection: RedisConnection,
    private readonly memory: QueueMemory,
  ) {
    this.known = memory.recall().map((queue) => ({ ...queue, snapshot: null }));
  }

  /** Those with failures first, then by name; the order changes only when a queue appears, goes, or `sort` is called. */
  get queues(): readonly MonitoredQueue[] {
    return this.known;
  }

  get isSearching(): boolean {
    return this.search !== null;
  }

  /** How many jobs have failed, in all queues; null before the first refresh. */
  get failedJobs(): number | null {
    if (this.refreshedAt === null) return null;
    return this.known.reduce((sum, { snapshot }) => sum + (snapshot?.counts.failed ?? 0), 0);
  }

  find(prefix: string, name: string): MonitoredQueue | undefined {
    return this.known.find(({ ref }) => ref.prefix === prefix && ref.name === name);
  }

  /** Reads all counts in one round trip; a call while one is under way joins it. @throws RedisProblem */
  refresh(): Promise<void> {
    this.refreshing ??= this.refreshQueues(this.known).finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Reads the counts of one queue, after an action on it. @throws RedisProblem */
  async refreshQueue(queue: MonitoredQueue): Promise<void> {
    await this.refreshQueues([queue]);
  }

  /**
   * Searches for queues, unless the connection names them; those that are not found any more go.
   * What goes wrong is in `searchProblem`.
   */
  async discover(): Promise<void> {
    this.cancelDiscovery();
    const search = new AbortController();
    this.search = search;
    this.searchProblem = null;
    this.changed.fire({ type: 'queues' });
    try {
      const found = await this.searchQueues(search.signal);
      if (search.signal.aborted) return;
      this.keepOnly(found);
      this.isComplete = true;
      this.memory.remember(this.known.map(({ ref, kind }) => ({ ref, kind })));
    } catch (error) {
      if (!search.signal.aborted) this.searchProblem = error as RedisProblem;
    } finally {
      if (this.search === search) {
        this.search = null;
        this.changed.fire({ type: 'queues' });
      }
    }
  }

  cancelDiscovery(): void {
    if (!this.search) return;
    this.search.abort();
    this.search = null;
    this.changed.fire({ type: 'queues' });
  }

  sort(): void {
    this.known.sort(compareQueues);
    this.changed.fire({ type: 'queues' });
  }

  dispose(): void {
    this.cancelDiscovery();
    this.changed.dispose();
  }

  private async searchQueues(signal: AbortSignal): Promise<KnownQueue[]> {
    const { prefixes, queues } = this.connection.spec;
    if (queues) {
      const named = await this.connection.run((redis) => identifyNamed(redis, prefixes, queues));
      await this.add(named);
      return named;
    }
    const all: KnownQueue[] = [];
    for await (const found of discoverQueues(this.connection, prefixes, signal)) {
      if (signal.aborted) break;
      all.push(...found);
      await this.add(found);
    }
    return all;
  }

  private async add(found: readonly KnownQueue[]): Promise<void> {
    const added = found.filter(({ ref, kind }) => this.find(ref.prefix, ref.name)?.kind !== kind);
    if (added.length === 0) return;
    this.known = this.known.filter(({ ref }) => !added.some((queue) => sameQueue({ ref }, queue)));
    this.known.push(...added.map((queue) => ({ ...queue, snapshot: null })));
    await this.refreshQueues(this.known.filter((queue) => added.some((other) => sameQueue(queue, other))));
    this.sort();
  }

  private keepOnly(found: readonly KnownQueue[]): void {
    const names = new Set(found.map(queueId));
    this.known = this.known.filter((queue) => names.has(queueId(queue)));
  }

  private async refreshQueues(queues: readonly MonitoredQueue[]): Promise<void> {
    const start = performance.now();
    const snapshots = await this.connection.run((redis) => readCounts(redis, queues));
    if (queues.length === this.known.length) {
      this.latency = performance.now() - start;
      this.refreshedAt = Date.now();
    }
    const fresh = new Map(queues.map((queue, i) => [queueId(queue), snapshots[i]]));
    const changed: MonitoredQueue[] = [];
    this.known = this.known.map((queue) => {
      const snapshot = fresh.get(queueId(queue));
      if (!snapshot || isDeepStrictEqual(snapshot, queue.snapshot)) return queue;
      const updated = { ...queue, snapshot };
      changed.push(updated);
      return updated;
    });
    this.changed.fire({ type: 'counts', queues: changed });
  }
}

/** Unique among the queues of a connection. */
export function queueId({ ref }: Pick<KnownQueue, 'ref'>): string {
  return JSON.stringify([ref.prefix, ref.name]);
}

function sameQueue(a: Pick<KnownQueue, 'ref'>, b: Pick<KnownQueue, 'ref'>): boolean {
  return a.ref.prefix === b.ref.prefix && a.ref.name === b.ref.name;
}

function compareQueues(a: MonitoredQueue, b: MonitoredQueue): number {
  const failing = (queue: MonitoredQueue) => ((queue.snapshot?.counts.failed ?? 0) > 0 ? 0 : 1);
  return failing(a) - failing(b) || a.ref.name.localeCompare(b.ref.name) || a.ref.prefix.localeCompare(b.ref.prefix);
}
