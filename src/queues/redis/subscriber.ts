import type Redis from 'ioredis';
import { escapeGlob } from '../../bull/keys';
import type { Disposable } from '../event';
import { RedisConnection } from './connection';
import type { ConnectionSpec } from './endpoint';
import type { RedisProblem } from './problem';
import type { TimeLimits } from './time-limits';

/** Somebody who is told what is published below prefixes. */
export interface Listener {
  /** `bull` of all channels that begin with `bull:`. */
  readonly prefixes: readonly string[];
  /** Of other listeners' prefixes too. Anybody may publish anything, in any database: there is one pub/sub of all. */
  hear(channel: Buffer, message: Buffer): void;
  /** It listens from now on, or again (null), or does not, and why: what is published meanwhile is not told. */
  changed(problem: RedisProblem | null): void;
}

/** Where one can listen. */
export interface Listening {
  /** Listens until it is disposed. Resolves when it does, or was refused, of which the listener is told. */
  listen(spec: ConnectionSpec, listener: Listener): Promise<Disposable>;
}

/** Listens on one socket for all who want to, and again after the socket was lost. */
export class Subscriber implements Disposable {
  private readonly connection: RedisConnection;
  private readonly listeners = new Set<Listener>();
  /** Those who have tried to listen on an earlier socket. */
  private readonly tried = new WeakSet<Listener>();
  private readonly followed = new WeakSet<Redis>();

  constructor(spec: ConnectionSpec, limits?: TimeLimits) {
    this.connection = new RedisConnection(spec, limits);
    this.connection.onDidChangeStatus((status) => {
      for (const listener of [...this.listeners].filter((each) => this.tried.has(each))) {
        if (status.state === 'ready') void this.subscribe(listener);
        else if ('problem' in status) listener.changed(status.problem);
      }
    });
  }

  get isIdle(): boolean {
    return this.listeners.size === 0;
  }

  /** Resolves when it listens, or was refused. */
  async add(listener: Listener): Promise<void> {
    this.listeners.add(listener);
    await this.subscribe(listener);
    this.tried.add(listener);
  }

  remove(listener: Listener): void {
    if (!this.listeners.delete(listener) || this.connection.status.state !== 'ready') return;
    const others = new Set([...this.listeners].flatMap(({ prefixes }) => prefixes));
    const unwanted = listener.prefixes.filter((prefix) => !others.has(prefix)).map(channelsBelow);
    // A socket that is lost listens to nothing.
    if (unwanted.length > 0) this.connection.run((redis) => redis.punsubscribe(...unwanted)).catch(() => {});
  }

  dispose(): void {
    this.listeners.clear();
    this.connection.dispose();
  }

  private async subscribe(listener: Listener): Promise<void> {
    let refusal: RedisProblem | null = null;
    try {
      await this.connection.run(async (redis) => {
        this.follow(redis);
        // An ACL permits a pattern only where it has the very same one: that of docs/permissions.md.
        await redis.psubscribe(...listener.prefixes.map(channelsBelow));
      });
    } catch (error) {
      refusal = error as RedisProblem;
    }
    if (this.listeners.has(listener)) listener.changed(refusal);
  }

  private follow(redis: Redis): void {
    if (this.followed.has(redis)) return;
    this.followed.add(redis);
    redis.on('pmessageBuffer', (_pattern: Buffer, channel: Buffer, message: Buffer) => {
      for (const listener of this.listeners) listener.hear(channel, message);
    });
  }
}

function channelsBelow(prefix: string): string {
  return `${escapeGlob(prefix)}:*`;
}
