import { queueEventOn } from '../../bull/events';
import { refKey, type QueueRef } from '../../bull/keys';
import { Emitter, type Disposable } from '../event';
import type { MonitoredQueue, QueueMonitor } from '../monitor';
import type { RedisConnection } from '../redis/connection';
import type { RedisProblem } from '../redis/problem';
import type { Listening } from '../redis/subscriber';

/** Reads anew what is shown of queues that are known, and looks whether those are there that are not. Never rejects. */
export type ReadQueues = (known: readonly MonitoredQueue[], unknown: readonly QueueRef[]) => Promise<void>;

/** From one start to the next stop. */
interface Run {
  readonly read: ReadQueues;
  subscription: Disposable | null;
  started: Promise<void>;
}

/** ms from the first event to the reading: a job that a worker takes and finishes at once is read once. */
const GATHERING = 150;
/** ms between two readings, so that a busy queue neither keeps Redis busy nor makes the rows flicker. */
const PAUSE = 1_000;
/** ms of pause for each command that a reading has sent: 3 a second at the most. */
const PAUSE_OF_COMMAND = 333;

/** Queues that are read anew at once: what more of them tell is shown at the next refresh. */
const MOST_OUTDATED = 10_000;

/** Queues that are not known and are looked for: whoever publishes in more names than these means no queues. */
const MOST_LOOKED = 1_000;

/** Reads queues anew soon after Bull has published that something happened in them. What it says is only a hint. */
export class LiveQueues implements Disposable {
  private readonly changed = new Emitter<void>();
  /** It listens, or does not any more. */
  readonly onDidChange = this.changed.event;

  private readonly outdated = new Map<string, QueueRef>();
  /** Anybody may publish in the name of a queue that is not there. */
  private readonly looked = new Set<string>();
  private run: Run | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isReading = false;
  private restUntil = -Infinity;

  isListening = false;
  /** Why it does not listen, though it was started; null where it does, or was not. */
  problem: RedisProblem | null = null;

  constructor(
    private readonly connection: RedisConnection,
    private readonly monitor: QueueMonitor,
    private readonly listening: Listening,
  ) {}

  /** Resolves when it listens, or was refused. */
  start(read: ReadQueues): Promise<void> {
    if (this.run) return this.run.started;
    const run: Run = { subscription: null, read, started: Promise.resolve() };
    this.run = run;
    run.started = this.listen(run);
    return run.started;
  }

  stop(): void {
    const { run } = this;
    if (!run) return;
    this.run = null;
    run.subscription?.dispose();
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.outdated.clear();
    this.looked.clear();
    this.tell(false, null);
  }

  dispose(): void {
    this.changed.dispose();
    this.stop();
  }

  private async listen(run: Run): Promise<void> {
    const subscription = await this.listening.listen(this.connection.spec, {
      prefixes: this.connection.spec.prefixes,
      hear: (channel) => {
        if (this.run === run) this.hear(channel.toString());
      },
      changed: (problem) => {
        if (this.run === run) this.tell(problem === null, problem);
      },
    });
    run.subscription = subscription;
    if (this.run !== run || this.problem?.kind === 'permission') subscription.dispose();
  }

  private hear(channel: string): void {
    const { prefixes, queues } = this.connection.spec;
    const event = queueEventOn(channel, prefixes);
    if (!event || (queues && !queues.includes(event.ref.name)) || this.outdated.size >= MOST_OUTDATED) return;
    this.outdated.set(refKey(event.ref), event.ref);
    this.schedule();
  }

  private schedule(): void {
    if (this.timer || this.isReading || !this.run || this.outdated.size === 0) return;
    const wait = Math.max(GATHERING, this.restUntil - performance.now());
    this.timer = setTimeout(() => void this.readOutdated(), wait);
  }

  private async readOutdated(): Promise<void> {
    this.timer = null;
    const refs = [...this.outdated.values()];
    this.outdated.clear();
    this.isReading = true;
    const { sent } = this.connection;
    const known = refs.flatMap(({ prefix, name }) => this.monitor.find(prefix, name) ?? []);
    try {
      await this.run?.read(known, this.unknownAmong(refs));
    } finally {
      this.isReading = false;
    }
    const commands = this.connection.sent - sent;
    this.restUntil = performance.now() + Math.max(PAUSE, commands * PAUSE_OF_COMMAND);
    this.schedule();
  }

  /** Those that nobody has looked for yet: while queues are searched for, they may still be found. */
  private unknownAmong(refs: readonly QueueRef[]): QueueRef[] {
    const { monitor, looked } = this;
    if (!monitor.isComplete || monitor.isSearching || looked.size > MOST_LOOKED) return [];
    const unknown = refs.filter((ref) => !monitor.find(ref.prefix, ref.name) && !looked.has(refKey(ref)));
    for (const ref of unknown) looked.add(refKey(ref));
    return unknown;
  }

  private tell(isListening: boolean, problem: RedisProblem | null): void {
    if (isListening === this.isListening && problem?.message === this.problem?.message) return;
    this.isListening = isListening;
    this.problem = problem;
    this.changed.fire();
  }
}
