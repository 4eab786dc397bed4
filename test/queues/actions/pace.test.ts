import assert from 'node:assert/strict';
import {
  atPace,
  FailureCauses,
  jobId,
  jobIdFromKey,
  promote,
  retryAsNew,
  retryMany,
  retryPaced,
  type ActionOutcome,
  type JobId,
  type KnownQueue,
} from '../../../src/queues';
import { waitFor } from '../../support/wait-for';
import { onEmptyRedis, type Scope } from '../support';

const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };

describe('a retry at a rate', () => {
  let scope: Scope;
  onEmptyRedis({}, (_, forTest) => (scope = forTest));

  const failedJobs = async (reason: string, count: number): Promise<{ ids: JobId[]; keys: Set<string> }> => {
    await scope.failed('orders', new Array<string>(count).fill(reason));
    return onlyGroup();
  };
  const onlyGroup = async () => {
    const causes = new FailureCauses(scope.connection(), orders);
    await causes.refresh();
    const [group] = causes.groups ?? [];
    assert.ok(group);
    return { ids: causes.jobsOf(group).map(({ id }) => jobId(id)), keys: new Set([group.key]) };
  };
  const worker = (reason: string) => {
    const queue = scope.queue('orders');
    void queue.process('work', 20, () => Promise.reject(new Error(reason)));
  };
  const accounted = ({ problem, ...ends }: ActionOutcome) => {
    assert.equal(problem, null);
    return Object.values(ends).flat().length;
  };

  it('takes as long as the rate says', async () => {
    const { ids } = await failedJobs('no stock', 60);
    const start = performance.now();
    const outcome = await retryPaced(scope.connection(), orders, ids, { rate: 50, keys: null });
    const seconds = (performance.now() - start) / 1_000;
    assert.equal(outcome.done.length, 60);
    assert.ok(seconds >= 0.9, `60 jobs at 50 a second in ${seconds} s`);
  });

  it('pauses where the jobs fail again of the same cause, and leaves the others as they are', async () => {
    const { ids, keys } = await failedJobs('no stock', 120);
    worker('no stock');
    const told: number[] = [];
    const outcome = await retryPaced(scope.connection(), orders, ids, {
      ...{ rate: 20, keys },
      onFailedAgain: async (failures) => {
        told.push(failures);
        return false;
      },
    });
    assert.equal(told.length, 1);
    assert.ok(told[0]! >= 5 && outcome.done.length < 120, `${told[0]} failed again of ${outcome.done.length}`);
    assert.equal(outcome.unsent.length, 120 - outcome.done.length);
    assert.equal(accounted(outcome), 120);
  }).timeout(20_000);

  it('pauses too where the failures say so little that their stack traces tell them apart', async () => {
    const queue = scope.queue('orders');
    void queue.process('work', 20, () => Promise.reject(new Error('fetch failed')));
    await queue.addBulk(Array.from({ length: 40 }, () => ({ name: 'work', data: {} })));
    await waitFor(async () => (await queue.getFailedCount()) === 40);
    const { ids, keys } = await onlyGroup();
    assert.match([...keys][0]!, /^fetch failed at .*pace\.test\.ts/);
    const told: number[] = [];
    await retryPaced(scope.connection(), orders, ids, {
      ...{ rate: 20, keys },
      onFailedAgain: async (failures) => {
        told.push(failures);
        return false;
      },
    });
    assert.equal(told.length, 1);
  }).timeout(20_000);

  it('goes on where the person says so, and where they fail for another cause', async () => {
    const { ids, keys } = await failedJobs('no stock', 30);
    worker('no price');
    let told = 0;
    const outcome = await retryPaced(scope.connection(), orders, ids, {
      ...{ rate: 10, keys },
      onFailedAgain: () => assert.fail('another cause'),
      onProgress: (_, failed = 0) => (told = Math.max(told, failed)),
    });
    assert.equal(outcome.done.length, 30);
    assert.ok(told > 0, 'it is told how many have failed, whatever the cause');
    const again = await retryPaced(scope.connection(), orders, ids, {
      rate: 20,
      keys: null,
      onFailedAgain: async () => true,
    });
    assert.equal(accounted(again), 30);
    assert.equal(again.unsent.length, 0);
  }).timeout(20_000);

  it('has counted all that have failed when it ends', async () => {
    const { ids } = await failedJobs('no stock', 600);
    worker('no price');
    const retried = atPace(async (connection, ref, batch, options) => {
      const outcome = await retryMany(connection, ref, batch, options);
      await waitFor(async () => (await scope.queue('orders').getFailedCount()) === 600);
      return outcome;
    });
    let failed = 0;
    await retried(scope.connection(), orders, ids, {
      ...{ rate: 10_000, keys: null },
      onFailedAgain: async () => true,
      onProgress: (_, some = 0) => (failed = some),
    });
    assert.equal(failed, 600);
  }).timeout(20_000);

  it('stops when it is told to', async () => {
    const { ids } = await failedJobs('no stock', 40);
    const stop = new AbortController();
    const outcome = await retryPaced(scope.connection(), orders, ids, {
      ...{ rate: 20, keys: null, signal: stop.signal },
      onProgress: () => stop.abort(),
    });
    assert.ok(outcome.done.length > 0 && outcome.done.length < 40);
    assert.equal(accounted(outcome), 40);
  });

  it('goes on with what was not sent where the connection was lost half way: each job is retried once', async () => {
    const { ids } = await failedJobs('no stock', 40);
    const lost = scope.connection();
    const first = await retryPaced(lost, orders, ids, { rate: 40, keys: null, onProgress: () => lost.close() });
    const { problem, ...ends } = first;
    assert.ok(problem, 'it is told why');
    assert.equal(Object.values(ends).flat().length, 40);
    assert.ok(first.done.length > 0 && first.unsent.length > 0);
    const rest = await retryPaced(scope.connection(), orders, first.unsent, { rate: 200, keys: null });
    assert.equal(rest.done.length, first.unsent.length);
    const waiting = await scope.queue('orders').getWaiting();
    assert.deepEqual(waiting.map(({ id }) => String(id)).sort(), ids.map(({ text }) => text).sort());
  });

  for (const [what, start, prepare] of [
    ['retry as new', retryAsNew, async () => (await failedJobs('no stock', 60)).ids],
    [
      'promote',
      promote,
      async () => {
        const delayed = Array.from({ length: 60 }, () => ({ name: 'work', data: {}, opts: { delay: 3_600_000 } }));
        return (await scope.queue('orders').addBulk(delayed)).map(({ id }) => jobIdFromKey(`text:${id}`));
      },
    ],
  ] as const) {
    it(`is kept by ${what}, too, which pauses where the jobs fail`, async () => {
      const ids = await prepare();
      worker('no stock');
      const told: number[] = [];
      const outcome = await atPace(start)(scope.connection(), orders, ids, {
        ...{ rate: 20, keys: null },
        onFailedAgain: async (failures) => {
          told.push(failures);
          return false;
        },
      });
      assert.equal(told.length, 1);
      assert.ok(outcome.done.length > 0 && outcome.done.length < 60, `${outcome.done.length} were let run`);
      assert.equal(outcome.unsent.length, 60 - outcome.done.length);
      assert.equal(accounted(outcome), 60);
    }).timeout(20_000);
  }
});
