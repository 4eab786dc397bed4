import assert from 'node:assert/strict';
import { Queue as BullMQ, Worker } from 'bullmq';
import { QueueMonitor, RedisProblem, type KnownQueue } from '../../src/queues';
import { discoverQueues } from '../../src/queues/discovery';
import type { RedisServer } from '../support/redis';
import type { Scope } from './support';
import { onEmptyRedis } from './support';

describe('Discovery', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis(
    { users: ['noscan on >pw ~* &* +@all -scan'] },
    (redis, forTest) => ([server, scope] = [redis, forTest]),
  );

  async function found(prefixes = ['bull']): Promise<Record<string, string>> {
    const queues: KnownQueue[] = [];
    for await (const step of discoverQueues(scope.connection(), prefixes)) queues.push(...step);
    const names = queues.map(({ ref, kind }) => [`${ref.prefix}:${ref.name}`, kind]);
    assert.equal(new Set(names.map(([name]) => name)).size, names.length, 'each queue is found once');
    return Object.fromEntries(names) as Record<string, string>;
  }

  it('finds queues whatever their names hold', async () => {
    const names = [
      'plain',
      'orders:eu:nightly',
      'two words',
      'Bestellungen für München 🐂',
      '*[glob]?\\',
      '`_md_`[x](y)',
      ':',
    ];
    for (const name of names) await scope.queue(name).add({});
    assert.deepEqual(await found(), Object.fromEntries(names.map((name) => [`bull:${name}`, 'bull'])));
  });

  it('finds a queue with only delayed jobs, only repeatable jobs, or no job any more', async () => {
    await scope.queue('delayed').add({}, { delay: 60_000 });
    await scope.queue('repeatable').add({}, { repeat: { every: 60_000 } });
    const emptied = scope.queue('emptied');
    await emptied.add({});
    await emptied.empty();
    await scope.queue('paused before its first job').pause();
    assert.deepEqual(await found(), {
      'bull:delayed': 'bull',
      'bull:repeatable': 'bull',
      'bull:emptied': 'bull',
      'bull:paused before its first job': 'bull',
    });
  });

  it('tells BullMQ queues from paused Bull queues', async () => {
    const paused = scope.queue('paused bull');
    await paused.add({});
    await paused.pause();
    const connection = { host: '127.0.0.1', port: server.port };
    for (const name of ['mq with jobs', 'mq without jobs']) {
      const queue = new BullMQ(name, { connection });
      scope.onClose(() => queue.close());
      await queue.waitUntilReady();
      if (name === 'mq with jobs') await queue.add('work', {});
    }
    assert.deepEqual(await found(), {
      'bull:paused bull': 'bull',
      'bull:mq with jobs': 'bullmq',
      'bull:mq without jobs': 'bullmq',
    });
  });

  it("does not take a job, its logs or another program's keys for a queue", async () => {
    const queue = scope.queue('real');
    for (const jobId of ['repeat', 'failed', 'meta', 'x:completed', 'deadbeef-cafe']) {
      const job = await queue.add({}, { jobId });
      await job.log('a line');
    }
    await server.connect().set('bull:strange:failed', 'a string, not a sorted set');
    assert.deepEqual(await found(), { 'bull:real': 'bull' });
  });

  it('looks under every prefix, also one with glob characters', async () => {
    await scope.queue('a', { prefix: '{shop}' }).add({});
    await scope.queue('b', { prefix: 'st[a]ging*' }).add({});
    await scope.queue('c').add({});
    assert.deepEqual(await found(['{shop}', 'st[a]ging*']), { '{shop}:a': 'bull', 'st[a]ging*:b': 'bull' });
  });

  describe('QueueMonitor', () => {
    const forget = { recall: () => [], remember: () => {} };

    it('lists those with failures first, then by name, with BullMQ counts as well', async () => {
      await scope.failed('zeta', ['x']);
      await scope.queue('beta').add({});
      const connection = { host: '127.0.0.1', port: server.port };
      const mq = new BullMQ('alpha-mq', { connection });
      const worker = new Worker('alpha-mq', () => Promise.reject(new Error('no')), { connection });
      scope.onClose(() => worker.close());
      scope.onClose(() => mq.close());
      const failed = new Promise((resolve) => worker.once('failed', resolve));
      await mq.add('work', {});
      await mq.add('later', {}, { delay: 60_000 });
      await failed;
      const monitor = new QueueMonitor(scope.connection(), forget);
      await monitor.discover();
      assert.deepEqual(
        monitor.queues.map(({ ref, snapshot }) => [ref.name, snapshot?.counts.failed, snapshot?.counts.delayed]),
        [
          ['alpha-mq', 1, 1],
          ['zeta', 1, 0],
          ['beta', 0, 0],
        ],
      );
    });

    it('remembers what it found, and shows it before anything is asked', async () => {
      await scope.queue('kept').add({});
      const memory: KnownQueue[] = [];
      const store = { recall: () => memory, remember: (queues: readonly KnownQueue[]) => void memory.push(...queues) };
      await new QueueMonitor(scope.connection(), store).discover();
      const next = new QueueMonitor(scope.connection(), store);
      assert.deepEqual(next.queues, [{ ref: { prefix: 'bull', name: 'kept' }, kind: 'bull', snapshot: null }]);
      await next.refresh();
      assert.equal(next.find('bull', 'kept')?.snapshot?.counts.waiting, 1);
    });

    it('drops a remembered queue that is not there any more', async () => {
      const gone: KnownQueue = { ref: { prefix: 'bull', name: 'gone' }, kind: 'bull' };
      const monitor = new QueueMonitor(scope.connection(), { recall: () => [gone], remember: () => {} });
      await monitor.discover();
      assert.deepEqual(monitor.queues, []);
      assert.equal(monitor.isComplete, true);
    });

    it('asks for names where SCAN is refused, and shows named queues there', async () => {
      const noscan = { username: 'noscan', password: 'pw' };
      const refused = new QueueMonitor(scope.connection(noscan), forget);
      await refused.discover();
      assert.ok(refused.searchProblem instanceof RedisProblem);
      assert.match(refused.searchProblem.message, /use SCAN/);
      await scope.queue('named').add({});
      const named = new QueueMonitor(scope.connection({ ...noscan, queues: ['named', 'not used yet'] }), forget);
      await named.discover();
      assert.equal(named.searchProblem, null);
      assert.deepEqual(
        named.queues.map(({ ref, snapshot }) => [ref.name, snapshot?.counts.waiting]),
        [
          ['named', 1],
          ['not used yet', 0],
        ],
      );
    });

    it('stops a search that is cancelled, and keeps what it had found', async () => {
      const admin = server.connect();
      const pipeline = admin.pipeline();
      for (let i = 0; i < 30_000; i++) pipeline.hset(`bull:big:${i}`, 'name', 'work');
      await pipeline.exec();
      await scope.queue('big').add({});
      const monitor = new QueueMonitor(scope.connection(), forget);
      const search = monitor.discover();
      monitor.cancelDiscovery();
      await search;
      assert.equal(monitor.isSearching, false);
      assert.equal(monitor.isComplete, false);
    });

    it('writes nothing into a BullMQ queue or a Bull queue', async () => {
      await scope.failed('bull', ['x']);
      const mq = new BullMQ('mq', { connection: { host: '127.0.0.1', port: server.port } });
      scope.onClose(() => mq.close());
      await mq.add('work', {});
      const admin = server.connect();
      const dirty = async () => /rdb_changes_since_last_save:(\d+)/.exec(await admin.info('persistence'))?.[1];
      const before = await dirty();
      const monitor = new QueueMonitor(scope.connection(), forget);
      await monitor.discover();
      await monitor.refresh();
      assert.equal(await dirty(), before);
    });
  });
});
