import assert from 'node:assert/strict';
import { Queue as BullMQ } from 'bullmq';
import { RedisProblem } from '../../src/queues';
import { readCounts, type KnownQueue } from '../../src/queues/counts';
import type { RedisServer } from '../support/redis';
import { strictScripts } from '../support/script-servers';
import type { Scope } from './support';
import { onEmptyRedis } from './support';

const bull = (name: string): KnownQueue => ({ ref: { prefix: 'bull', name }, kind: 'bull' });

describe('readCounts', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis(
    { users: ['noscripts on >pw ~* &* +@all -@scripting', 'narrow on >pw ~bull:ai-parsing:* &* +@all'] },
    (redis, forTest) => ([server, scope] = [redis, forTest]),
  );

  async function queuesOfAllKinds(): Promise<KnownQueue[]> {
    await scope.failed('ai-parsing', ['a', 'b', 'c']);
    const waiting = scope.queue('shopify-sync');
    await waiting.add({});
    await waiting.add({}, { delay: 60_000 });
    await waiting.add({}, { priority: 3 });
    const paused = scope.queue('report mailer');
    await paused.add({});
    await paused.pause();
    return [bull('ai-parsing'), bull('shopify-sync'), bull('report mailer'), bull('never used')];
  }

  const expected = [{ failed: 3 }, { waiting: 2, delayed: 1, priority: 1 }, { paused: 1, isPaused: true }, {}].map(
    ({ isPaused = false, ...counts }) => ({
      counts: { failed: 0, active: 0, waiting: 0, delayed: 0, completed: 0, paused: 0, priority: 0, ...counts },
      isPaused,
    }),
  );

  it('counts every state of every queue', async () => {
    const queues = await queuesOfAllKinds();
    assert.deepEqual(await scope.connection().run((redis) => readCounts(redis, queues)), {
      snapshots: expected,
      refusal: null,
    });
  });

  it('counts the same with plain commands, where the user may not run scripts', async () => {
    const queues = await queuesOfAllKinds();
    const connection = scope.connection({ username: 'noscripts', password: 'pw' });
    const { snapshots, refusal } = await connection.run((redis) => readCounts(redis, queues));
    assert.deepEqual(snapshots, expected);
    assert.match(refusal?.message ?? '', /evalsha/);
  });

  it('counts the same where scripts may touch only the keys that they declare', async () => {
    const queues = await queuesOfAllKinds();
    const strict = await strictScripts(server.port);
    scope.onClose(() => strict.close());
    const connection = scope.connection({ port: strict.port });
    await assert.rejects(connection.run((redis) => redis.eval("return redis.call('GET', 'a')", 0)));
    assert.deepEqual(await connection.run((redis) => readCounts(redis, queues)), {
      snapshots: expected,
      refusal: null,
    });
  });

  it('counts what the user may read, and says why the rest is not known', async () => {
    const queues = await queuesOfAllKinds();
    const connection = scope.connection({ username: 'narrow', password: 'pw' });
    const { snapshots, refusal } = await connection.run((redis) => readCounts(redis, queues));
    const [readable, ...others] = snapshots;
    assert.deepEqual(readable, expected[0]);
    for (const { counts } of others) assert.ok(Object.values(counts).every((count) => count === null));
    assert.match(refusal?.message ?? '', /^NOPERM /);
    await assert.rejects(
      connection.run((redis) => readCounts(redis, queues.slice(1))),
      (error) => error instanceof RedisProblem && error.kind === 'permission',
    );
  });

  it('counts the jobs of BullMQ where BullMQ keeps them', async () => {
    const queue = new BullMQ('mq', { connection: { host: '127.0.0.1', port: server.port } });
    scope.onClose(() => queue.close());
    await queue.addBulk([
      { name: 'a', data: {} },
      { name: 'b', data: {}, opts: { priority: 3 } },
    ]);
    await queue.pause();
    const mq: KnownQueue = { ref: { prefix: 'bull', name: 'mq' }, kind: 'bullmq' };
    const { snapshots } = await scope.connection().run((redis) => readCounts(redis, [mq]));
    const [snapshot] = snapshots;
    assert.equal(snapshot?.counts.priority, 1);
    assert.equal((snapshot?.counts.waiting ?? 0) + (snapshot?.counts.paused ?? 0), 1);
    assert.equal(snapshot?.isPaused, true);
  });

  it('is one command for 200 queues', async () => {
    const queues = Array.from({ length: 200 }, (_, i) => bull(`queue ${i}`));
    const connection = scope.connection();
    await connection.run((redis) => readCounts(redis, queues));
    const admin = server.connect();
    const commands = async () =>
      [...(await admin.info('commandstats')).matchAll(/^cmdstat_(evalsha|eval):calls=(\d+)/gm)]
        .map(([, , calls]) => Number(calls))
        .reduce((sum, calls) => sum + calls, 0);
    const before = await commands();
    await connection.run((redis) => readCounts(redis, queues));
    assert.equal((await commands()) - before, 1);
  });

  for (const [who, user] of Object.entries({ scripts: {}, commands: { username: 'noscripts', password: 'pw' } })) {
    it(`answers null for a key of the wrong type, and keeps the rest (${who})`, async () => {
      await scope.failed('ai-parsing', ['a']);
      await server.connect().set('bull:ai-parsing:wait', 'no list');
      const queues = [bull('ai-parsing')];
      const { snapshots } = await scope.connection(user).run((redis) => readCounts(redis, queues));
      const [snapshot] = snapshots;
      assert.equal(snapshot?.counts.waiting, null);
      assert.equal(snapshot?.counts.failed, 1);
    });
  }

  it('reads nothing into Redis: the database is the same before and after', async () => {
    const queues = await queuesOfAllKinds();
    const admin = server.connect();
    const before = await admin.keys('*');
    await scope.connection().run((redis) => readCounts(redis, queues));
    assert.deepEqual((await admin.keys('*')).sort(), before.sort());
  });
});
