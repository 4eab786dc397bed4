import type Redis from 'ioredis';
import { createClient, greet, readTlsFiles, type CountingRedis } from './client';
import type { ConnectionSpec } from './endpoint';
import { Emitter, type Disposable } from '../event';
import { cutOff, disconnected, explain, readOnly, type RedisProblem } from './problem';
import { DEFAULT_TIME_LIMITS, type TimeLimits } from './time-limits';

export type ConnectionStatus =
  /** Not opened yet: the first use opens it. */
  | { readonly state: 'unopened' }
  /** Closed on purpose: it stays so until it is reconnected. */
  | { readonly state: 'closed' }
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  /** Lost or not reached; tried again by itself at `retryAt` (ms since the epoch), and still so while it is tried. */
  | { readonly state: 'reconnecting'; readonly retryAt: number; readonly problem: RedisProblem }
  /** Not tried again before the person has changed something or asks for it. */
  | { readonly state: 'failed'; readonly problem: RedisProblem };

/**
 * The one socket to one Redis: opened at first use, shared by all that is asked of that Redis, reopened with backoff.
 *
 * It opens its clients itself instead of leaving that to ioredis's `retryStrategy`, because ioredis reports `ready`
 * even where AUTH was refused, and resends what it does not know the fate of. Here a command whose socket died fails.
 */
export class RedisConnection implements Disposable {
  private readonly changed = new Emitter<ConnectionStatus>();
  readonly onDidChangeStatus = this.changed.event;

  /** How many commands were sent on the socket that is open: what a metered Redis counts. */
  get sent(): number {
    return this.client?.redis.sent ?? 0;
  }

  /** How long Redis took to answer when the socket was opened, in ms: the way there and back. 0 where none is open. */
  get roundTrip(): number {
    return this.client?.roundTrip ?? 0;
  }

  /** Makes `change` refuse, also in the middle of what is under way; reading goes on. */
  isReadOnly = false;

  private current: ConnectionStatus = { state: 'unopened' };
  private client: Client | null = null;
  private opening: Promise<Client> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private attempts = 0;
  private isDisposed = false;

  constructor(
    readonly spec: ConnectionSpec,
    private readonly limits: TimeLimits = DEFAULT_TIME_LIMITS,
  ) {}

  get status(): ConnectionStatus {
    return this.current;
  }

  /**
   * Runs commands that read, on the client, which is opened at its first use.
   *
   * @throws RedisProblem always, whatever went wrong; at once, and with `sent` false, where the connection is closed,
   * has failed, or waits for its next attempt.
   */
  async run<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    const client = await this.ready();
    try {
      return await use(client.redis);
    } catch (error) {
      const problem = this.judge(client, error);
      throw neverLeft(error) ? problem.notSent() : problem;
    }
  }

  /** Runs commands that change something. @throws RedisProblem as `run` does, or of kind `read-only` */
  async change<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    return this.run((redis) => {
      // Asked here, since opening may have taken its time.
      if (this.isReadOnly) throw readOnly(this.spec);
      return use(redis);
    });
  }

  /** Connects now, also where it was closed, has failed, or waits for its next attempt. @throws RedisProblem */
  async reconnect(): Promise<void> {
    this.close();
    if (!this.isDisposed) this.setStatus({ state: 'unopened' });
    await this.ready();
  }

  /** Closes the socket until `reconnect`. What is under way fails with `disconnected`, and so does all that follows. */
  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.attempts = 0;
    if (this.client) this.client.isReleased = true;
    this.drop();
    this.setStatus({ state: 'closed' });
  }

  /** Closes it for good. */
  dispose(): void {
    this.isDisposed = true;
    this.close();
    this.changed.dispose();
  }

  private async ready(): Promise<Client> {
    // ioredis knows that a socket is lost a moment before it says so.
    if (this.current.state === 'ready' && this.client && this.client.redis.status !== 'ready') {
      this.lose(this.client, this.explainLoss(this.client));
    }
    const { current } = this;
    if (current.state === 'closed') throw disconnected(this.spec).notSent();
    if (current.state === 'failed' || current.state === 'reconnecting') throw current.problem.notSent();
    if (current.state === 'ready' && this.client) return this.client;
    if (!this.opening) {
      this.setStatus({ state: 'connecting' });
      this.opening = this.open();
    }
    return this.opening.catch((error: RedisProblem) => {
      throw error.notSent();
    });
  }

  private async open(): Promise<Client> {
    const { endpoint } = this.spec;
    const client: Client = {
      redis: createClient(endpoint, this.limits),
      roundTrip: 0,
      failure: null,
      isReleased: false,
    };
    const { redis } = client;
    this.client = client;
    redis.on('error', (error) => (client.failure ??= error));
    try {
      await readTlsFiles(redis, endpoint);
      // ioredis connects also where it was told to disconnect before.
      if (client.isReleased) throw disconnected(this.spec);
      await redis.connect();
      const asked = performance.now();
      await greet(redis, endpoint);
      client.roundTrip = performance.now() - asked;
      if (client.failure) throw client.failure as Error;
    } catch (error) {
      throw this.judge(client, error, true);
    }
    if (client.isReleased) throw disconnected(this.spec);
    redis.once('end', () => this.lose(client, this.explainLoss(client)));
    this.opening = null;
    this.attempts = 0;
    this.setStatus({ state: 'ready' });
    return client;
  }

  /** What an error of a client means; where it ends the connection, or `isOpening`, the client is given up. */
  private judge(client: Client, error: unknown, isOpening = false): RedisProblem {
    if (client.isReleased) return disconnected(this.spec);
    const said = explain(error, this.spec);
    // A closed socket is what follows from the failure, if one is known.
    const problem = said.kind === 'closed' ? this.explainLoss(client, error) : said;
    if (isOpening || problem.endsConnection) this.lose(client, problem);
    return problem;
  }

  private explainLoss(client: Client, otherwise: unknown = new Error('Connection is closed.')): RedisProblem {
    const problem = explain(client.failure ?? otherwise, this.spec);
    return problem.kind === 'closed' && client.roundTrip > 0 ? cutOff(this.spec) : problem;
  }

  private lose(client: Client, problem: RedisProblem): void {
    if (client !== this.client) return;
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
    const { client } = this;
    this.client = null;
    this.opening = null;
    client?.redis.disconnect();
  }

  private setStatus(status: ConnectionStatus): void {
    if (status.state === 'closed' && this.current.state === 'closed') return;
    this.current = status;
    this.changed.fire(status);
  }
}

interface Client {
  readonly redis: CountingRedis;
  /** ms; 0 before it has answered. */
  roundTrip: number;
  /** The first thing that went wrong with its socket; null where nothing did. */
  failure: unknown;
  /** It was closed on purpose. */
  isReleased: boolean;
}

/** ioredis refuses to write on a socket that is gone (enableOfflineQueue is off). */
function neverLeft(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Stream isn't writeable");
}
