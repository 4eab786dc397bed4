import { workedOn } from '../ahead';
import type { KnownQueue, QueueSnapshot } from '../counts';
import { Emitter, type Disposable } from '../event';
import type { RedisConnection } from '../redis/connection';
import { refKey } from '../../bull/keys';
import { FailureCauses } from './failure-causes';
import type { FailureGroup } from './failure-group';
import { trendOf } from './grouping';

/** Failed jobs of any queues of a connection that have one cause. */
export interface SharedCause {
  /** Of all its queues. */
  readonly group: FailureGroup;
  /** Those with the most of its jobs first. */
  readonly queues: readonly { readonly queue: KnownQueue; readonly count: number }[];
}

/** Failed jobs of each queue that are grouped, the newest first. */
const MOST_OF_QUEUE = 20_000;

/** A queue and its counts; null before they were read. */
type CountedQueue = KnownQueue & { readonly snapshot: QueueSnapshot | null };

/**
 * Why jobs have failed over all queues of a connection, as of its last `refresh`: only queues with other counts are read
 * again, and those that are said to have changed.
 */
export class AllCauses implements Disposable {
  private readonly byQueue = new Map<string, { readonly causes: FailureCauses; failed: number | null }>();
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private reading: Promise<void> | null = null;
  private summary: readonly SharedCause[] | null = null;

  /** How many failed jobs of each queue are grouped at the most, the newest first. */
  readonly mostOfQueue = MOST_OF_QUEUE;

  /** Somebody has it shown. */
  isOpen = false;
  /** Why a queue could not be read, in a sentence; null where all could. */
  problem: string | null = null;
  /** Every queue was read since it was opened. */
  isComplete = false;

  constructor(
    private readonly connection: RedisConnection,
    private readonly queues: () => readonly CountedQueue[],
  ) {}

  /** Those with the most jobs first. */
  get shared(): readonly SharedCause[] {
    return (this.summary ??= this.summarize());
  }

  /** Those of one queue; undefined where it has none, or nobody has them shown. */
  of(queue: KnownQueue): FailureCauses | undefined {
    return this.byQueue.get(refKey(queue.ref))?.causes;
  }

  /** How many failed jobs were looked at. */
  get size(): number {
    return [...this.byQueue.values()].reduce((sum, { causes }) => sum + causes.size, 0);
  }

  /** There are more failed jobs in a queue than were grouped. */
  get isCut(): boolean {
    return [...this.byQueue.values()].some(({ causes }) => causes.isCut);
  }

  get isReading(): boolean {
    return this.reading !== null;
  }

  open(): Promise<void> {
    this.isOpen = true;
    return this.refresh();
  }

  /** Lets go of all that is known. */
  close(): void {
    this.isOpen = this.isComplete = false;
    for (const { causes } of this.byQueue.values()) causes.dispose();
    this.byQueue.clear();
    this.change();
  }

  /**
   * Reads the queues, a few together; does nothing where nobody has it shown. A call while one is under way joins it.
   *
   * @param changed queues that may have other failures, however many there are
   */
  refresh(changed: readonly KnownQueue[] = []): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    for (const { ref } of changed) {
      const known = this.byQueue.get(refKey(ref));
      if (known) known.failed = null;
    }
    return (this.reading ??= this.read().finally(() => {
      this.reading = null;
      this.change();
    }));
  }

  dispose(): void {
    this.close();
    this.changed.dispose();
  }

  private summarize(): readonly SharedCause[] {
    const all = new Map<string, { readonly queue: KnownQueue; readonly group: FailureGroup }[]>();
    for (const { causes } of this.byQueue.values()) {
      for (const group of causes.groups ?? []) {
        const others = all.get(group.key);
        if (others) others.push({ queue: causes.queue, group });
        else all.set(group.key, [{ queue: causes.queue, group }]);
      }
    }
    return [...all.values()].map(sharedCause).sort((a, b) => b.group.count - a.group.count);
  }

  private change(): void {
    this.summary = null;
    this.changed.fire();
  }

  private async read(): Promise<void> {
    const failing = this.queues().filter(({ snapshot }) => snapshot?.counts.failed !== 0);
    const ids = new Set(failing.map(({ ref }) => refKey(ref)));
    for (const [id, { causes }] of this.byQueue) {
      if (ids.has(id)) continue;
      causes.dispose();
      this.byQueue.delete(id);
    }
    this.problem = null;
    for await (const problem of workedOn(failing, this.connection, (queue) => this.readQueue(queue))) {
      if (!this.isOpen) return;
      this.problem ??= problem;
    }
    this.isComplete = this.isOpen;
  }

  /** Why it could not be read; null where it could, or has no other number of failed jobs than before. */
  private async readQueue(queue: CountedQueue): Promise<string | null> {
    if (!this.isOpen) return null;
    const known = this.byQueue.get(refKey(queue.ref)) ?? this.add(queue);
    const failed = queue.snapshot?.counts.failed ?? null;
    if (known.failed !== null && known.failed === failed) return null;
    known.failed = failed;
    await known.causes.refresh();
    const { problem } = known.causes;
    if (problem !== null) known.failed = null;
    return problem;
  }

  private add(queue: KnownQueue): { readonly causes: FailureCauses; failed: number | null } {
    const causes = new FailureCauses(this.connection, queue, MOST_OF_QUEUE);
    causes.onDidChange(() => this.change());
    const added = { causes, failed: null };
    this.byQueue.set(refKey(queue.ref), added);
    return added;
  }
}

function sharedCause(parts: readonly { readonly queue: KnownQueue; readonly group: FailureGroup }[]): SharedCause {
  const largest = [...parts].sort((a, b) => b.group.count - a.group.count);
  const groups = largest.map(({ group }) => group);
  const [first] = groups as [FailureGroup];
  const known = <T>(values: readonly (T | null)[]) => values.filter((value) => value !== null);
  const times = (key: 'firstSeen' | 'lastSeen') => known(groups.map((group) => group[key]));
  const ran = known(groups.map((group) => group.ran));
  const failedAt = groups.flatMap((group) => group.times);
  return {
    queues: largest.map(({ queue, group }) => ({ queue, count: group.count })),
    group: {
      ...first,
      count: groups.reduce((sum, { count }) => sum + count, 0),
      firstSeen: times('firstSeen').length > 0 ? Math.min(...times('firstSeen')) : null,
      lastSeen: times('lastSeen').length > 0 ? Math.max(...times('lastSeen')) : null,
      times: failedAt,
      trend: trendOf(failedAt),
      ran:
        ran.length === 0
          ? null
          : {
              shortest: Math.min(...ran.map(({ shortest }) => shortest)),
              longest: Math.max(...ran.map(({ longest }) => longest)),
            },
      names: [...new Set(groups.flatMap(({ names }) => names))],
      frame: known(groups.map(({ frame }) => frame))[0] ?? null,
      messages: [...new Set(groups.flatMap(({ messages }) => messages))].slice(0, 2),
    },
  };
}
