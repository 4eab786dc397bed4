import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import type { Job } from 'bull';
import { jobIdFromKey, readData, retryEdited } from '../../../src/queues';
import { compactJson, indentJson } from '../../../src/job-text/indent-json';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { told } from './support';

const ref = { prefix: 'bull', name: 'orders' };
const id = jobIdFromKey('text:1');

describe('Retry with edited data', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  it('gives the worker the new data', async () => {
    await jobs.fail('orders', [{ address: 'nowhere' }], new Error('no address'));
    const connection = scope.connection();
    const before = await readData(connection, ref, id);
    assert.ok(before);
    const outcome = await retryEdited(connection, ref, [id], { before, after: '{"address":"Main St 1"}' });
    assert.deepEqual(told(outcome), { done: ['1'] });
    const seen: unknown[] = [];
    const worker = jobs.queue('orders');
    void worker.process((job: Job) => Promise.resolve(void seen.push(job.data)));
    await waitFor(async () => (await worker.getCompletedCount()) === 1);
    assert.deepEqual(seen, [{ address: 'Main St 1' }]);
  });

  it('leaves every byte but those that the person has changed', async () => {
    const data = '{"id":12345678901234567890,"amount":1.0,"n":1e400,"z":-0,"é":"\\u00e9\\n","id":2,"note":"a : b"}';
    await jobs.fail('orders', 1, new Error('boom'));
    await admin.hset('bull:orders:1', 'data', data);
    const connection = scope.connection();
    const before = await readData(connection, ref, id);
    assert.ok(before);
    const shown = await indentJson(before.toString());
    assert.equal(await compactJson(shown ?? ''), data);
    const after = await compactJson((shown ?? '').replace('1.0', '2.00'));
    await retryEdited(connection, ref, [id], { before, after: after ?? '' });
    assert.equal(await admin.hget('bull:orders:1', 'data'), data.replace('1.0', '2.00'));
  });

  it('leaves a job as it is whose data somebody else has changed meanwhile, or that is retried already', async () => {
    await jobs.fail('orders', [{ n: 1 }], new Error('boom'));
    const connection = scope.connection();
    const before = await readData(connection, ref, id);
    assert.ok(before);
    await admin.hset('bull:orders:1', 'data', '{"n":7}');
    assert.deepEqual(told(await retryEdited(connection, ref, [id], { before, after: '{"n":2}' })), {
      notInState: ['1'],
    });
    assert.equal(await admin.hget('bull:orders:1', 'data'), '{"n":7}');
    const now = Buffer.from('{"n":7}');
    const both = [2, 3].map((n) => retryEdited(scope.connection(), ref, [id], { before: now, after: `{"n":${n}}` }));
    const done = (await Promise.all(both)).map((outcome) => outcome.done.length);
    assert.deepEqual(done.toSorted(), [0, 1]);
    assert.equal(await admin.hget('bull:orders:1', 'data'), `{"n":${2 + done.indexOf(1)}}`);
  });

  it('is JSON with nothing between its parts, or none at all', async () => {
    assert.equal(
      await compactJson(' { "a" : [ 1 , { } , [ ] , "x y" ] , "b" : null } '),
      '{"a":[1,{},[],"x y"],"b":null}',
    );
    for (const text of ['', '{', '{"a":}', '{"a":1}}', "{'a':1}", '{"a":01}', 'NaN'])
      assert.equal(await compactJson(text), null);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    assert.equal(await compactJson((await indentJson(deep)) ?? ''), deep);
  });
});
