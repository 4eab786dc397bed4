import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import { listedJobs, type KnownQueue, type RedisConnection } from '../../src/queues';
import { startRedis, type RedisServer } from '../support/redis';
import { Scope } from './support';

const mail: KnownQueue = { ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' };
const FAILED = 'bull:mail:failed';

describe('the ids of the jobs in a state', () => {
  let server: RedisServer;
  let scope: Scope;
  let redis: Redis;
  let connection: RedisConnection;
  before(async () => (server = await startRedis()));
  after(() => server.stop());
  beforeEach(async () => {
    scope = new Scope(server);
    redis = server.connect();
    connection = scope.connection();
    await fail(1, 6_000);
  });
  afterEach(async () => {
    await scope.close();
    await redis.flushall();
  });

  /** Those from `first` to `last` are in the failed set, the last the newest. */
  const fail = (first: number, last: number) =>
    redis.zadd(FAILED, ...range(first, last).flatMap((id): [number, string] => [id, `${id}`]));

  /** As they come, with `change` made once after the first step. */
  async function read(change: () => Promise<unknown>): Promise<number[]> {
    const ids: number[] = [];
    for await (const step of listedJobs(connection, mail, 'failed', new AbortController().signal)) {
      if (ids.length === 0) await change();
      ids.push(...step.map(({ id }) => Number(id.toString())));
    }
    return ids;
  }

  it('come some at a time, however many are read together', async () => {
    const sizes: number[] = [];
    for await (const step of listedJobs(connection, mail, 'failed', new AbortController().signal))
      sizes.push(step.length);
    assert.deepEqual(sizes, [500, 500, 450, 500, 500, 500, 400, 500, 500, 500, 500, 500, 150]);
  });

  it('come once each, the newest first', async () => {
    assert.deepEqual(await read(() => Promise.resolve()), range(1, 6_000).reverse());
  });

  it('come once each where jobs fail meanwhile, which are not among them', async () => {
    assert.deepEqual(await read(() => fail(6_001, 6_230)), range(1, 6_000).reverse());
  });

  it('come once each where some that came already go meanwhile', async () => {
    const gone = range(5_960, 6_000).map(String);
    assert.deepEqual(await read(() => redis.zrem(FAILED, ...gone)), range(1, 6_000).reverse());
  });

  it('come all, some of them twice, where hundreds go meanwhile', async () => {
    const gone = range(5_501, 5_900).map(String);
    const ids = await read(() => redis.zrem(FAILED, ...gone));
    assert.deepEqual([...new Set(ids)], range(1, 6_000).reverse());
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
