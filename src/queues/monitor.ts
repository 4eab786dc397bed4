import type Redis from 'ioredis';
import { keyBase, prefixOf, refKey, type QueueRef } from '../bull/keys';
import type { RedisConnection } from './redis/connection';
import { readCounts, sameSnapshot, type KnownQueue, type QueueSnapshot } from './counts';
import { discoverQueues, findExpected, identifyNamed } from './discovery';
import { Emitter, type Disposable } from './event';
import { databaseNames } from './redis/endpoint';
import { explain, type RedisProblem } from './redis/problem';
import { ONE_NODE, readServer, type ServerFacts } from './redis/server';

export interface MonitoredQueue extends KnownQueue {
  /** null until its counts were read for the first time. */
  readonly snapshot: QueueSnapshot | null;
}

/** How many jobs have failed, as one connection has counted them. */
export interface FailedJobs {
  /** In all queues. */
  readonly count: number;
  /** In each, by its `queueId`, as far as it could be counted. */
  readonly byQueue: ReadonlyMap<string, number>;
  /** When they were counted: ms since the epoch. */
  readonly at: number;
  /** As `databaseNames` has them. */
  readonly database: readonly string[];
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

/** Queues that are counted in one command: more would hold up Redis, and whoever reads its answer, for too long. */
const MOST_AT_ONCE = 1_000;

/** ms between two times that queues are added while they are searched for: each is counted, sorted and drawn with all others. */
const BETWEEN_ADDITIONS = 500;

/** ms until the first are added: most Redises are searched by then, so that all is drawn once. */
const BEFORE_ADDITIONS = 250;

/** The queues of one connection and their counts, as they were when last asked for. Asks only when told to. */
export class QueueMonitor implements Disposable {
  private readonly changed = new Emitter<MonitorChange>();
  readonly onDidChange = this.changed.event;

  /** In the order in which they are shown. */
  private known: Map<string, MonitoredQueue>;
  private search: AbortController | null = null;
  private refreshing: Promise<void> | null = null;

  /** ms that the last refresh took, there and back; null before the first. */
  latency: number | null = null;
  /** ms since the epoch; null before the first refresh. */
  refreshedAt: number | null = null;
  /** Why Redis refused to count, or to count in one step, when it was asked last; null where it did not. */
  countProblem: RedisProblem | null = null;
  /** What it says of itself; null before it was asked, and where the user may not ask. */
  server: ServerFacts | null = null;
  /** The client on which it was asked: behind another one there may be another Redis. */
  private asked: Redis | null = null;
  /** That this Redis has only some of the queues, in a sentence; null where it has all, as far as that is known. */
  get onlyPart(): string | null {
    const isNode = this.server?.isClusterNode === true || this.countProblem?.kind === 'cluster';
    return isNode ? `${this.connection.spec.name}: ${ONE_NODE}` : null;
  }
  /** Why the last search for queues failed; null where it did not. */
  searchProblem: RedisProblem | null = null;
  /** A search has run to its end, so that no queue means that there is none. */
  isComplete = false;

  constructor(
    readonly connection: RedisConnection,
    private readonly memory: QueueMemory,
    /** Queues that may be there, as far as others know. */
    private readonly expected: () => readonly QueueRef[] = () => [],
  ) {
    this.known = byId(memory.recall().map((queue) => ({ ...queue, snapshot: null })));
  }

  /** Those with failures first, then by name; the order changes only when a queue appears, goes, or `sort` is called. */
  get queues(): readonly MonitoredQueue[] {
    return [...this.known.values()];
  }

  get isSearching(): boolean {
    return this.search !== null;
  }

  /** null before the first refresh. */
  get failedJobs(): FailedJobs | null {
    const { refreshedAt: at, server, connection } = this;
    if (at === null) return null;
    const byQueue = new Map<string, number>();
    let count = 0;
    for (const [id, { snapshot }] of this.known) {
      const failed = snapshot?.counts.failed ?? null;
      if (failed === null) continue;
      byQueue.set(id, failed);
      count += failed;
    }
    return { count, byQueue, at, database: databaseNames(connection.spec.endpoint, server?.ids ?? []) };
  }

  find(prefix: string, name: string): MonitoredQueue | undefined {
    return this.known.get(queueId({ ref: { prefix, name } }));
  }

  /** Reads all counts, 1,000 queues in a round trip; a call while one is under way joins it. @throws RedisProblem */
  refresh(): Promise<void> {
    this.refreshing ??= this.refreshQueues(this.queues).finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Reads the counts of some queues, 1,000 in a round trip. @throws RedisProblem */
  async refreshQueues(queues: readonly MonitoredQueue[]): Promise<void> {
    const start = performance.now();
    let counted = 0;
    let problem: Error | null = null;
    do {
      const some = queues.slice(counted, counted + MOST_AT_ONCE);
      // Also of none: this is what connects.
      const { snapshots, refusal } = await this.connection.run(async (redis) => {
        const asked = redis === this.asked ? null : this.ask(redis);
        const [counts] = await Promise.all([readCounts(redis, some), asked]);
        return counts;
      });
      problem ??= refusal;
      counted += some.length;
      if (counted === queues.length && counted === this.known.size) {
        this.latency = performance.now() - start;
        this.refreshedAt = Date.now();
      }
      this.takeOver(some, snapshots);
    } while (counted < queues.length);
    if (problem || queues.length >= this.known.size) this.noteProblem(problem);
  }

  /** Adds those of which it is told that they are there, where a search would find them. @throws RedisProblem */
  async addTold(refs: readonly QueueRef[]): Promise<void> {
    const fresh = refs.filter((ref) => this.isNew(ref, this.connection.spec.prefixes));
    if (fresh.length > 0) await this.add(await this.connection.run((redis) => findExpected(redis, fresh)));
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
      await this.connection.run((redis) => this.ask(redis));
      const found = await this.searchQueues(search.signal);
      if (search.signal.aborted) return;
      this.keepOnly(found);
      this.isComplete = true;
      this.memory.remember(this.queues.map(({ ref, kind }) => ({ ref, kind })));
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
    this.known = new Map([...this.known].sort(([, a], [, b]) => compareQueues(a, b)));
    this.changed.fire({ type: 'queues' });
  }

  dispose(): void {
    this.cancelDiscovery();
    this.changed.dispose();
  }

  private async ask(redis: Redis): Promise<void> {
    this.server = await readServer(redis);
    this.asked = redis;
  }

  private async searchQueues(signal: AbortSignal): Promise<KnownQueue[]> {
    const { prefixes, queues } = this.connection.spec;
    if (queues) {
      const named = await this.connection.run((redis) => identifyNamed(redis, prefixes, queues));
      await this.add(named);
      return named;
    }
    await this.addTold(this.expected());
    const all: KnownQueue[] = [];
    let added = 0;
    let next = performance.now() + BEFORE_ADDITIONS;
    const addNew = async () => {
      await this.add(all.slice(added));
      added = all.length;
      next = performance.now() + BETWEEN_ADDITIONS;
    };
    for await (const found of discoverQueues(this.connection, prefixes, signal)) {
      if (signal.aborted) return all;
      all.push(...found);
      if (all.length > added && performance.now() > next) await addNew();
    }
    if (!signal.aborted) await addNew();
    return all;
  }

  /** Whether a queue would be shown, and is not. */
  private isNew(ref: QueueRef, prefixes: readonly string[]): boolean {
    return prefixOf(keyBase(ref), prefixes) === ref.prefix && !this.find(ref.prefix, ref.name);
  }

  private async add(found: readonly KnownQueue[]): Promise<void> {
    const added = found
      .filter(({ ref, kind }) => this.find(ref.prefix, ref.name)?.kind !== kind)
      .map((queue) => ({ ...queue, snapshot: null }));
    if (added.length === 0) return;
    for (const queue of added) this.known.set(queueId(queue), queue);
    await this.refreshQueues(added);
    this.sort();
  }

  private keepOnly(found: readonly KnownQueue[]): void {
    const ids = new Set(found.map(queueId));
    this.known = new Map([...this.known].filter(([id]) => ids.has(id)));
  }

  private noteProblem(refusal: Error | null): void {
    const before = this.countProblem;
    this.countProblem = refusal && explain(refusal, this.connection.spec);
    if (before?.message !== this.countProblem?.message) this.changed.fire({ type: 'queues' });
  }

  private takeOver(queues: readonly MonitoredQueue[], snapshots: readonly QueueSnapshot[]): void {
    const changed: MonitoredQueue[] = [];
    queues.forEach((queue, i) => {
      const id = queueId(queue);
      const now = this.known.get(id);
      const snapshot = snapshots[i];
      // It may have gone, or become another, while it was counted.
      if (!snapshot || now?.kind !== queue.kind || sameSnapshot(snapshot, now.snapshot)) return;
      const updated = { ...now, snapshot };
      this.known.set(id, updated);
      changed.push(updated);
    });
    this.changed.fire({ type: 'counts', queues: changed });
  }
}

/** Unique among the queues of a connection. */
export function queueId({ ref }: Pick<KnownQueue, 'ref'>): string {
  return refKey(ref);
}

function byId(queues: readonly MonitoredQueue[]): Map<string, MonitoredQueue> {
  return new Map(queues.map((queue) => [queueId(queue), queue]));
}

/** `queue-9` stands before `queue-10`. */
const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

function compareQueues(a: MonitoredQueue, b: MonitoredQueue): number {
  const failing = (queue: MonitoredQueue) => ((queue.snapshot?.counts.failed ?? 0) > 0 ? 0 : 1);
  return failing(a) - failing(b) || compareNames(a.ref.name, b.ref.name) || compareNames(a.ref.prefix, b.ref.prefix);
}
