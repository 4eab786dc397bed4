import assert from 'node:assert/strict';
import { JobList } from '../../src/queues';
import { readServer } from '../../src/queues/redis/server';
import { describeGone } from '../../src/gone-words';
import type { RedisServer } from '../support/redis';
import { onEmptyRedis, type Scope } from './support';

describe('Jobs whose data is gone', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (redis, forTest) => ([server, scope] = [redis, forTest]));

  const queue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' } as const;

  /** Failed jobs as Bull leaves them, so many that a worker would take a minute to fail them. */
  async function failed(jobs: number, payload = ''): Promise<void> {
    const pipeline = server.connect().pipeline();
    for (let i = 0; i < jobs; i++) {
      pipeline.zadd('bull:orders:failed', i, `${i}`);
      pipeline.hset(`bull:orders:${i}`, 'name', 'work', 'data', payload, 'timestamp', Date.now());
    }
    await pipeline.exec();
  }

  it('are counted once for the whole list, with the policy by which Redis has evicted them', async () => {
    const admin = server.connect();
    await failed(1_000, 'x'.repeat(1_000));
    // Of those that may be evicted under volatile-ttl, so that it takes no other key.
    for (let i = 0; i < 400; i++) await admin.pexpire(`bull:orders:${i}`, 600_000);
    const used = Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1]);
    await admin.config('SET', 'maxmemory-policy', 'volatile-ttl');
    await admin.config('SET', 'maxmemory', String(used - 300_000));
    try {
      await admin.hset('bull:orders:999', 'name', 'work');
      await admin.config('SET', 'maxmemory', '0');
      const left = await admin.exists(Array.from({ length: 400 }, (_, i) => `bull:orders:${i}`));
      assert.ok(left > 0 && left < 400);
      const list = new JobList(scope.connection(), queue, 'failed');
      for (let page = 0; page < 19; page++) list.showMore();
      await list.read();
      assert.deepEqual(list.gone, { count: 400 - left, of: 1_000 });
      const facts = await scope.connection().run(readServer);
      assert.equal(
        describeGone({ count: 400, of: 1_000 }, 1_000, facts),
        '400 of 1,000 are gone (evicted: maxmemory-policy is volatile-ttl)',
      );
    } finally {
      await admin.config('SET', 'maxmemory', '0');
      await admin.config('SET', 'maxmemory-policy', 'noeviction');
      await admin.config('RESETSTAT');
    }
  });

  it('have no reason where Redis has evicted nothing, and are counted in the first 10,000 of a longer list', async () => {
    await failed(30);
    const admin = server.connect();
    await admin.del('bull:orders:29');
    const list = new JobList(scope.connection(), queue, 'failed');
    await list.read();
    assert.deepEqual(list.gone, { count: 1, of: 30 });
    const facts = await scope.connection().run(readServer);
    assert.equal(describeGone({ count: 1, of: 30 }, 30, facts), '1 of 30 is gone (no data in Redis)');
    assert.equal(
      describeGone({ count: 7, of: 10_000 }, 12_000, null),
      '7 of the first 10,000 are gone (no data in Redis)',
    );

    const pipeline = admin.pipeline();
    for (let i = 0; i < 12_000; i++) pipeline.lpush('bull:orders:wait', `${i}`);
    await pipeline.exec();
    const waiting = new JobList(scope.connection(), queue, 'waiting');
    await waiting.read();
    assert.deepEqual(waiting.gone, { count: 10_000 - 29, of: 10_000 });
  });

  it('are nothing to speak of where all are there', async () => {
    await failed(3);
    const list = new JobList(scope.connection(), queue, 'failed');
    await list.read();
    assert.deepEqual([list.gone, list.rows?.length], [null, 3]);
  });
});
