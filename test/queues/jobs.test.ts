import assert from 'node:assert/strict';
import type Bull from 'bull';
import { Queue as BullMQ, Worker } from 'bullmq';
import { readJob, readJobs, jobIdFromKey, type JobRow } from '../../src/queues';
import type { JobState } from '../../src/bull/states';
import type { RedisServer } from '../support/redis';
import { strictScripts } from '../support/script-servers';
import type { Scope } from './support';
import { onEmptyRedis } from './support';

const ways = ['scripts', 'scripts that touch only what they declare', 'plain commands'] as const;

describe('Reading jobs', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis(
    { users: ['noscripts on >pw ~* &* +@all -@scripting'] },
    (redis, forTest) => ([server, scope] = [redis, forTest]),
  );

  for (const way of ways) {
    describe(`with ${way}`, () => {
      let user: { port?: number; username?: string; password?: string } = {};
      beforeEach(async () => {
        if (way === 'plain commands') user = { username: 'noscripts', password: 'pw' };
        if (way !== 'scripts that touch only what they declare') return;
        const strict = await strictScripts(server.port);
        scope.onClose(() => strict.close());
        user = { port: strict.port };
      });
      const queue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' } as const;
      const page = (state: JobState, offset = 0, limit = 50): Promise<JobRow[]> =>
        scope.connection(user).run((redis) => readJobs(redis, queue, state, offset, limit));
      const read = (id: string, options = {}) =>
        scope.connection(user).run((redis) => readJob(redis, queue, jobIdFromKey(`text:${id}`), options));

      it('lists failed jobs newest first, 50 at a time', async () => {
        await scope.failed(
          'orders',
          Array.from({ length: 120 }, (_, i) => `reason ${i}`),
        );
        const [first, second, third] = [await page('failed'), await page('failed', 50), await page('failed', 100)];
        assert.deepEqual([first.length, second.length, third.length], [50, 50, 20]);
        const rows = [...first, ...second, ...third];
        assert.equal(new Set(rows.map(({ id }) => id.key)).size, 120);
        const times = rows.map(({ finishedOn }) => finishedOn ?? 0);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => Number(b) - Number(a)),
        );
      });

      it('gives what a row and its tooltip show', async () => {
        const queue = await scope.failed('orders', ['Connection is closed.']);
        const [row] = await page('failed');
        const job = (await queue.getFailed())[0] as Bull.Job;
        assert.deepEqual(row, {
          id: jobIdFromKey('text:1'),
          state: 'failed',
          presence: 'present',
          name: 'work',
          failedReason: 'Connection is closed.',
          timestamp: job.timestamp,
          processedOn: job.processedOn,
          finishedOn: job.finishedOn,
          dueOn: null,
          attemptsMade: 1,
          attempts: 1,
          stalls: 0,
          priority: 0,
          dataStart: '{"reason":"Connection is closed.","i":0}',
          dataBytes: 40,
        });
      });

      it('lists waiting and delayed jobs in the order in which they will run', async () => {
        const queue = scope.queue('orders');
        for (const i of [1, 2, 3]) await queue.add({ i });
        await queue.add({}, { delay: 90_000, jobId: 'later' });
        await queue.add({}, { delay: 30_000, jobId: 'sooner' });
        assert.deepEqual(
          (await page('waiting')).map(({ id }) => id.text),
          ['1', '2', '3'],
        );
        assert.deepEqual(
          (await page('waiting', 1, 1)).map(({ id }) => id.text),
          ['2'],
        );
        const delayed = await page('delayed');
        assert.deepEqual(
          delayed.map(({ id }) => id.text),
          ['sooner', 'later'],
        );
        const [sooner] = delayed;
        assert.ok(Math.abs(Number(sooner?.dueOn) - (Number(sooner?.timestamp) + 30_000)) < 5);
      });

      it('says of a job that its hash is gone, or that its key is no job, and still lists the others', async () => {
        await scope.failed('orders', ['a', 'b', 'c']);
        const admin = server.connect();
        await admin.del('bull:orders:1');
        await admin.del('bull:orders:2');
        await admin.set('bull:orders:2', 'no hash');
        const rows = await page('failed');
        assert.deepEqual(Object.fromEntries(rows.map(({ id, presence }) => [id.text, presence])), {
          1: 'gone',
          2: 'unreadable',
          3: 'present',
        });
      });

      it('lists ids that are no text, each with a name of its own', async () => {
        await scope.queue('orders').add({});
        const admin = server.connect();
        const ids = [Buffer.from([0xff, 0x00, 0x41]), Buffer.from([0xfe, 0x22])];
        for (const [i, id] of ids.entries()) {
          await admin.zadd('bull:orders:failed', i, id);
          await admin.hset(
            Buffer.concat([Buffer.from('bull:orders:'), id]),
            'name',
            'odd',
            'failedReason',
            Buffer.from([0x80]),
          );
        }
        const rows = await page('failed');
        assert.deepEqual(
          rows.map(({ id }) => id.text),
          ['\\xfe"', '\\xff\\x00A'],
        );
        assert.deepEqual(
          rows.map(({ id }) => jobIdFromKey(id.key).bytes),
          ids.toReversed(),
        );
        assert.deepEqual(
          rows.map(({ failedReason }) => failedReason),
          ['\\x80', '\\x80'],
        );
      });

      it('does not read 50 MB of data for a row, and reads a document cut unless it is asked for whole', async function () {
        this.timeout(60_000);
        await scope.failed('orders', ['big']);
        const size = 50 * 1024 * 1024;
        await server.connect().hset('bull:orders:1', 'data', `"${'ü'.repeat((size - 2) / 2)}"`);
        const [row] = await page('failed');
        assert.deepEqual([row?.dataBytes, row?.dataStart], [size, null]);
        const cut = (await read('1'))?.fields.get('data');
        assert.deepEqual([cut?.bytes, cut?.isCut], [size, true]);
        // No plain command reads the start of a field.
        assert.match(cut?.text ?? '', way === 'plain commands' ? /^$/ : /^"ü+$/);
        const whole = (await read('1', { whole: true }))?.fields.get('data');
        assert.deepEqual([whole?.isCut, whole?.text.length], [false, (size - 2) / 2 + 2]);
      });

      it('reads of a long reason the start and the end, where some libraries say what was wrong', async () => {
        const statement = `insert into "visits" ("name") values ${"('Łódź'), ".repeat(2_000)}`;
        const reason = `${statement}- duplicate key value violates unique constraint "visits_name"`;
        await scope.failed('orders', [reason, 'x'.repeat(2 * 1024 * 1024)]);
        const reasons = (await page('failed')).map(({ failedReason }) => failedReason ?? '').toSorted();
        assert.equal(reasons[0], '(2097152 bytes)');
        assert.match(reasons[1] ?? '', /^insert into "visits".{300,600} … .{100,240}- duplicate key .* "visits_name"$/);
        assert.doesNotMatch(reasons[1] ?? '', /\ufffd|\\x/);
      });

      it("lists BullMQ's prioritized jobs, and how often each was tried", async () => {
        const connection = { host: '127.0.0.1', port: server.port };
        const mq = new BullMQ('mq', { connection });
        scope.onClose(() => mq.close());
        const worker = new Worker('mq', () => Promise.reject(new Error('no')), { connection });
        const failed = new Promise((resolve) => worker.once('failed', resolve));
        await mq.add('work', {}, { attempts: 3 });
        await failed;
        await worker.close();
        for (const priority of [7, 3, 5]) await mq.add('work', {}, { priority, jobId: `p${priority}` });
        const list = (state: JobState) => {
          const queue = { ref: { prefix: 'bull', name: 'mq' }, kind: 'bullmq' } as const;
          return scope.connection(user).run((redis) => readJobs(redis, queue, state, 0, 50));
        };
        const prioritized = await list('priority');
        assert.deepEqual(
          prioritized.map(({ id, presence }) => [id.text, presence]),
          [
            ['p3', 'present'],
            ['p5', 'present'],
            ['p7', 'present'],
          ],
        );
        const [tried] = [...(await list('failed')), ...(await list('waiting')), ...(await list('delayed'))];
        assert.deepEqual([tried?.attemptsMade, tried?.attempts], [1, 3]);
      });

      it('reads all of a job: every field, its state and its logs', async () => {
        const queue = await scope.failed('orders', ['first', 'second']);
        const job = await queue.getJob(1);
        await job?.log('one');
        await job?.log('two');
        const document = await read('1');
        assert.equal(document?.state, 'failed');
        assert.deepEqual(document?.logs, ['one', 'two']);
        assert.equal(document?.logCount, 2);
        assert.equal(document?.lockExpiresIn, null);
        assert.equal(document?.fields.get('failedReason')?.text, 'first');
        assert.match(document?.fields.get('stacktrace')?.text ?? '', /^\["Error: first/);
      });

      it('says of a running job how long its lock lasts', async () => {
        const worker = scope.queue('orders');
        let finish = () => {};
        const started = new Promise<void>((resolve) => {
          void worker.process(() => {
            resolve();
            return new Promise<void>((done) => (finish = done));
          });
        });
        await scope.queue('orders').add({});
        await started;
        const document = await read('1');
        finish();
        assert.equal(document?.state, 'active');
        assert.ok(document?.lockExpiresIn && document.lockExpiresIn > 20_000);
      });

      it('is null for a job that is gone', async () => {
        assert.equal(await read('404'), null);
      });
    });
  }

  it('opens a set of 100,000 failed jobs with the same commands as one of 50', async () => {
    const admin = server.connect();
    const queue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' } as const;
    const pipeline = admin.pipeline();
    for (let i = 0; i < 100_000; i++) pipeline.zadd('bull:orders:failed', i, `${i}`);
    await pipeline.exec();
    const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await admin.info('stats'))?.[1]);
    const connection = scope.connection();
    await connection.run((redis) => readJobs(redis, queue, 'failed', 0, 50));
    const before = await commands();
    const rows = await connection.run((redis) => readJobs(redis, queue, 'failed', 0, 50));
    const info = 1;
    assert.equal(rows.length, 50);
    // The range before and after, one EVALSHA, and what its script calls: two commands for each id without a hash.
    assert.ok((await commands()) - before - info <= 2 + 1 + 2 * 50);
  });
});
