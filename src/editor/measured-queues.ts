import * as vscode from 'vscode';
import { refKey } from '../bull/keys';
import { surelyMakes, type MeasuredQueue } from '../link/observed-duration';
import type { PlacedQueue } from '../lint-thread/answers';
import type { Logger } from '../log/logger';
import type { MonitoredQueue, RedisConnection } from '../queues';
import { dialectOf } from '../queues/dialects';
import type { WindowSessions } from '../sessions';

/**
 * How long the jobs of queues took: each is measured once on each connection, and what was measured goes with the
 * connection.
 */
export class MeasuredQueues implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  /** By prefix and name; null while it is measured, and where there is nothing to measure. */
  private readonly known = new Map<RedisConnection, Map<string, MeasuredQueue | null>>();
  private isMeasuring = false;
  private isDisposed = false;

  constructor(
    private readonly sessions: WindowSessions['sessions'],
    private readonly watchers: WindowSessions['watchers'],
    private readonly log: Logger,
  ) {}

  /** On connections that stand. */
  get all(): readonly MeasuredQueue[] {
    const connected = new Set(this.connected().map(({ connection }) => connection));
    for (const connection of this.known.keys()) if (!connected.has(connection)) this.known.delete(connection);
    return [...this.known.values()].flatMap((queues) => [...queues.values()].filter((each) => each !== null));
  }

  /** Measures the queues of what is seen, one after the other, and none while nobody looks. */
  async measure(seen: () => readonly PlacedQueue[]): Promise<void> {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    try {
      for (let next = this.next(seen()); next; next = this.next(seen())) await this.measureOne(next);
    } finally {
      this.isMeasuring = false;
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.changed.dispose();
  }

  private next(seen: readonly PlacedQueue[]): Measurable | null {
    if (this.isDisposed || seen.length === 0 || !this.watchers.isAnyWatching) return null;
    for (const { name, connection, queues } of this.connected()) {
      const known = this.known.get(connection);
      const isNew = (queue: MonitoredQueue): boolean =>
        dialectOf(queue).isLinted &&
        !known?.has(refKey(queue.ref)) &&
        seen.some((construction) => surelyMakes(construction, queue.ref));
      const queue = queues.find(isNew);
      if (queue) return { name, connection, queue };
    }
    return null;
  }

  private async measureOne({ name, connection, queue }: Measurable): Promise<void> {
    const { ref } = queue;
    const known = this.known.get(connection) ?? new Map<string, MeasuredQueue | null>();
    this.known.set(connection, known.set(refKey(ref), null));
    const { readDurations } = await import('../queues');
    try {
      const durations = await readDurations(connection, queue);
      if (!durations || this.isDisposed) return;
      known.set(refKey(ref), { connection: name, ref, durations: durations.all, since: durations.since });
      this.changed.fire();
    } catch (error) {
      this.log.warn(`${name}: How long the jobs of ${ref.name} took could not be read.`, error);
    }
  }

  private connected() {
    return this.sessions.all.flatMap(({ name, status, connection, monitor }) =>
      status.state === 'ready' && connection && monitor ? [{ name, connection, queues: monitor.queues }] : [],
    );
  }
}

interface Measurable {
  readonly name: string;
  readonly connection: RedisConnection;
  readonly queue: MonitoredQueue;
}
