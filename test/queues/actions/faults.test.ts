import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Redis from 'ioredis';
import {
  addJobs,
  copyJobs,
  discard,
  idsIn,
  jobIdFromKey,
  obliterate,
  promote,
  remove,
  retryAsNew,
  retryEach,
  retryEdited,
  retryMany,
  type ActionOutcome,
  type ActionProgress,
  type JobId,
  type RedisConnection,
} from '../../../src/queues';
import { jobsIn } from '../../../src/queues/actions/outcome';
import type { BullJobs } from '../../support/bull';
import { startRedis, type RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, QUICK, Scope } from '../support';

const ref = { prefix: 'bull', name: 'orders' };
const orders = { ref, kind: 'bull' } as const;
const mail = { prefix: 'bull', name: 'mail' };
const edit = { before: Buffer.from('{"n":1}'), after: '{"n":2}' };

type List = 'failed' | 'delayed' | 'wait' | 'completed';

/** What is done to jobs of `orders`, where they are before, and where they are once it is done to them. */
interface Fault {
  readonly title: string;
  readonly from: List;
  /** null: nowhere; 'copied': they stay, and there are as many in `mail`. */
  readonly to: List | null | 'copied';
  readonly perform: (
    connection: RedisConnection,
    ids: readonly JobId[],
    progress: ActionProgress,
  ) => Promise<ActionOutcome>;
}

const NEW = { name: 'new', data: '{}', options: '{}' };
const HOUR = 3_600_000;

const FAULTS: readonly Fault[] = [
  {
    ...{ title: 'retry', from: 'failed', to: 'wait' },
    perform: (connection, ids, progress) => retryMany(connection, ref, ids, progress),
  },
  {
    ...{ title: 'retry one by one', from: 'failed', to: 'wait' },
    perform: (connection, ids, progress) => retryEach(connection, ref, ids, progress),
  },
  {
    ...{ title: 'remove', from: 'failed', to: null },
    perform: (connection, ids, progress) => remove(connection, ref, ids, { ...progress, state: 'failed' }),
  },
  {
    ...{ title: 'clean', from: 'completed', to: null },
    perform: async (connection, _, progress) => {
      const old = await idsIn(connection, orders, 'completed', { before: Date.now() + HOUR });
      return remove(connection, ref, old, { ...progress, state: 'completed' });
    },
  },
  {
    ...{ title: 'empty', from: 'wait', to: null },
    perform: async (connection, _, progress) => {
      const waiting = await idsIn(connection, orders, 'waiting');
      return remove(connection, ref, waiting, { ...progress, state: 'waiting' });
    },
  },
  {
    ...{ title: 'promote', from: 'delayed', to: 'wait' },
    perform: (connection, ids, progress) => promote(connection, ref, ids, progress),
  },
  {
    ...{ title: 'discard', from: 'delayed', to: 'failed' },
    perform: (connection, ids, progress) => discard(connection, ref, ids, { ...progress, state: 'delayed' }),
  },
  {
    ...{ title: 'discard, of waiting jobs', from: 'wait', to: 'failed' },
    perform: (connection, ids, progress) => discard(connection, ref, ids, { ...progress, state: 'waiting' }),
  },
  {
    ...{ title: 'retry as new', from: 'failed', to: 'wait' },
    perform: (connection, ids, progress) => retryAsNew(connection, ref, ids, progress),
  },
  {
    ...{ title: 'retry with edited data', from: 'failed', to: 'wait' },
    perform: (connection, ids, progress) => retryEdited(connection, ref, ids, { ...edit, ...progress }),
  },
  {
    ...{ title: 'add', from: 'failed', to: 'copied' },
    perform: (connection, ids, progress) =>
      addJobs(
        connection,
        mail,
        ids,
        ids.map(() => NEW),
        progress,
      ),
  },
  {
    ...{ title: 'copy', from: 'failed', to: 'copied' },
    perform: (connection, ids, progress) => copyJobs(connection, ref, mail, ids, progress),
  },
  {
    ...{ title: 'obliterate', from: 'failed', to: null },
    perform: (connection, _, progress) => obliterate(connection, orders, { ...progress, isForced: true }),
  },
];

/** Jobs that are in a list without a worker, which would take its time for so many. */
async function makeJobs(admin: Redis, list: List, number: number): Promise<JobId[]> {
  await admin.eval(
    `for i = 1, ${number} do
      redis.call('HSET', 'bull:orders:' .. i, 'name', '__default__', 'data', '{"n":1}', 'opts', '{"attempts":1}',
        'timestamp', 1, 'delay', 0, 'priority', 0)
      if '${list}' == 'wait' then redis.call('LPUSH', 'bull:orders:wait', i)
      else redis.call('ZADD', 'bull:orders:${list}', i, i) end
    end
    redis.call('SET', 'bull:orders:id', ${number})`,
    0,
  );
  return Array.from({ length: number }, (_, i) => jobIdFromKey(`text:${i + 1}`));
}

async function idsOf(admin: Redis, list: List, queue = 'orders'): Promise<Set<string>> {
  const key = `bull:${queue}:${list}`;
  const ids = list === 'wait' ? await admin.lrange(key, 0, -1) : await admin.zrange(key, 0, -1);
  assert.equal(new Set(ids).size, ids.length, `each job once in ${list}`);
  return new Set(ids);
}

const texts = (ids: readonly JobId[]) => ids.map(({ text }) => text);

/** Each job was told of once, and is where it was told to be. */
async function assertAccount(admin: Redis, { from, to }: Fault, outcome: ActionOutcome, asked: readonly JobId[]) {
  const { done, unsent, unknown, refused } = outcome;
  const told = [outcome.done, outcome.gone, outcome.notInState, outcome.locked, refused, unsent, unknown].flat();
  assert.equal(jobsIn(outcome), told.length);
  assert.deepEqual(texts(told).sort(), texts(asked).sort(), 'each job is told of once');
  const before = await idsOf(admin, from);
  if (to === 'copied') {
    assert.deepEqual(before, new Set(texts(asked)), 'they stay');
    const { size } = await idsOf(admin, 'wait', 'mail');
    assert.ok(size >= done.length && size <= done.length + unknown.length, `${size} of ${done.length}`);
    return;
  }
  const after = to === null ? null : await idsOf(admin, to);
  for (const text of texts(unsent)) assert.ok(before.has(text), `${text} was not sent`);
  for (const text of texts(done)) assert.ok(!before.has(text) && (after?.has(text) ?? true), `${text} is done`);
  if (after) assert.equal(before.size + after.size, asked.length, 'none is lost');
  for (const text of texts(unknown)) {
    const isThere = (await admin.exists(`bull:orders:${text}`)) === 1;
    assert.equal(before.has(text) || (after?.has(text) ?? false), isThere, `${text} is whole, or nowhere`);
  }
}

describe('Faults in the middle of an action', () => {
  describe('Redis is killed after the first batch, and comes back with what it had written', function () {
    this.timeout(60_000);
    const NUMBER = 4_500;
    let folder: string;
    let server: RedisServer;
    let scope: Scope;
    const start = () => startRedis({ args: ['--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'] });
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'bull-lens-append-only-'));
      server = await start();
      scope = new Scope(server);
    });
    afterEach(async () => {
      await scope.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const fault of FAULTS) {
      it(fault.title, async () => {
        const asked = await makeJobs(server.connect(), fault.from, NUMBER);
        const killed: Promise<void>[] = [];
        const outcome = await fault.perform(scope.connection({}, QUICK), asked, {
          onProgress: () => void (killed.length === 0 && killed.push(server.stop())),
        });
        await Promise.all(killed);
        server = await start();
        assert.ok(outcome.problem, 'it is told that it was cut');
        assert.ok(outcome.unsent.length > 0 && outcome.done.length > 0, 'in the middle');
        await assertAccount(server.connect(), fault, outcome, asked);
      });
    }
  });

  describe('two windows do the same at once', () => {
    let admin: Redis;
    let scope: Scope;
    onRedisWithJobs((on) => ({ admin, scope } = on));

    for (const fault of FAULTS) {
      it(fault.title, async () => {
        const asked = await makeJobs(admin, fault.from, 3_000);
        const outcomes = await Promise.all([1, 2].map(() => fault.perform(scope.connection(), asked, {})));
        for (const { problem } of outcomes) {
          // The other has removed what was paused.
          if (fault.title !== 'obliterate') assert.equal(problem, null);
        }
        const done = outcomes.flatMap((outcome) => texts(outcome.done));
        if (fault.to === 'copied') {
          assert.equal(done.length, 6_000);
          assert.equal((await idsOf(admin, 'wait', 'mail')).size, 6_000);
        } else {
          assert.equal(new Set(done).size, done.length, 'no job is done by both');
          assert.equal(done.length, 3_000, 'each is done by one');
          if (fault.to) assert.equal((await idsOf(admin, fault.to)).size, 3_000);
        }
        assert.equal((await idsOf(admin, fault.from)).size, fault.to === 'copied' ? 3_000 : 0);
      });
    }
  });

  describe('the group changes between the look and the action', () => {
    let admin: Redis;
    let scope: Scope;
    onRedisWithJobs((on) => ({ admin, scope } = on));

    for (const fault of FAULTS.filter(({ to, title }) => to !== 'copied' && title !== 'obliterate')) {
      it(fault.title, async () => {
        const asked = await makeJobs(admin, fault.from, 5);
        const queue = scope.queue('orders');
        const connection = scope.connection();
        // 1 is gone, 2 is somebody's, 3 has moved on, and 6 was not there when the person looked.
        await admin.del('bull:orders:1');
        await admin.zrem(`bull:orders:${fault.from}`, '1').catch(() => admin.lrem('bull:orders:wait', 0, '1'));
        await admin.set('bull:orders:2:lock', 'a worker');
        const moved = fault.from === 'completed' ? 'failed' : 'completed';
        await admin.zrem(`bull:orders:${fault.from}`, '3').catch(() => admin.lrem('bull:orders:wait', 0, '3'));
        await admin.zadd(`bull:orders:${moved}`, 3, '3');
        await queue.add({}, { delay: HOUR });
        const outcome = await fault.perform(connection, asked, {});
        const isReadAnew = fault.title === 'clean' || fault.title === 'empty';
        assert.deepEqual(texts(outcome.done).sort(), ['4', '5']);
        assert.deepEqual(texts(outcome.locked), ['2']);
        assert.deepEqual([texts(outcome.gone), texts(outcome.notInState)], isReadAnew ? [[], []] : [['1'], ['3']]);
        assert.equal(await admin.zscore(`bull:orders:${moved}`, '3'), '3');
        assert.equal(await admin.exists('bull:orders:6'), 1);
      });
    }

    it('copy: those that are there are copied, wherever they are by now', async () => {
      const asked = await makeJobs(admin, 'failed', 5);
      await admin.del('bull:orders:1');
      await admin.set('bull:orders:2:lock', 'a worker');
      await admin.zrem('bull:orders:failed', '3');
      await admin.zadd('bull:orders:completed', 3, '3');
      const before = await admin.zrange('bull:orders:failed', 0, -1);
      const outcome = await copyJobs(scope.connection(), ref, mail, asked);
      assert.deepEqual([texts(outcome.done), texts(outcome.gone)], [['2', '3', '4', '5'], ['1']]);
      assert.equal(jobsIn(outcome), 5);
      assert.equal((await idsOf(admin, 'wait', 'mail')).size, 4);
      assert.deepEqual(await admin.zrange('bull:orders:failed', 0, -1), before);
    });

    it('copy: jobs that go while it runs are told of as gone, and the others are copied', async () => {
      const asked = await makeJobs(admin, 'failed', 4_500);
      const last = asked.slice(-500);
      const removed: Promise<unknown>[] = [];
      const outcome = await copyJobs(scope.connection(), ref, mail, asked, {
        onProgress: () => {
          if (removed.length === 0) removed.push(admin.del(...last.map(({ text }) => `bull:orders:${text}`)));
        },
      });
      await Promise.all(removed);
      assert.equal(jobsIn(outcome), 4_500);
      assert.equal(outcome.done.length + outcome.gone.length, 4_500);
      assert.equal(outcome.gone.length, 500);
      assert.equal((await idsOf(admin, 'wait', 'mail')).size, outcome.done.length);
    });

    it('add: where the queue is paused and others have been added, each waits there once', async () => {
      const asked = await makeJobs(admin, 'failed', 5);
      const queue = scope.queue('mail');
      await queue.add({ n: 'theirs' });
      await queue.pause();
      const outcome = await addJobs(
        ...([scope.connection(), mail, asked] as const),
        asked.map(() => NEW),
      );
      assert.deepEqual(texts(outcome.done), texts(asked));
      assert.equal(jobsIn(outcome), 5);
      const waiting = await admin.lrange('bull:mail:paused', 0, -1);
      assert.deepEqual(waiting.toSorted(), ['1', '2', '3', '4', '5', '6']);
      assert.equal(await admin.exists('bull:mail:wait'), 0);
    });

    it('obliterate: jobs that move, go and come while it runs are each told of once, and nothing is left', async () => {
      const asked = await makeJobs(admin, 'failed', 4_500);
      const queue = scope.queue('orders');
      const moved = asked.slice(-100).map(({ text }) => text);
      const changes: Promise<unknown>[] = [];
      const told: (readonly [number, number])[] = [];
      const outcome = await obliterate(scope.connection(), orders, {
        isForced: false,
        onProgress: (removed, of) => {
          told.push([removed, of]);
          if (changes.length > 0) return;
          const change = admin
            .multi()
            .zrem('bull:orders:failed', ...moved)
            .zadd('bull:orders:completed', ...moved.flatMap((id) => [1, id]))
            .del('bull:orders:4300');
          changes.push(change.exec().then(() => queue.add({ n: 'new' }, { jobId: 'late' })));
        },
      });
      await Promise.all(changes);
      const ids = [...texts(outcome.done), ...texts(outcome.gone)];
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual([outcome.problem, jobsIn(outcome)], [null, ids.length]);
      assert.deepEqual(new Set(ids.filter((id) => id !== 'late')), new Set(texts(asked)));
      // What is added once it was over makes the queue anew.
      if (outcome.isWhole && ids.includes('late')) assert.deepEqual(await admin.keys('bull:orders:*'), []);
      assert.equal((await idsOf(admin, 'failed')).size + (await idsOf(admin, 'completed')).size, 0);
      assert.deepEqual(told[0], [1_000, 4_500]);
      assert.ok(told.every(([removed, of]) => removed <= of));
    });
  });

  describe('a worker takes the jobs meanwhile', () => {
    const NUMBER = 2_000;
    let admin: Redis;
    let scope: Scope;
    let jobs: BullJobs;
    onRedisWithJobs((on) => ({ admin, scope, jobs } = on));

    /** How often each job ran. */
    const work = (queue: string): Map<string, number> => {
      const runs = new Map<string, number>();
      void jobs.queue(queue).process('*', 20, (job) => {
        runs.set(String(job.id), (runs.get(String(job.id)) ?? 0) + 1);
        return Promise.resolve();
      });
      return runs;
    };

    for (const fault of FAULTS.filter(({ to }) => to === 'wait')) {
      it(`${fault.title}: each runs once`, async () => {
        const asked = await makeJobs(admin, fault.from === 'delayed' ? 'failed' : fault.from, NUMBER);
        // Due in an hour, so that no worker promotes it by itself.
        if (fault.from === 'delayed') {
          await admin.rename('bull:orders:failed', 'bull:orders:delayed');
          const due = (Date.now() + HOUR) * 4_096;
          await admin.eval(
            `for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], ARGV[1], id) end`,
            ...[1, 'bull:orders:delayed', due],
          );
        }
        const runs = work('orders');
        const outcome = await fault.perform(scope.connection(), asked, {});
        assert.equal(outcome.done.length, NUMBER, outcome.problem?.message);
        await waitFor(async () => (await idsOf(admin, 'completed')).size === NUMBER, { timeout: 15_000 });
        assert.deepEqual([...new Set(runs.values())], [1]);
        assert.equal(runs.size, NUMBER);
      }).timeout(30_000);
    }

    it('empty: a job has run or is removed, never both', async () => {
      const asked = await makeJobs(admin, 'wait', NUMBER);
      const runs = work('orders');
      await waitFor(() => runs.size > 0);
      const waiting = await idsIn(scope.connection(), orders, 'waiting');
      const outcome = await remove(scope.connection(), ref, waiting, { state: 'waiting' });
      assert.equal(jobsIn(outcome), waiting.length);
      const removed = texts(outcome.done);
      assert.ok(removed.length > 0);
      await waitFor(async () => (await idsOf(admin, 'completed')).size === asked.length - removed.length, {
        timeout: 15_000,
      });
      assert.deepEqual(
        removed.filter((id) => runs.has(id)),
        [],
      );
    }).timeout(30_000);

    it('add: each runs once', async () => {
      const runs = work('mail');
      const asked = Array.from({ length: NUMBER }, (_, i) => jobIdFromKey(`text:new ${i}`));
      const outcome = await FAULTS.find(({ title }) => title === 'add')!.perform(scope.connection(), asked, {});
      assert.equal(outcome.done.length, NUMBER);
      await waitFor(async () => (await idsOf(admin, 'completed', 'mail')).size === NUMBER, { timeout: 15_000 });
      assert.deepEqual([runs.size, ...new Set(runs.values())], [NUMBER, 1]);
    }).timeout(30_000);

    it('obliterate: what workers had or have ends, and nothing is left in a list', async () => {
      await makeJobs(admin, 'wait', NUMBER);
      const runs = work('orders');
      await waitFor(() => runs.size > 0);
      const outcome = await obliterate(scope.connection(), orders, { isForced: true });
      assert.deepEqual([outcome.problem, outcome.isWhole], [null, true]);
      const told = [...texts(outcome.done), ...texts(outcome.gone)];
      assert.equal(new Set(told).size, told.length);
      assert.ok(told.length <= NUMBER);
      assert.equal((await idsOf(admin, 'wait')).size, 0);
    }).timeout(30_000);
  });
});
