import assert from 'node:assert/strict';
import type Bull from 'bull';
import {
  ClientPool,
  RedisConnection,
  retryEach,
  retryMany,
  surveyFailed,
  jobIdFromKey,
  type ActionOutcome,
} from '../../../src/queues';
import { failureCause } from '../../../src/bull/causes';
import { answeringServer } from '../../support/answering-server';
import { startRedis, type RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { BullJobs } from '../../support/bull';
import type { Scope } from '../support';
import { onEmptyRedis, QUICK } from '../support';
import { idsInLists, told } from './support';

const ref = { prefix: 'bull', name: 'orders' };
const ids = (...texts: (string | number)[]) => texts.map((text) => jobIdFromKey(`text:${text}`));

describe('Retry', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis(
    { users: ['noscripts on >pw ~* &* +@all -@scripting'] },
    (redis, forTest) => ([server, scope] = [redis, forTest]),
  );

  /** What "no job is lost" is measured by. */
  const allIds = (queue: Bull.Queue) => idsInLists(server.connect(), queue.name);

  for (const [what, retry] of Object.entries({ retryEach, retryMany })) {
    describe(what, () => {
      it('puts failed jobs back to waiting, where a live worker completes them', async () => {
        const queue = await scope.failed('orders', ['a', 'b', 'c']);
        const worker = scope.queue('orders');
        void worker.process('work', () => Promise.resolve('done'));
        assert.deepEqual(told(await retry(scope.connection(), ref, ids(1, 3))), { done: ['1', '3'] });
        await waitFor(async () => (await queue.getCompletedCount()) === 2);
        assert.equal(await queue.getFailedCount(), 1);
      });

      it('says of each job what became of it, and changes none that has not failed', async () => {
        const queue = await scope.failed('orders', ['a', 'b', 'c', 'd']);
        const admin = server.connect();
        await admin.del('bull:orders:2');
        await admin.set('bull:orders:3:lock', 'a worker');
        await admin.del('bull:orders:4');
        await admin.set('bull:orders:4', 'no hash');
        const done = await queue.add('done', {});
        const worker = scope.queue('orders');
        const completed = new Promise((resolve) => worker.once('completed', resolve));
        void worker.process('done', () => Promise.resolve('result'));
        await completed;
        await worker.close();
        const untouched = await admin.hgetall(`bull:orders:${done.id}`);
        assert.deepEqual(told(await retry(scope.connection(), ref, ids(1, 2, 3, 4, done.id, 'never there'))), {
          done: ['1'],
          gone: ['2', 'never there'],
          locked: ['3'],
          notInState: ['4', String(done.id)],
        });
        assert.deepEqual(await admin.hgetall(`bull:orders:${done.id}`), untouched);
        assert.ok(untouched['finishedOn']);
      });

      it('retries the others where the key of one is no job', async () => {
        const queue = await scope.failed('orders', ['a', 'b', 'c']);
        await server.connect().del('bull:orders:2');
        await server.connect().set('bull:orders:2', 'no hash');
        assert.deepEqual(told(await retry(scope.connection(), ref, ids(1, 2, 3))), {
          done: ['1', '3'],
          notInState: ['2'],
        });
        assert.deepEqual((await queue.getWaiting()).map(({ id }) => id).sort(), ['1', '3']);
      });

      it('puts the jobs of a paused queue into paused', async () => {
        const queue = await scope.failed('orders', ['a']);
        await queue.pause();
        await retry(scope.connection(), ref, ids(1));
        assert.equal(await queue.getPausedCount(), 1);
        assert.equal(await server.connect().llen('bull:orders:wait'), 0);
      });

      it('retries a job once where two windows retry it at the same time', async () => {
        const queue = await scope.failed(
          'orders',
          Array.from({ length: 500 }, () => 'x'),
        );
        const all = ids(...Array.from({ length: 500 }, (_, i) => i + 1));
        const outcomes = await Promise.all([scope.connection(), scope.connection()].map((c) => retry(c, ref, all)));
        const retried = outcomes.flatMap((outcome) => outcome.done.map(({ text }) => text));
        assert.equal(retried.length, 500);
        assert.equal(new Set(retried).size, 500);
        assert.equal(outcomes.flatMap((outcome) => outcome.notInState).length, 500);
        assert.equal(await queue.getWaitingCount(), 500);
      });

      it('loses no job where the waiting list is no list', async () => {
        const queue = await scope.failed('orders', ['a', 'b']);
        const admin = server.connect();
        await admin.set('bull:orders:wait', 'no list');
        const hash = await admin.hgetall('bull:orders:1');
        const outcome = await retry(scope.connection(), ref, ids(1, 2));
        assert.deepEqual(told(outcome), { refused: ['1', '2'], problem: 'wrong-type' });
        assert.equal(await queue.getFailedCount(), 2);
        assert.deepEqual(await admin.hgetall('bull:orders:1'), hash);
      });

      it('leaves a queue alone that BullMQ has taken over', async () => {
        const queue = await scope.failed('orders', ['a']);
        await server.connect().hset('bull:orders:meta', 'opts.maxLenEvents', '10000', 'version', 'bullmq:6.7.0');
        const outcome = await retry(scope.connection(), ref, ids(1));
        assert.match(outcome.problem?.message ?? '', /belongs to BullMQ/);
        assert.equal(await queue.getFailedCount(), 1);
      });

      it('says that a user without scripts cannot retry', async () => {
        await scope.failed('orders', ['a']);
        const connection = scope.connection({ username: 'noscripts', password: 'pw' });
        const outcome = await retry(connection, ref, ids(1));
        assert.deepEqual(told(outcome), { refused: ['1'], problem: 'permission' });
        assert.match(outcome.problem?.message ?? '', /staging: .*noscripts use EVAL/);
      });

      it('says that a read-only replica cannot retry', async () => {
        await scope.failed('orders', ['a']);
        const replica = await startRedis({ replicaOf: server });
        scope.onClose(() => replica.stop());
        await waitFor(async () => (await replica.connect().zcard('bull:orders:failed')) === 1);
        const connection = scope.connection({ port: replica.port });
        assert.deepEqual(told(await retry(connection, ref, ids(1))), { refused: ['1'], problem: 'read-only-replica' });
      });

      it('leaves a job whose handler has succeeded since the person was asked, unless all are wanted', async () => {
        await scope.failed('orders', ['job stalled more than allowable limit', 'boom']);
        // What the late completion of a stalled job does (Bull's saveStacktrace).
        await server.connect().hset('bull:orders:1', 'failedReason', 'Missing lock for job 1 finished');
        assert.deepEqual(told(await retry(scope.connection(), ref, ids(1, 2))), { done: ['2'], finished: ['1'] });
        assert.deepEqual(told(await retry(scope.connection(), ref, ids(1), { finishedToo: true })), { done: ['1'] });
      });

      for (const answer of ['-upstream failure', '+OK', ':1', '$-1']) {
        it(`does not know what became of a job where something before Redis answers ${answer}`, async () => {
          const proxy = await answeringServer(([command = '']) => (/^EVAL/i.test(command) ? answer : '+OK'));
          scope.onClose(() => proxy.close());
          const outcome = await retry(scope.connection({ port: proxy.port }), ref, ids(1));
          assert.deepEqual(told(outcome), { unknown: ['1'], problem: 'other' });
          assert.match(outcome.problem?.message ?? '', /^staging: ./);
        });
      }

      it('retries a job once that is named twice', async () => {
        const queue = await scope.failed('orders', ['a', 'b']);
        const outcome = await retry(scope.connection(), ref, ids(2, 1, 2));
        assert.deepEqual(told(outcome), { done: ['2', '1'], notInState: ['2'] });
        assert.equal(await queue.getWaitingCount(), 2);
      });

      it('retries a job whose id is no text', async () => {
        await scope.queue('orders').add({});
        const id = jobIdFromKey('hex:ff0041');
        const admin = server.connect();
        await admin.zadd('bull:orders:failed', 1, id.bytes);
        await admin.hset(Buffer.concat([Buffer.from('bull:orders:'), id.bytes]), 'name', 'odd', 'opts', 'no JSON');
        assert.deepEqual(told(await retry(scope.connection(), ref, [id])), { done: ['\\xff\\x00A'] });
        assert.deepEqual((await admin.lrangeBuffer('bull:orders:wait', 0, 0))[0], id.bytes);
      });

      it('says which jobs were not reached when it is cancelled: what is under way is finished, no more is begun', async () => {
        const queue = await scope.failed(
          'orders',
          Array.from({ length: 3_500 }, () => 'x'),
        );
        const all = ids(...Array.from({ length: 3_500 }, (_, i) => i + 1));
        const cancel = new AbortController();
        const outcome = await retry(scope.connection(), ref, all, {
          signal: cancel.signal,
          onProgress: () => cancel.abort(),
        });
        assert.deepEqual([outcome.done.length, outcome.unsent.length, outcome.problem], [2_000, 1_500, null]);
        assert.equal(await queue.getFailedCount(), 1_500);
      });

      it('accounts for every job, and loses none, when Redis hangs half way', async () => {
        const queue = await scope.failed(
          'orders',
          Array.from({ length: 5_500 }, () => 'x'),
        );
        const all = ids(...Array.from({ length: 5_500 }, (_, i) => i + 1));
        const before = await allIds(queue);
        const connection = scope.connection({}, QUICK);
        await connection.run((redis) => redis.ping());
        const outcome = await retry(connection, ref, all, { onProgress: () => server.pause() }).finally(() =>
          server.resume(),
        );
        const { done, unknown, unsent, problem, ...others } = outcome;
        assert.equal(problem?.kind, 'timed-out');
        for (const [end, jobs] of Object.entries(others)) assert.equal(jobs.length, 0, end);
        assert.deepEqual(
          [done, unknown, unsent].map((jobs) => jobs.length > 0),
          [true, true, true],
        );
        assert.deepEqual([...done, ...unknown, ...unsent].map(({ text }) => text).sort(), before);
        assert.deepEqual(await allIds(queue), before);
        const stillFailed = await server.connect().zmscore('bull:orders:failed', ...unsent.map(({ text }) => text));
        assert.ok(stillFailed.every((score) => score !== null));
      });
    });
  }

  it('retries a single job in its own order (lifo), notes when, and tells its subscribers', async () => {
    const queue = scope.queue('orders');
    await queue.add('work', {}, { lifo: true });
    const worker = scope.queue('orders');
    const failed = new Promise((resolve) => worker.once('failed', resolve));
    void worker.process('work', () => Promise.reject(new Error('no')));
    await failed;
    await worker.close();
    for (const i of [1, 2]) await queue.add('other', { i });
    const listener = scope.queue('orders');
    const told = new Promise((resolve) => listener.on('global:waiting', resolve));
    await listener.isReady();
    await waitFor(async () => Number(await server.connect().pubsub('NUMPAT')) > 0);
    await retryEach(scope.connection(), ref, ids(1));
    assert.equal(await told, '1');
    const admin = server.connect();
    assert.equal((await admin.lrange('bull:orders:wait', -1, -1))[0], '1', 'the next to run');
    assert.ok(Number(await admin.hget('bull:orders:1', 'retriedOn')) > 0);
  });

  describe('that was asked for, and answered once the connection', () => {
    const changes: Record<string, (pool: ClientPool, connection: RedisConnection) => void> = {
      'was disconnected': (_, connection) => connection.close(),
      'was removed': (pool) => pool.remove('staging'),
      'was edited': (pool, { spec }) => void pool.connection({ ...spec, prefixes: ['other'] }),
      'was made read-only': (_, connection) => void (connection.isReadOnly = true),
    };
    for (const [what, change] of Object.entries(changes)) {
      it(`${what}, changes nothing, sends nothing, and says so`, async () => {
        const queue = await scope.failed('orders', ['a', 'b']);
        const pool = new ClientPool(QUICK);
        scope.onClose(() => pool.dispose());
        const connection = pool.connection(scope.connection().spec);
        const { ids: asked } = await surveyFailed(connection, ref);
        change(pool, connection);
        for (const retry of [retryEach, retryMany]) {
          const outcome = await retry(connection, ref, asked);
          assert.equal(outcome.unsent.length, 2);
          assert.match(outcome.problem?.kind ?? '', /^(disconnected|read-only)$/);
        }
        assert.equal(await queue.getFailedCount(), 2);
      });
    }

    it('is the same, leaves a job that somebody else has retried meanwhile', async () => {
      const queue = await scope.failed('orders', ['a', 'b']);
      const connection = scope.connection();
      const { ids: asked } = await surveyFailed(connection, ref);
      await (await queue.getJob(1))?.retry();
      assert.deepEqual(told(await retryMany(connection, ref, asked)), { done: ['2'], notInState: ['1'] });
    });
  });

  describe('of 300,000 jobs', function () {
    this.timeout(60_000);
    const number = 300_000;
    const all = Array.from({ length: number }, (_, i) => jobIdFromKey(`text:${i + 1}`));
    const sum = (outcome: ActionOutcome) =>
      Object.values(outcome).reduce<number>((n, jobs) => n + (Array.isArray(jobs) ? jobs.length : 0), 0);

    /** Failed jobs without a worker, which would take minutes. */
    async function makeFailed(): Promise<void> {
      const make = `for i = ARGV[1], ARGV[2] do
        redis.call('HSET', 'bull:orders:' .. i, 'name', 'work', 'opts', '{"attempts":1}', 'failedReason', 'boom')
        redis.call('ZADD', 'bull:orders:failed', i, i)
      end`;
      for (let i = 0; i < number; i += 10_000) await server.connect().eval(make, 0, i + 1, i + 10_000);
    }

    for (const [what, end, problem] of [
      ['it is cancelled', (cancel: AbortController) => cancel.abort(), undefined],
      ['the socket is killed', () => server.connect().client('KILL', 'TYPE', 'normal'), 'closed'],
      [
        'the connection is closed',
        (_: AbortController, connection: RedisConnection) => connection.close(),
        'disconnected',
      ],
      [
        'the connection is made read-only',
        (_: AbortController, connection: RedisConnection) => (connection.isReadOnly = true),
        'read-only',
      ],
    ] as const) {
      it(`gives the account when ${what}, and nothing is sent after it`, async () => {
        await makeFailed();
        const connection = scope.connection({}, QUICK);
        const cancel = new AbortController();
        let batches = 0;
        const outcome = await retryMany(connection, ref, all, {
          signal: cancel.signal,
          onProgress: () => void (++batches === 1 && end(cancel, connection)),
        });
        assert.equal(outcome.problem?.kind, problem);
        assert.equal(sum(outcome), number);
        const { done, unknown, unsent } = outcome;
        assert.equal(done.length + unknown.length + unsent.length, number);
        const [failed, waiting] = await Promise.all([
          server.connect().zcard('bull:orders:failed'),
          server.connect().llen('bull:orders:wait'),
        ]);
        assert.equal(failed + waiting, number);
        assert.ok(waiting >= done.length && waiting <= done.length + unknown.length, 'what is told is true');
        assert.ok(unsent.length > 0, 'and it ended early');
      });
    }
  });

  describe('surveyFailed', () => {
    it('finds the jobs that had finished their work: Missing lock for job N finished', async () => {
      await scope.failed('orders', [
        'Missing lock for job 1 finished',
        'job stalled more than allowable limit',
        'Missing lock for job 3 failed',
        'Missing lock for job orders/7: a finished',
        'Error: Missing lock for job 5 finished',
      ]);
      const { ids, finished } = await surveyFailed(scope.connection(), ref);
      assert.deepEqual(ids.map(({ text }) => text).sort(), ['1', '2', '3', '4', '5']);
      assert.deepEqual(finished.map(({ text }) => text).sort(), ['1', '4']);
    });

    it('agrees with what the tree says of each reason', async () => {
      const reasons = ['Missing lock for job ', ' finished', 'finished', '7', '\n', 'é', ' failed', ''];
      const texts = reasons.flatMap((a) => reasons.flatMap((b) => reasons.map((c) => a + b + c)));
      const multi = server.connect().multi();
      texts.forEach((reason, i) => {
        multi.zadd('bull:orders:failed', i, i).hset(`bull:orders:${i}`, 'failedReason', reason);
      });
      await multi.exec();
      const { finished } = await surveyFailed(scope.connection(), ref);
      const expected = texts.flatMap((reason, i) => (failureCause(reason)?.alreadyFinished ? [`${i}`] : []));
      assert.deepEqual(
        finished.map(({ text }) => text),
        expected,
      );
      assert.ok(expected.length > 3);
    });

    it('counts the jobs that have used up several attempts, and run once more', async () => {
      const jobs = new BullJobs(server);
      scope.onClose(() => jobs.close());
      const no = new Error('no');
      await jobs.fail('orders', 2, no, { attempts: 3 });
      await jobs.fail('orders', 1, no, { attempts: 1 });
      const [early] = await jobs.fail('orders', 1, no, { attempts: 2 });
      await server.connect().hset(`bull:orders:${early?.id}`, 'attemptsMade', '1');
      await server.connect().hset('bull:orders:odd', 'opts', 'no JSON "attempts":2', 'attemptsMade', '9');
      await server.connect().zadd('bull:orders:failed', 1, 'odd');
      assert.equal((await surveyFailed(scope.connection(), ref)).exhausted, 2);
    });

    it('counts the jobs with a priority, which Bull does not heed at a retry', async () => {
      const jobs = new BullJobs(server);
      scope.onClose(() => jobs.close());
      const no = new Error('no');
      const [urgent] = await jobs.fail('orders', 1, no, { priority: 1 });
      await jobs.fail('orders', 2, no);
      assert.equal((await surveyFailed(scope.connection(), ref)).prioritized, 1);
      await jobs.wait('orders', 1);
      const admin = server.connect();
      const [waiting = ''] = await admin.lrange('bull:orders:wait', 0, -1);
      const queue = scope.queue('orders');
      await (await queue.getJob(urgent?.id ?? ''))?.retry();
      // The next one is the last.
      assert.deepEqual(await admin.lrange('bull:orders:wait', 0, -1), [`${urgent?.id}`, waiting]);
      assert.equal(await admin.zcard('bull:orders:priority'), 0);
    });

    it('counts the jobs that have stalled before', async () => {
      const jobs = new BullJobs(server);
      scope.onClose(() => jobs.close());
      await jobs.failAsStalled('orders', 1);
      await jobs.fail('orders', 2, new Error('no'));
      const { stalled, ids } = await surveyFailed(scope.connection(), ref);
      assert.deepEqual([stalled, ids.length], [1, 3]);
    });

    it('tells those apart that are gone, or that a worker holds', async () => {
      await scope.failed('orders', ['a', 'b', 'Missing lock for job 3 finished', 'd']);
      await server.connect().del('bull:orders:2');
      await server.connect().set('bull:orders:3:lock', 'a worker');
      const survey = await surveyFailed(scope.connection(), ref);
      const told = [survey.ids, survey.gone, survey.locked, survey.finished];
      assert.deepEqual(
        told.map((ids) => ids.map(({ text }) => text).sort()),
        [['1', '4'], ['2'], ['3'], []],
      );
    });

    it('sees every one of 12,000 failed jobs once', async () => {
      const admin = server.connect();
      const pipeline = admin.pipeline();
      for (let i = 0; i < 12_000; i++) pipeline.zadd('bull:orders:failed', 1, `${i}`);
      await pipeline.exec();
      const { ids, gone } = await surveyFailed(scope.connection(), ref);
      assert.deepEqual([ids.length, gone.length, new Set(gone.map(({ key }) => key)).size], [0, 12_000, 12_000]);
    });
  });

  it('is of no use to a connection that is closed: nothing is sent, everything is left', async () => {
    const connection = new RedisConnection(
      { ...scope.connection().spec, endpoint: { ...scope.connection().spec.endpoint, port: 1 } },
      QUICK,
    );
    scope.onClose(() => connection.dispose());
    assert.deepEqual(told(await retryEach(connection, ref, ids(1))), { unsent: ['1'], problem: 'refused' });
  });
});
