import { escapeGlob, keyBase, prefixOf, type QueueRef } from '../../bull/keys';
import { Emitter, type Disposable } from '../event';
import { RedisConnection } from '../redis/connection';
import type { ConnectionSpec } from '../redis/endpoint';
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
  private readonly connection: RedisConnection;
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
    this.connection = new RedisConnection(spec, limits);
    this.connection.onDidChangeStatus(({ state }) => {
      if (!this.hasBegun) return;
      if (state === 'ready') void this.listen();
      if (state === 'reconnecting' || state === 'failed') this.interruptions++;
    });
  }

  /** Resolves when it listens, or was refused. */
  async begin(): Promise<void> {
    await this.listen();
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
    this.hasBegun = false;
    this.connection.dispose();
    this.failed.dispose();
  }

  private async listen(): Promise<void> {
    try {
      await this.connection.run(async (redis) => {
        redis.on('pmessageBuffer', (_pattern: Buffer, channel: Buffer, message: Buffer) => this.hear(channel, message));
        // An ACL permits a pattern only where it has the very same one: that of docs/permissions.md.
        await redis.psubscribe(...this.spec.prefixes.map((prefix) => `${escapeGlob(prefix)}:*`));
      });
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : String(error);
    }
  }

  private hear(channel: Buffer, message: Buffer): void {
    const told = channelOf(channel.toString(), this.spec);
    if (!told) return;
    const { ref, state } = told;
    this.queues.set(keyBase(ref), ref);
    const finish = state && finishIn(message.toString());
    if (!finish) return;
    this.finishes.push({ ref, state, id: finish.id, reason: state === 'failed' ? finish.reason : null });
    if (state === 'failed') this.failed.fire();
  }
}

/** `bull:mail:completed`, `bull:mail:waiting@<token>`; null of a channel that is neither of these nor `failed`. */
function channelOf(
  channel: string,
  { prefixes, queues }: ConnectionSpec,
): { readonly ref: QueueRef; readonly state: FinishedState | null } | null {
  const prefix = prefixOf(channel, prefixes);
  if (prefix === undefined) return null;
  const [, name, event] = /^(.+):(completed|failed|waiting@[^:]*)$/s.exec(channel.slice(prefix.length + 1)) ?? [];
  if (name === undefined || (queues && !queues.includes(name))) return null;
  return { ref: { prefix, name }, state: event === 'completed' || event === 'failed' ? event : null };
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
