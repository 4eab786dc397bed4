import type Redis from 'ioredis';
import { readCounts, type KnownQueue, type QueueSnapshot } from '../counts';
import { dialectOf } from '../dialects';
import type { Disposable } from '../event';
import { queueId } from '../monitor';
import type { RedisConnection } from '../redis/connection';
import type { RedisProblem } from '../redis/problem';
import { ClientPool } from '../redis/pool';
import type { Listening } from '../redis/subscriber';
import { isErrorReply } from '../redis/replies';
import { slices } from '../slices';
import { JobEvents, type FinishEvent } from './job-events';
import { WatchedQueue, type QueueObservations } from './watched-queue';

/** What a watch has seen from its start until its last look. */
export interface Observations {
  /** Those with jobs that finished first, then by name. */
  readonly queues: readonly QueueObservations[];
  /**
   * The jobs that wait or are active beyond those of the start, at the fewest during the last `patience` ms: what no
   * worker gets done. null where that is not known, or not for so long.
   */
  readonly standing: number | null;
  /** The most connections at once, without those of the watch; null where Redis does not tell. */
  readonly connections: number | null;
  /** What could not be seen, a sentence each. */
  readonly unseen: readonly string[];
}

export interface WatchOptions {
  /** ms for which jobs may wait or be active beyond those of the start before they are missed. */
  readonly patience: number;
}

/** Queues that are counted in one command. */
const MOST_AT_ONCE = 1_000;

/** Follows the jobs of a Redis that finish after its start. It asks when it is told to, and changes nothing. */
export class Watch implements Disposable {
  private readonly queues = new Map<string, WatchedQueue>();
  private readonly events: JobEvents;
  private readonly growths: { readonly time: number; readonly jobs: number | null }[] = [];
  private mostConnections: number | null = null;
  private lostLooks = 0;

  readonly onDidFail: JobEvents['onDidFail'];

  constructor(
    private readonly connection: Pick<RedisConnection, 'spec' | 'run'>,
    private readonly options: WatchOptions,
    /** The pool of the connection, so that all who listen share a socket; one of its own where it has none. */
    listening: Listening = new ClientPool(),
  ) {
    this.events = new JobEvents(connection.spec, listening);
    this.onDidFail = this.events.onDidFail;
  }

  /** Takes the baseline: jobs of these queues that have finished before are none of the watch. @throws RedisProblem */
  async begin(queues: readonly KnownQueue[]): Promise<void> {
    await this.events.begin();
    await this.connection.run(async (redis) => {
      const snapshots = await countAll(redis, queues);
      await Promise.all(
        queues.map(async (queue, i) => {
          const watched = new WatchedQueue(queue);
          this.queues.set(queueId(queue), watched);
          const snapshot = snapshots[i];
          if (snapshot) await watched.begin(redis, snapshot);
        }),
      );
      await this.countConnections(redis);
    });
    this.noteGrowth();
  }

  /**
   * Reads what has happened since the last look.
   *
   * @throws RedisProblem; what was not read then is read by the next, as far as Redis still has it
   */
  async look(): Promise<void> {
    const events = this.events.take();
    try {
      await this.connection.run((redis) => this.lookAt(redis, events));
    } catch (error) {
      this.lostLooks++;
      // By a person's wish, who expects no socket to stay.
      if ((error as RedisProblem).kind === 'disconnected') this.events.rest();
      throw error;
    }
    await this.events.wake();
    this.noteGrowth();
  }

  get observations(): Observations {
    const queues = [...this.queues.values()].map((queue) => queue.observations);
    const isBusy = ({ completed, failed }: QueueObservations) => (completed + failed > 0 ? 0 : 1);
    return {
      queues: queues.sort((a, b) => isBusy(a) - isBusy(b) || (a.ref.name < b.ref.name ? -1 : 1)),
      standing: this.standing,
      connections: this.mostConnections,
      unseen: this.unseen(queues),
    };
  }

  dispose(): void {
    this.events.dispose();
  }

  private async lookAt(redis: Redis, events: readonly FinishEvent[]): Promise<void> {
    for (const ref of this.events.told) {
      // BullMQ publishes nothing: a queue that is told of is Bull's.
      if (!this.queues.has(queueId({ ref })))
        this.queues.set(queueId({ ref }), new WatchedQueue({ ref, kind: 'bull' }));
    }
    const finishes = new Map<string, FinishEvent[]>();
    for (const event of events) {
      const own = finishes.get(queueId(event));
      if (own) own.push(event);
      else finishes.set(queueId(event), [event]);
    }
    const watched = [...this.queues];
    const snapshots = await countAll(
      redis,
      watched.map(([, { queue }]) => queue),
    );
    await Promise.all(
      watched.map(async ([id, queue], i) => {
        const snapshot = snapshots[i];
        if (snapshot) await queue.look(redis, finishes.get(id) ?? [], snapshot);
      }),
    );
    await this.countConnections(redis);
  }

  private async countConnections(redis: Redis): Promise<void> {
    const info = await redis.info('clients').catch((error: unknown) => {
      if (isErrorReply(error)) return '';
      throw error;
    });
    const connected = /^connected_clients:(\d+)/m.exec(info)?.[1];
    if (connected === undefined) return;
    const own = this.events.refusal === null ? 2 : 1;
    this.mostConnections = Math.max(this.mostConnections ?? 0, Number(connected) - own);
  }

  private noteGrowth(): void {
    const growths = [...this.queues.values()].map((queue) => queue.growth);
    const jobs = growths.reduce((sum, growth) => (sum === null || growth === null ? null : sum + growth), 0);
    this.growths.push({ time: performance.now(), jobs });
  }

  private get standing(): number | null {
    const since = performance.now() - this.options.patience;
    const before = this.growths.findLastIndex(({ time }) => time <= since);
    if (before === -1) return null;
    this.growths.splice(0, before);
    const known = this.growths.flatMap(({ jobs }) => jobs ?? []);
    return known.length < this.growths.length ? null : Math.min(...known);
  }

  private unseen(queues: readonly QueueObservations[]): string[] {
    const { refusal, interruptions } = this.events;
    const others = queues.filter((queue) => !dialectOf(queue).tellsOfRemoved).length;
    const untimed = queues.reduce((sum, { completed, duration }) => sum + completed - duration.jobs, 0);
    return [
      refusal !== null &&
        `Jobs that were removed as they finished were not seen: Redis did not let the watch listen. ${refusal}`,
      interruptions > 0 && 'The connection was lost: jobs that finished meanwhile and were removed were not seen.',
      this.lostLooks > 0 && interruptions === 0 && 'Redis did not always answer: what had gone by then was not seen.',
      others > 0 &&
        'BullMQ tells nobody of the jobs that it removes as they finish: those of its queues were not seen.',
      untimed > 0 &&
        `How long ${untimed} of the completed jobs took is not known: they were removed as they completed.`,
    ].filter((sentence) => sentence !== false);
  }
}

async function countAll(redis: Redis, queues: readonly KnownQueue[]): Promise<QueueSnapshot[]> {
  const snapshots: QueueSnapshot[] = [];
  for (const some of slices(queues, MOST_AT_ONCE)) snapshots.push(...(await readCounts(redis, some)).snapshots);
  return snapshots;
}
