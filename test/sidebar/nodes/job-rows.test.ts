import assert from 'node:assert/strict';
import type { JobOptions } from 'bull';
import { ShownData } from '../../../src/job-data/shown-data';
import { readJobs, type JobRow } from '../../../src/queues';
import { JOB_STATES, type JobState } from '../../../src/bull/states';
import { ageOfJob, describeJob, jobTooltip, nameOfJob } from '../../../src/sidebar/nodes/job-row';
import { onEmptyRedis, type Scope } from '../../queues/support';
import { HOSTILE_TIMES } from '../../support/hostile-times';
import type { RedisServer } from '../../support/redis';

describe('The rows of a folder', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (redis, forTest) => ([server, scope] = [redis, forTest]));

  const queue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' } as const;
  const page = (state: JobState): Promise<JobRow[]> =>
    scope.connection().run((redis) => readJobs(redis, queue, state, 0, 100));

  it('says times that no calendar has as they are, and costs no other row', async () => {
    const bull = scope.queue('orders');
    await bull.add({}, { delay: 8.7e15, jobId: 'late' });
    await bull.add({}, { delay: 60_000, jobId: 'soon' });
    await bull.add({}, { timestamp: 1_790_000_000_000 * 1e6, jobId: 'nanoseconds' } as JobOptions);
    await bull.add({}, { jobId: 'now' });
    const ages = async (state: JobState) =>
      Object.fromEntries((await page(state)).map((row) => [row.id.text, ageOfJob(row)]));
    const delayed = await ages('delayed');
    assert.equal(delayed.soon, 'in under 1 min');
    assert.match(delayed.late ?? '', /^870\d{13}$/);
    assert.deepEqual(await ages('waiting'), { nanoseconds: '1790000000000000000', now: 'just now' });
  });

  it('is there in each state, whatever its times hold', async () => {
    const admin = server.connect();
    const bull = scope.queue('orders');
    await bull.add({}, { jobId: 'sound' });
    const fields = ['timestamp', 'processedOn', 'finishedOn', 'attemptsMade', 'delay'];
    for (const [i, time] of HOSTILE_TIMES.entries())
      await admin.hset(
        `bull:orders:${i}`,
        ...fields.flatMap((field) => [field, time]),
        'name',
        'work',
        'failedReason',
        time,
      );
    const ids = [...HOSTILE_TIMES.keys()].map(String);
    await admin.rpush('bull:orders:active', ...ids);
    await admin.rpush('bull:orders:wait', ...ids);
    await admin.rpush('bull:orders:paused', ...ids);
    for (const key of ['failed', 'completed', 'priority'])
      await admin.zadd(`bull:orders:${key}`, ...ids.flatMap((id) => [id, id]));
    const scores = ['inf', '-inf', '1e300', '-1e300', '3.5e19', '0', '-1', '8.7e307'];
    await admin.zadd('bull:orders:delayed', ...ids.flatMap((id, i) => [scores[i % scores.length]!, id]));

    for (const state of JOB_STATES) {
      const rows = await page(state);
      const sound = state === 'waiting' ? 1 : 0;
      assert.equal(rows.length, HOSTILE_TIMES.length + sound, state);
      for (const row of rows) {
        const time = HOSTILE_TIMES[Number(row.id.text)];
        const tooltip = jobTooltip(row, new ShownData());
        const said = [nameOfJob(row), ageOfJob(row) ?? '', describeJob(row), tooltip];
        assert.doesNotMatch(said.join(' '), /Invalid|NaN (min|days|sec|ms)/);
        if (time !== undefined) assert.ok(tooltip.includes(`Added: ${time.trim()}`), tooltip);
      }
    }
  });

  it('says why a job has failed, or that nothing says so', async () => {
    const reasons = ['no stock', '', '\n \n', '\u001b[31m', '\u001b[31mred\u001b[39m stock'];
    await scope.failed('orders', reasons);
    const said = (await page('failed')).map((row) => describeJob(row));
    assert.deepEqual(said.sort(), [
      ...['no reason given', 'no reason given', 'no reason given'],
      'no stock',
      'red stock',
    ]);
  });

  it('does not call young what lies in the future', async () => {
    await scope.queue('orders').add({}, { timestamp: Date.now() * 1_000 } as JobOptions);
    const [row] = await page('waiting');
    assert.match(ageOfJob(row as JobRow) ?? '', /^in [\d,]+ days$/);
  });
});
