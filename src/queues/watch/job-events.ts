import { queueEventOn } from '../../bull/events';
import { keyBase, type QueueRef } from '../../bull/keys';
import { Emitter, type Disposable } from '../event';
import type { ConnectionSpec } from '../redis/endpoint';
import { Subscriber } from '../redis/subscriber';
import type { TimeLimits } from '../redis/time-limits';
import type { FinishedState } from './finished-jobs';

/** What Bull publishes when a job has completed, or failed for good (bull 4.16.5 lib/commands/moveToFinished-9.lua:109). */
export interface FinishEvent {
  readonly ref: QueueRef;
  readonly state: FinishedState;
  readonly id: Buffer;
  /** Why it failed; null for one that has completed. */
  readonly reason: string | null;
}

/**
 * Listens on a socket of its own to what Bull publishes: the only trace of jobs that are removed as they finish, and the
 * first of a queue that was not there before.
 */
export class JobEvents implements Disposable {
  private readonly subscriber: Subscriber;
  private readonly failed = new Emitter<void>();
  /** A job has failed. */
  readonly onDidFail = this.failed.event;

  private finishes: FinishEvent[] = [];
  private readonly queues = new Map<string, QueueRef>();
  private hasBegun = false;

  /** Why Redis does not let us listen, in a sentence; null where it does. */
  refusal: string | null = null;
  /** How often the socket was lost: what finished then was not told. */
  interruptions = 0;

  constructor(
    private readonly spec: ConnectionSpec,
    limits?: TimeLimits,
  ) {
    this.subscriber = new Subscriber(spec, limits);
  }

  /** Resolves when it listens, or was refused. */
  async begin(): Promise<void> {
    await this.subscriber.add({
      prefixes: this.spec.prefixes,
      hear: (channel, message) => this.hear(channel, message),
      changed: (problem) => {
        if (!this.hasBegun) this.refusal = problem?.message ?? null;
        else if (problem) this.interruptions++;
      },
    });
    this.hasBegun = this.refusal === null;
  }

  /** Closes the socket until `wake`. */
  rest(): void {
    if (this.connection.status.state === 'closed') return;
    if (this.hasBegun) this.interruptions++;
    this.connection.close();
  }

  /** Resolves when it is connected again, or that was tried: its status tells then, and `interruptions`. */
  async wake(): Promise<void> {
    if (this.connection.status.state !== 'closed') return;
    await this.connection.reconnect().catch(() => {});
  }

  /** The jobs that have finished since it was called last. */
  take(): readonly FinishEvent[] {
    return this.finishes.splice(0);
  }

  /** The queues of which it was told since it began, that jobs came to or finished in. */
  get told(): Iterable<QueueRef> {
    return this.queues.values();
  }

  dispose(): void {
    this.subscriber.dispose();
    this.failed.dispose();
  }

  private hear(channel: Buffer, message: Buffer): void {
    const event = queueEventOn(channel.toString(), this.spec.prefixes);
    if (!event || (this.spec.queues && !this.spec.queues.includes(event.ref.name))) return;
    const { ref, name } = event;
    if (name !== 'waiting' && name !== 'completed' && name !== 'failed') return;
    this.queues.set(keyBase(ref), ref);
    if (name === 'waiting') return;
    const finish = finishIn(message.toString());
    if (!finish) return;
    this.finishes.push({ ref, state: name, id: finish.id, reason: name === 'failed' ? finish.reason : null });
    if (name === 'failed') this.failed.fire();
  }
}

function finishIn(message: string): { readonly id: Buffer; readonly reason: string } | null {
  const { jobId, val } = record(message);
  if (typeof jobId !== 'string' && typeof jobId !== 'number') return null;
  return { id: Buffer.from(String(jobId)), reason: typeof val === 'string' ? val : '' };
}

/** Anybody may publish anything. */
function record(message: string): { readonly jobId?: unknown; readonly val?: unknown } {
  try {
    return (JSON.parse(message) as object | null) ?? {};
  } catch {
    return {};
  }
}
