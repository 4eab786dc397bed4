import { escapeGlob } from '../../bull/keys';
import { Emitter, type Disposable } from '../event';
import { RedisConnection, type TimeLimits } from '../redis/connection';
import type { ConnectionSpec } from '../redis/endpoint';
import type { FinishedState } from './finished-jobs';

/** What Bull publishes when a job has completed, or failed for good (bull 4.16.5 lib/commands/moveToFinished-9.lua:109). */
export interface FinishEvent {
  readonly prefix: string;
  readonly name: string;
  readonly state: FinishedState;
  readonly id: Buffer;
  /** Why it failed; null for one that has completed. */
  readonly reason: string | null;
}

/** Listens on a socket of its own to jobs that finish: the only trace of those that are removed as they do. */
export class FinishEvents implements Disposable {
  private readonly connection: RedisConnection;
  private readonly failed = new Emitter<void>();
  /** A job has failed. */
  readonly onDidFail = this.failed.event;

  private events: FinishEvent[] = [];
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

  /** What was told since it was called last. */
  take(): readonly FinishEvent[] {
    return this.events.splice(0);
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
    const event = finishEvent(channel.toString(), message.toString(), this.spec);
    if (!event) return;
    this.events.push(event);
    if (event.state === 'failed') this.failed.fire();
  }
}

function finishEvent(channel: string, message: string, { prefixes, queues }: ConnectionSpec): FinishEvent | null {
  const state = (['completed', 'failed'] as const).find((each) => channel.endsWith(`:${each}`));
  const under = prefixes.filter((prefix) => channel.startsWith(`${prefix}:`));
  const prefix = under.toSorted((a, b) => b.length - a.length)[0];
  if (!state || prefix === undefined) return null;
  const name = channel.slice(prefix.length + 1, -state.length - 1);
  if (name === '' || (queues && !queues.includes(name))) return null;
  const { jobId, val } = record(message);
  if (typeof jobId !== 'string' && typeof jobId !== 'number') return null;
  const reason = state === 'failed' ? (typeof val === 'string' ? val : '') : null;
  return { prefix, name, state, id: Buffer.from(String(jobId)), reason };
}

/** Anybody may publish anything. */
function record(message: string): { readonly jobId?: unknown; readonly val?: unknown } {
  try {
    return (JSON.parse(message) as object | null) ?? {};
  } catch {
    return {};
  }
}
