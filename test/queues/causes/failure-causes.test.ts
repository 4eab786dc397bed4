import assert from 'node:assert/strict';
import type { KnownQueue } from '../../../src/queues';
import { FailureCauses } from '../../../src/queues/causes/failure-causes';
import { startRedis, type RedisServer } from '../../support/redis';
import { redisContents } from '../../support/redis-contents';
import { Scope } from '../support';

const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };

describe('the causes of a queue’s failures', () => {
  let server: RedisServer;
  let scope: Scope;
  before(async () => (server = await startRedis({ users: ['plain on >pw ~* &* +@all -@scripting'] })));
  after(() => server.stop());
  beforeEach(() => (scope = new Scope(server)));
  afterEach(async () => {
    await scope.close();
    await server.connect().flushall();
  });

  const causesOf = (most?: number, user?: Parameters<Scope['connection']>[0]) => {
    const causes = new FailureCauses(scope.connection(user), orders, most);
    scope.onClose(() => causes.dispose());
    return causes;
  };
  const counts = ({ groups }: FailureCauses) => groups?.map(({ count, pattern }) => [count, pattern]);

  it('are groups with a count, the largest first', async () => {
    await scope.failed('orders', [
      ...['connect ECONNREFUSED 10.0.0.1:5432', 'connect ECONNREFUSED 10.0.0.2:5432'],
      ...['Order 81 not found', 'Order 82 not found', 'Order 90 not found', 'no stock'],
    ]);
    const causes = causesOf();
    assert.equal(causes.groups, null);
    await causes.refresh();
    assert.deepEqual(counts(causes), [
      [3, 'Order ‹number› not found'],
      [2, 'connect ECONNREFUSED ‹host›:5432'],
      [1, 'no stock'],
    ]);
    assert.deepEqual([causes.size, causes.isComplete, causes.isCut, causes.problem], [6, true, false, null]);
  });

  it('say of each group when, how long, which jobs, where in the code, and what is known of it', async () => {
    const before = Date.now();
    await scope.failed('orders', ['connect ECONNREFUSED 10.0.0.1:5432', 'connect ECONNREFUSED 10.0.0.2:5432']);
    const causes = causesOf();
    await causes.refresh();
    const [group] = causes.groups ?? [];
    assert.ok(group);
    const { firstSeen, lastSeen, ran } = group;
    assert.ok(firstSeen! >= before && lastSeen! >= firstSeen! && lastSeen! <= Date.now(), `${firstSeen} ${lastSeen}`);
    assert.ok(ran && ran.shortest >= 0 && ran.longest < 10_000);
    assert.equal(
      group.trend.reduce((sum, failed) => sum + failed),
      2,
    );
    assert.deepEqual(group.names, ['work']);
    assert.match(group.frame?.file ?? '', /test\/queues\/support\.ts$/);
    assert.equal(group.errorClass, 'Error');
    assert.equal(group.cause?.id, 'connection-refused');
    assert.deepEqual(group.samples.map(({ text }) => text).sort(), ['1', '2']);
    assert.equal(group.messages.length, 2);
  });

  it('are kept up: what fails is added, what is gone is not counted any more', async () => {
    const queue = await scope.failed('orders', ['no stock', 'no stock', 'no price']);
    const causes = causesOf();
    await causes.refresh();
    const [job] = await queue.getFailed();
    await job!.remove();
    await scope.failed('orders', ['no price', 'no address']);
    await causes.refresh();
    const expected = (await queue.getFailed()).map(({ failedReason }) => failedReason);
    for (const reason of ['no stock', 'no price', 'no address']) {
      const group = causes.groups?.find(({ pattern }) => pattern === reason);
      assert.equal(group?.count ?? 0, expected.filter((other) => other === reason).length, reason);
    }
  });

  it('are those of the last failure, where a job has failed again', async () => {
    const queue = await scope.failed('orders', ['no stock']);
    const causes = causesOf();
    await causes.refresh();
    const [job] = await queue.getFailed();
    await job!.update({ reason: 'no price' });
    await job!.retry();
    const worker = scope.queue('orders');
    const failed = new Promise((resolve) => worker.once('failed', resolve));
    void worker.process('work', () => Promise.reject(new Error('no price')));
    await failed;
    await causes.refresh();
    assert.deepEqual(counts(causes), [[1, 'no price']]);
  });

  it('tell failures that say nothing apart by where they come from', async () => {
    await scope.failed('orders', ['fetch failed', 'fetch failed']);
    const other = scope.queue('orders');
    await other.add('elsewhere', {});
    const failed = new Promise((resolve) => other.once('failed', resolve));
    void other.process('elsewhere', function callTheBank() {
      return Promise.reject(new TypeError('fetch failed'));
    });
    await failed;
    const causes = causesOf();
    await causes.refresh();
    assert.deepEqual(counts(causes), [
      [2, 'fetch failed'],
      [1, 'fetch failed'],
    ]);
    assert.deepEqual(
      causes.groups?.map(({ frame }) => frame?.file.split('/').at(-1)),
      ['support.ts', 'failure-causes.test.ts'],
    );
  });

  it('are those of the newest jobs where there are more than are looked at', async () => {
    await scope.failed('orders', new Array<string>(30).fill('old'));
    await scope.failed('orders', new Array<string>(20).fill('new'));
    const causes = causesOf(20);
    await causes.refresh();
    assert.deepEqual([counts(causes), causes.isCut], [[[20, 'new']], true]);
    await causes.refresh();
    assert.deepEqual([counts(causes), causes.isCut], [[[20, 'new']], true]);
  });

  it('are the same where Redis runs no scripts', async () => {
    await scope.failed('orders', ['Order 81 not found', 'Order 82 not found', 'fetch failed']);
    const causes = causesOf(undefined, { username: 'plain', password: 'pw' });
    await causes.refresh();
    assert.deepEqual(counts(causes), [
      [2, 'Order ‹number› not found'],
      [1, 'fetch failed'],
    ]);
    assert.match(causes.groups?.[1]?.frame?.file ?? '', /support\.ts$/);
  });

  it('are found among jobs that are gone, keys that are no jobs, times that are none, and any text', async () => {
    await scope.failed('orders', ['no stock', '', 'x'.repeat(500_000), '\u0000\u001b[31m', "'".repeat(50_000)]);
    const redis = server.connect();
    await redis.zadd('bull:orders:failed', 'inf', 'gone', '-inf', 'gone too', '1e300', 'list');
    await redis.lpush('bull:orders:list', 'no job');
    const causes = causesOf();
    await causes.refresh();
    assert.equal(causes.size, 8);
    assert.equal(
      causes.groups?.reduce((sum, { count }) => sum + count, 0),
      5,
    );
    assert.equal(causes.problem, null);
  });

  it('are found beside a job of 50 MB, of which nothing large is read', async function () {
    this.timeout(60_000);
    await scope.failed('orders', ['no stock', 'fetch failed', 'fetch failed']);
    const redis = server.connect();
    const large = 'x'.repeat(50 * 1024 ** 2);
    await redis.hset('bull:orders:1', 'data', large, 'failedReason', large, 'stacktrace', JSON.stringify([large]));
    await redis.hset('bull:orders:2', 'stacktrace', JSON.stringify([large]));
    const sent = async () => Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const before = await sent();
    const causes = causesOf();
    await causes.refresh();
    assert.ok((await sent()) - before < 100_000, 'bytes that Redis has sent');
    assert.deepEqual(counts(causes)?.toSorted(), [
      [1, '(‹size›)'],
      [1, 'fetch failed'],
      [1, 'fetch failed'],
    ]);
    assert.equal(causes.problem, null);
  });

  it('are told apart by what long messages say, in their first words or in their last', async function () {
    this.timeout(30_000);
    const insert = (rows: number) => `insert into "visits" ("name") values ${"('Łódź'), ".repeat(rows)}`;
    await scope.failed('orders', [
      ...[1_500, 3_000].map((rows) => `${insert(rows)}- duplicate key value violates unique constraint "visits_name"`),
      ...[1_501, 2_999, 60_000].map((rows) => `${insert(rows)}- deadlock detected`),
      ...[0, 1, 2].map((i) => `No such page: ${'<p>x</p>'.repeat(75_000 + i)}`),
    ]);
    const causes = causesOf();
    await causes.refresh();
    assert.deepEqual(causes.groups?.map(({ count, pattern }) => [count, pattern.slice(0, 40)]).toSorted(), [
      [2, 'duplicate key value violates unique cons'],
      [3, 'No such page: <p>x</p><p>x</p><p>x</p><p'],
      [3, 'insert "visits": deadlock detected'],
    ]);
  });

  it('are of the jobs that are there among ids that are gone by the thousand', async () => {
    await scope.failed('orders', ['no stock', 'no stock']);
    const redis = server.connect();
    await redis.zadd('bull:orders:failed', ...Array.from({ length: 12_000 }, (_, i) => [i + 1, `gone ${i}`]).flat());
    const causes = causesOf();
    await causes.refresh();
    assert.deepEqual([counts(causes), causes.gone], [[[2, 'no stock']], { count: 12_000, of: 12_002 }]);
    assert.deepEqual([causes.isComplete, causes.problem], [true, null]);
  });

  it('are of every job where thousands have failed at one moment', async () => {
    const redis = server.connect();
    const ids = Array.from({ length: 3_500 }, (_, i) => `${i}`);
    await redis.zadd('bull:orders:failed', ...ids.flatMap((id) => [1_700_000_000_000, id]));
    const jobs = redis.pipeline();
    for (const id of ids) jobs.hset(`bull:orders:${id}`, { name: 'work', failedReason: `Order ${id} not found` });
    await jobs.exec();
    const causes = causesOf(ids.length);
    let steps = 0;
    causes.onDidChange(() => steps++);
    await causes.refresh();
    assert.deepEqual([counts(causes), causes.isCut], [[[3_500, 'Order ‹number› not found']], false]);
    assert.ok(steps >= 4, `counts grow while they are read: ${steps}`);
    await redis.zrem('bull:orders:failed', '0');
    await redis.zadd('bull:orders:failed', 1_700_000_000_001, 'new');
    await redis.hset('bull:orders:new', { name: 'work', failedReason: 'no stock' });
    await causes.refresh();
    assert.deepEqual(
      counts(causes),
      [
        [3_499, 'Order ‹number› not found'],
        [1, 'no stock'],
      ],
      'as many as before, and one is another',
    );
  });

  it('can be stopped, and go on from there', async () => {
    await scope.failed('orders', new Array<string>(50).fill('no stock'));
    const causes = causesOf();
    const reading = causes.refresh();
    causes.stop();
    await reading;
    assert.equal(causes.isComplete, false);
    await causes.refresh();
    assert.deepEqual(counts(causes), [[50, 'no stock']]);
  });

  it('say why they cannot be read, and are read when they can', async () => {
    const admin = server.connect();
    await admin.set('bull:orders:failed', 'no set');
    const causes = causesOf();
    await causes.refresh();
    assert.match(causes.problem ?? '', /^staging: /);
    await admin.del('bull:orders:failed');
    await causes.refresh();
    assert.deepEqual([causes.problem, causes.groups], [null, []]);
  });

  it('change nothing in Redis', async () => {
    await scope.failed('orders', ['no stock', 'fetch failed']);
    const redis = server.connect();
    const before = await redisContents(redis);
    await causesOf().refresh();
    assert.deepEqual(await redisContents(redis), before);
  });
});
