import Redis from 'ioredis';
import type { ConnectionSpec } from './endpoint';
import { Emitter, type Disposable } from '../event';
import { disconnected, explain, type RedisProblem } from './problem';

export type ConnectionStatus =
  | { readonly state: 'closed' }
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  /** Lost or not reached; tried again by itself at `retryAt` (ms since the epoch), and still so while it is tried. */
  | { readonly state: 'reconnecting'; readonly retryAt: number; readonly problem: RedisProblem }
  /** Not tried again before the person has changed something or asks for it. */
  | { readonly state: 'failed'; readonly problem: RedisProblem };

export interface TimeLimits {
  /** ms until a TCP and TLS connection stands. */
  readonly connect: number;
  /** ms until a command is answered. */
  readonly command: number;
  /** ms before the first new attempt; doubles up to `maxBackoff`. */
  readonly backoff: number;
  readonly maxBackoff: number;
}

export const DEFAULT_TIME_LIMITS: TimeLimits = { connect: 8_000, command: 10_000, backoff: 1_000, maxBackoff: 30_000 };

/**
 * The one socket to one Redis: opened at first use, shared by all that is asked of that Redis, reopened with backoff.
 *
 * It opens its clients itself instead of leaving that to ioredis's `retryStrategy`, because ioredis reports `ready`
 * even where AUTH was refused, and resends what it does not know the fate of. Here a command whose socket died fails.
 */
export class RedisConnection implements Disposable {
  private readonly changed = new Emitter<ConnectionStatus>();
  readonly onDidChangeStatus = this.changed.event;

  private current: ConnectionStatus = { state: 'closed' };
  private redis: Redis | null = null;
  private opening: Promise<Redis> | null = null;
  /** Clients that were closed on purpose. */
  private readonly released = new WeakSet<Redis>();
  private timer: NodeJS.Timeout | null = null;
  private attempts = 0;

  constructor(
    readonly spec: ConnectionSpec,
    private readonly limits: TimeLimits = DEFAULT_TIME_LIMITS,
  ) {}

  get status(): ConnectionStatus {
    return this.current;
  }

  /**
   * Runs commands on the client, which is connected first where it is not.
   *
   * @throws RedisProblem always, whatever went wrong; at once while the connection waits for its next attempt.
   */
  async run<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = await this.ready();
    try {
      return await use(redis);
    } catch (error) {
      if (this.released.has(redis)) throw disconnected(this.spec);
      const problem = explain(error, this.spec);
      if (problem.endsConnection) this.lose(redis, problem);
      throw problem;
    }
  }

  /** Connects now, also where that failed before or waits for its next attempt. @throws RedisProblem */
  async reconnect(): Promise<void> {
    this.close();
    await this.ready();
  }

  /** Closes the socket; the next `run` opens one again. What is under way fails with `disconnected`. */
  close(): void {
    this.cancelRetry();
    this.attempts = 0;
    if (this.redis) this.released.add(this.redis);
    this.drop();
    this.setStatus({ state: 'closed' });
  }

  dispose(): void {
    this.close();
    this.changed.dispose();
  }

  private async ready(): Promise<Redis> {
    const { current } = this;
    if (current.state === 'ready' && this.redis) return this.redis;
    if (current.state === 'failed' || current.state === 'reconnecting') throw current.problem;
    if (!this.opening) {
      this.setStatus({ state: 'connecting' });
      this.opening = this.open();
    }
    return this.opening;
  }

  private async open(): Promise<Redis> {
    const redis = this.createClient();
    this.redis = redis;
    let firstError: unknown = null;
    redis.on('error', (error) => (firstError ??= error));
    try {
      await redis.connect();
      await redis.ping().catch((error: unknown) => {
        if (explain(error, this.spec).kind !== 'permission') throw error;
      });
      if (firstError) throw firstError as Error;
    } catch (error) {
      if (this.released.has(redis)) throw disconnected(this.spec);
      const problem = explain(firstError ?? error, this.spec);
      this.lose(redis, problem);
      throw problem;
    }
    if (this.released.has(redis)) throw disconnected(this.spec);
    redis.once('end', () => this.lose(redis, explain(firstError ?? new Error('Connection is closed.'), this.spec)));
    this.opening = null;
    this.attempts = 0;
    this.setStatus({ state: 'ready' });
    return redis;
  }

  private createClient(): Redis {
    const { host, port, database, tls, username, password } = this.spec.endpoint;
    return new Redis({
      host,
      port,
      db: database,
      ...(username !== null && { username }),
      ...(password !== null && { password }),
      ...(tls && { tls: {} }),
      connectionName: 'bull-lens',
      disableClientInfo: true,
      lazyConnect: true,
      enableReadyCheck: false,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: null,
      retryStrategy: () => null,
      connectTimeout: this.limits.connect,
      commandTimeout: this.limits.command,
      disconnectTimeout: 500,
    });
  }

  private lose(redis: Redis, problem: RedisProblem): void {
    if (redis !== this.redis) return;
    this.drop();
    if (problem.needsPerson) {
      this.setStatus({ state: 'failed', problem });
      return;
    }
    const delay = Math.min(this.limits.backoff * 2 ** this.attempts++, this.limits.maxBackoff);
    this.timer = setTimeout(() => this.retry(), delay);
    this.setStatus({ state: 'reconnecting', retryAt: Date.now() + delay, problem });
  }

  private retry(): void {
    this.timer = null;
    this.opening = this.open();
    // The status tells those who look; nobody else waits for this attempt.
    this.opening.catch(() => {});
  }

  private drop(): void {
    const { redis } = this;
    this.redis = null;
    this.opening = null;
    redis?.disconnect();
  }

  private cancelRetry(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private setStatus(status: ConnectionStatus): void {
    if (status.state === 'closed' && this.current.state === 'closed') return;
    this.current = status;
    this.changed.fire(status);
  }
}
