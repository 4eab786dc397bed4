import assert from 'node:assert/strict';
import { promote, readRepeatables, removeRepeatable } from '../../../src/queues';
import { describeRepeatable } from '../../../src/actions/repeatables';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { told } from './support';

const ref = { prefix: 'bull', name: 'reports' };

describe('Repeatable jobs', () => {
  let scope: Scope;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, jobs } = on));

  it('are read with their name and schedule, however Bull has written them', async () => {
    const queue = jobs.queue('reports');
    await queue.add('daily', {}, { repeat: { cron: '0 9 * * 1', tz: 'Europe/Berlin' } });
    await queue.add('a:b', {}, { repeat: { every: 86_400_000 }, jobId: 'c' });
    await queue.add({}, { repeat: { cron: '0 9 * * *', endDate: Date.now() + 1e9 } });
    const all = await readRepeatables(scope.connection(), ref);
    assert.deepEqual(all.map(({ name, schedule, isScheduled }) => [name, schedule, isScheduled]).sort(), [
      ['__default__', '0 9 * * *', true],
      ['a:b', 86_400_000, true],
      ['daily', '0 9 * * 1 (Europe/Berlin)', true],
    ]);
    const delayed = (await queue.getDelayed()).map(({ id }) => String(id));
    assert.deepEqual(all.map(({ nextJob }) => nextJob.text).sort(), delayed.sort());
  });

  it('are ended with their next run, and no other', async () => {
    const queue = jobs.queue('reports');
    await queue.add('a', {}, { repeat: { every: 3_600_000 } });
    await queue.add('b', {}, { repeat: { every: 7_200_000 } });
    const connection = scope.connection();
    const a = (await readRepeatables(connection, ref)).find(({ name }) => name === 'a');
    assert.ok(a);
    assert.equal((await removeRepeatable(connection, ref, a)).done.length, 1);
    assert.deepEqual(
      (await queue.getRepeatableJobs()).map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(
      (await queue.getDelayed()).map(({ name }) => name),
      ['b'],
    );
    assert.equal((await removeRepeatable(connection, ref, a)).gone.length, 1);
  });

  it('are left as they are where they have run meanwhile', async () => {
    const queue = jobs.queue('reports');
    await queue.add('a', {}, { repeat: { every: 3_600_000 } });
    const connection = scope.connection();
    const [a] = await readRepeatables(connection, ref);
    assert.ok(a);
    const outcome = await removeRepeatable(connection, ref, { ...a, next: a.next - 3_600_000 });
    assert.equal(outcome.notInState.length, 1);
    assert.equal((await queue.getRepeatableJobs()).length, 1);
  });

  it('run now, and go on repeating', async () => {
    const queue = jobs.queue('reports');
    await queue.add({}, { repeat: { every: 3_600_000 } });
    const connection = scope.connection();
    const [before] = await readRepeatables(connection, ref);
    assert.ok(before);
    assert.deepEqual(told(await promote(connection, ref, [before.nextJob])), { done: [before.nextJob.text] });
    void queue.process(() => Promise.resolve());
    await waitFor(async () => (await queue.getCompletedCount()) === 1);
    await waitFor(async () => (await readRepeatables(connection, ref))[0]?.isScheduled === true);
    const [after] = await readRepeatables(connection, ref);
    assert.equal(after?.next, before.next + 3_600_000);
  });

  it('are said in a row', () => {
    const nextJob = { bytes: Buffer.from('1'), text: '1', key: 'text:1' };
    const repeatable = { key: '', name: 'daily', schedule: 86_400_000, next: 7_200_000, nextJob, isScheduled: true };
    const { label, description } = describeRepeatable(repeatable, 0);
    assert.deepEqual([label, description], ['daily · every 1 day', 'in 2 hr']);
    assert.match(describeRepeatable({ ...repeatable, isScheduled: false }, 0).detail, /^Its next run is not there/);
    assert.equal(describeRepeatable({ ...repeatable, schedule: '0 9 * * 1' }, 8_000_000).description, 'due');
  });
});
