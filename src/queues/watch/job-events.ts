import { queueEventOn } from '../../bull/events';
import { keyBase, type QueueRef } from '../../bull/keys';
import { Emitter, type Disposable } from '../event';
import type { ConnectionSpec } from '../redis/endpoint';
import type { Listening } from '../redis/subscriber';
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
 * Listens, on a second socket, to what Bull publishes: the only trace of jobs that are removed as they finish, and the
 * first of a queue that was not there before.
 */
export class JobEvents implements Disposable {
  private subscription: Disposable | null = null;
  private isDisposed = false;
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
    private readonly listening: Listening,
  ) {}

  /** Resolves when it listens, or was refused. */
  async begin(): Promise<void> {
    await this.listen();
    this.hasBegun = this.refusal === null;
    if (!this.hasBegun) this.rest();
  }

  /** Holds no socket until `wake`. */
  rest(): void {
    if (this.hasBegun && this.subscription) this.interruptions++;
    this.subscription?.dispose();
    this.subscription = null;
  }

  /** Resolves when it listens again, or that was tried: `interruptions` tells. */
  async wake(): Promise<void> {
    if (this.hasBegun && !this.subscription) await this.listen();
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
    this.isDisposed = true;
    this.rest();
    this.failed.dispose();
  }

  private async listen(): Promise<void> {
    const subscription = await this.listening.listen(this.spec, {
      prefixes: this.spec.prefixes,
      hear: (channel, message) => this.hear(channel, message),
      changed: (problem) => {
        if (!this.hasBegun) this.refusal = problem?.message ?? null;
        else if (problem) this.interruptions++;
      },
    });
    if (this.isDisposed) subscription.dispose();
    else this.subscription = subscription;
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
