import Bull from 'bull';
import type Redis from 'ioredis';
import { RedisConnection, type ConnectionSpec, type RedisEndpoint, type TimeLimits } from '../../src/queues';
import { BullJobs } from '../support/bull';
import { startRedis, type RedisServer, type RedisServerOptions } from '../support/redis';

export function spec(server: RedisServer, changes: Partial<ConnectionSpec & RedisEndpoint> = {}): ConnectionSpec {
  const { name = 'staging', prefixes = ['bull'], queues = null, ...endpoint } = changes;
  return {
    name,
    prefixes,
    queues,
    endpoint: {
      host: '127.0.0.1',
      port: server.port,
      database: 0,
      tls: null,
      username: null,
      password: null,
      ...endpoint,
    },
  };
}

export const QUICK: TimeLimits = { connect: 1_000, command: 700, backoff: 50, maxBackoff: 200 };

/** What a test opens, closed in the reverse order when it is over. */
export class Scope {
  private readonly closers: (() => unknown)[] = [];

  constructor(readonly server: RedisServer) {}

  onClose(close: () => unknown): void {
    this.closers.push(close);
  }

  connection(changes: Partial<ConnectionSpec & RedisEndpoint> = {}, limits?: TimeLimits): RedisConnection {
    const connection = new RedisConnection(spec(this.server, changes), limits);
    this.onClose(() => connection.dispose());
    return connection;
  }

  queue(name: string, options: Bull.QueueOptions = {}): Bull.Queue {
    const queue = new Bull(name, { redis: { port: this.server.port, host: '127.0.0.1' }, ...options });
    queue.on('error', () => {});
    this.onClose(() => queue.close(true));
    return queue;
  }

  /** Makes a queue whose jobs a worker has failed, each with its text as the error; the worker has stopped since. */
  async failed(name: string, reasons: readonly string[], options: Bull.QueueOptions = {}): Promise<Bull.Queue> {
    const queue = this.queue(name, options);
    await queue.addBulk(reasons.map((reason, i) => ({ name: 'work', data: { reason, i } })));
    const worker = this.queue(name, options);
    const done = new Promise<void>((resolve) => {
      let failures = 0;
      worker.on('failed', () => ++failures === reasons.length && resolve());
    });
    void worker.process('work', 20, (job: Bull.Job<{ reason: string }>) => Promise.reject(new Error(job.data.reason)));
    await done;
    await worker.close(true);
    return queue;
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
  }
}

/** Gives each test of the suite a Redis that is empty, and a scope that is closed after it. */
export function onEmptyRedis(options: RedisServerOptions, give: (server: RedisServer, scope: Scope) => void): void {
  let server: RedisServer;
  let scope: Scope;
  before(async () => {
    server = await startRedis(options);
  });
  after(() => server.stop());
  beforeEach(async () => {
    await server.connect().flushall();
    scope = new Scope(server);
    give(server, scope);
  });
  afterEach(() => scope.close());
}

/** The same, with somebody who makes jobs there, and a connection that may do everything. */
export function onRedisWithJobs(
  give: (on: {
    readonly server: RedisServer;
    readonly scope: Scope;
    readonly jobs: BullJobs;
    readonly admin: Redis;
  }) => void,
): void {
  onEmptyRedis({}, (server, scope) => {
    const jobs = new BullJobs(server);
    scope.onClose(() => jobs.close());
    give({ server, scope, jobs, admin: server.connect() });
  });
}
