import assert from 'node:assert/strict';
import { FlowProducer, Queue as BullMQ, Worker } from 'bullmq';
import { QueueMonitor, RedisProblem, type KnownQueue } from '../../src/queues';
import { discoverQueues } from '../../src/queues/discovery';
import type { RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import type { Scope } from './support';
import { onEmptyRedis } from './support';

describe('Discovery', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis(
    { users: ['noscan on >pw ~* &* +@all -scan', 'narrow on >pw ~bull:mine:* &* +@all'] },
    (redis, forTest) => ([server, scope] = [redis, forTest]),
  );

  async function found(prefixes = ['bull'], user = {}): Promise<Record<string, string>> {
    const queues: KnownQueue[] = [];
    for await (const step of discoverQueues(scope.connection(user), prefixes)) queues.push(...step);
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

  it('takes no debounce key and no limit of a group for a queue, whatever it is called', async () => {
    const names = ['id', 'meta-paused', 'stalled-check', 'wait', 'x:id', 'y:de:id', 'failed'];
    const debounced = scope.queue('deb');
    for (const id of names) {
      await debounced.add({}, { debounce: { id } });
      await debounced.add({}, { debounce: { id: `${id}:id`, ttl: 60_000 } });
      await debounced.add({}, { debounce: { id: `${id}:stalled-check`, ttl: 60_000 } });
    }
    const limited = scope.queue('mail', { limiter: { max: 1, duration: 60_000, groupKey: 'group' } });
    // A group is what stands after the last colon.
    const groups = names.filter((name) => !name.includes(':'));
    for (const group of groups) await limited.addBulk([{ data: { group } }, { data: { group } }]);
    void limited.process(() => Promise.resolve());
    await waitFor(async () => (await limited.getCompletedCount()) >= groups.length);
    const keys = await server.connect().keys('*');
    for (const key of [
      'bull:deb:de:id',
      'bull:deb:de:stalled-check:id',
      'bull:mail:limiter:id',
      'bull:mail:limiter:stalled-check',
    ])
      assert.ok(keys.includes(key), key);
    assert.deepEqual(await found(), { 'bull:deb': 'bull', 'bull:mail': 'bull' });
  });

  it('takes no debounce key of BullMQ, no job of a custom id and nothing that belongs to a job for a queue', async () => {
    const connection = { host: '127.0.0.1', port: server.port };
    const [flow, queue] = [new FlowProducer({ connection }), new BullMQ('mq', { connection })];
    scope.onClose(() => Promise.all([flow.close(), queue.close()]));
    const child = { name: 'child', queueName: 'mq', opts: { jobId: 'failed' } };
    await flow.add({ name: 'parent', queueName: 'mq', opts: { jobId: 'meta-paused' }, children: [child] });
    for (const id of ['id', 'meta-paused', 'x:id']) await queue.add('once', {}, { deduplication: { id } });
    const custom = scope.queue('custom');
    await custom.add({});
    for (const jobId of ['id', 'wait', 'x:id', 'x:meta', 'x:wait', 'x:de:id']) await custom.add({}, { jobId });
    assert.deepEqual(await found(), { 'bull:custom': 'bull', 'bull:mq': 'bullmq' });
  });

  it('finds queues whose own names look like such keys', async () => {
    for (const name of ['mail:de', 'mail:limiter', 'de', 'limiter', 'mail:de:id']) {
      const queue = scope.queue(name);
      await queue.add({});
      await queue.empty();
    }
    assert.deepEqual(Object.keys(await found()).sort(), [
      ...['bull:de', 'bull:limiter', 'bull:mail:de', 'bull:mail:de:id', 'bull:mail:limiter'],
    ]);
  });

  it('finds a queue once, under the longest of its prefixes', async () => {
    await scope.queue('mail', { prefix: 'bull:eu' }).add({});
    await scope.queue('eu').add({});
    await scope.queue('mail').add({});
    const all = { 'bull:eu:mail': 'bull', 'bull:eu': 'bull', 'bull:mail': 'bull' };
    for (const prefixes of [['bull', 'bull:eu'], ['bull:eu', 'bull', 'bull'], ['bull']])
      assert.deepEqual(await found(prefixes), all);
    const monitor = new QueueMonitor(scope.connection({ prefixes: ['bull', 'bull:eu'] }), {
      recall: () => [],
      remember: () => {},
    });
    await monitor.discover();
    assert.deepEqual(
      monitor.queues
        .map(({ ref }) => ref)
        .filter(({ name }) => name !== 'eu')
        .map(({ prefix, name }) => [prefix, name]),
      [
        ['bull', 'mail'],
        ['bull:eu', 'mail'],
      ],
    );
  });

  it('finds the queues that the user may read', async () => {
    for (const name of ['mine', 'theirs']) await scope.queue(name).add({});
    assert.deepEqual(await found(['bull'], { username: 'narrow', password: 'pw' }), { 'bull:mine': 'bull' });
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

    it('shows what is expected and there before it searches, also where SCAN is refused', async () => {
      await scope.queue('mail').add({});
      const refs = ['mail', 'not used yet'].map((name) => ({ prefix: 'bull', name }));
      const expected = () => [...refs, { prefix: 'shop', name: 'mail' }];
      const noscan = scope.connection({ username: 'noscan', password: 'pw' });
      const monitor = new QueueMonitor(noscan, forget, expected);
      await monitor.discover();
      assert.match(monitor.searchProblem?.message ?? '', /use SCAN/);
      assert.deepEqual(
        monitor.queues.map(({ ref, snapshot }) => [ref.name, snapshot?.counts.waiting]),
        [['mail', 1]],
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
