import assert from 'node:assert/strict';
import { BullJobs } from './bull';
import { type RedisServer, startRedis } from './redis';

describe('real jobs for tests', () => {
  let redis: RedisServer;
  let bull: BullJobs;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.stop());
  beforeEach(async () => {
    await redis.connect().flushall();
    bull = new BullJobs(redis);
  });
  afterEach(() => bull.close());

  const counts = async (name: string) => {
    const { waiting, active, completed, failed, delayed } = await bull.queue(name).getJobCounts();
    return { waiting, active, completed, failed, delayed };
  };
  const none = { waiting: 0, active: 0, completed: 0, failed: 0, delayed: 0 };

  it('wait, are delayed, are active', async () => {
    const { release } = await bull.activate('q', 1);
    await bull.wait('q', [{ po: 'A' }, { po: 'B' }]);
    await bull.delay('q', 1, 60_000);
    assert.deepEqual(await counts('q'), { ...none, waiting: 2, active: 1, delayed: 1 });
    release();
  });

  it('complete', async () => {
    const [job] = await bull.complete('q', [{ po: 'A' }], { ok: true });
    assert.deepEqual([job?.data, job?.returnvalue], [{ po: 'A' }, { ok: true }]);
    assert.deepEqual(await counts('q'), { ...none, completed: 1 });
  });

  it('fail with an error, as often as they are tried', async () => {
    const [job] = await bull.fail('q', 1, new Error('no database'), { attempts: 3 });
    assert.deepEqual([job?.failedReason, job?.attemptsMade, job?.stacktrace.length], ['no database', 3, 3]);
  });

  it('fail with Missing lock although the handler succeeded', async () => {
    const jobs = await bull.failWithMissingLock('q', 5);
    assert.deepEqual(
      jobs.map(({ failedReason }) => failedReason),
      ['1', '2', '3', '4', '5'].map((id) => `Missing lock for job ${id} finished`),
    );
    assert.deepEqual(await counts('q'), { ...none, failed: 5 });
  });

  it('fail as stalled', async () => {
    const jobs = await bull.failAsStalled('q', 2);
    assert.deepEqual(
      jobs.map(({ failedReason }) => failedReason),
      ['job stalled more than allowable limit', 'job stalled more than allowable limit'],
    );
  });
});
