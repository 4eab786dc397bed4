import assert from 'node:assert/strict';
import type Redis from 'ioredis';
import { addJobs, copyJobs, jobIdFromKey, readTemplate, type NewJob } from '../../../src/queues';
import { jsonMembers, optionsForAnother } from '../../../src/queues/actions/new-job';
import type { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onRedisWithJobs, type Scope } from '../support';
import { idsInLists, told } from './support';

const orders = { prefix: 'bull', name: 'orders' };
const mail = { prefix: 'bull', name: 'mail' };
const ids = (...texts: (string | number)[]) => texts.map((text) => jobIdFromKey(`text:${text}`));
const job = (options = '{}', data = '{}'): NewJob => ({ name: 'send', data, options });

describe('Adding jobs', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  const add = (...all: NewJob[]) => addJobs(scope.connection(), mail, ids(...all.map((_, i) => `new ${i}`)), all);

  it('adds a job as Bull does, which a worker runs', async () => {
    await jobs.queue('mail').add('send', { to: 'Ann' }, { attempts: 3 });
    assert.deepEqual(told(await add(job('{"attempts":3}', '{"to":"Ann"}'))), { done: ['new 0'] });
    const [bulls, ours] = await Promise.all([admin.hgetall('bull:mail:1'), admin.hgetall('bull:mail:2')]);
    const { timestamp, opts, ...others } = ours;
    assert.deepEqual(others, { name: bulls.name, data: bulls.data, delay: bulls.delay, priority: bulls.priority });
    assert.deepEqual(JSON.parse(opts!), { ...JSON.parse(bulls.opts!), timestamp: Number(timestamp) });
    const ran: unknown[] = [];
    void jobs.queue('mail').process('send', ({ data }) => Promise.resolve(ran.push(data)));
    await waitFor(() => ran.length === 2);
    assert.deepEqual(ran, [{ to: 'Ann' }, { to: 'Ann' }]);
  });

  it('adds to a queue that was never used', async () => {
    assert.deepEqual(told(await add(job(), job())), { done: ['new 0', 'new 1'] });
    assert.deepEqual(await idsInLists(admin, 'mail'), ['1', '2']);
  });

  it('heeds delay, priority and lifo, and a queue that is paused', async () => {
    await add(job('{"priority":2}'), job('{"priority":1}'), job('{"delay":3600000}'), job('{"lifo":true}'));
    assert.deepEqual(await admin.lrange('bull:mail:wait', 0, -1), ['1', '2', '4']);
    const [delayed] = await jobs.queue('mail').getDelayed();
    assert.equal(delayed?.id, '3');
    await jobs.queue('mail').pause();
    await add(job());
    assert.equal((await admin.lrange('bull:mail:paused', 0, 0))[0], '5');
  });

  it('keeps every number as it was written', async () => {
    const data = '{"id":12345678901234567890,"amount":1.0,"n":1e400,"z":-0}';
    await add(job('{"backoff":12345678901234567890}', data));
    assert.equal(await admin.hget('bull:mail:1', 'data'), data);
    assert.match((await admin.hget('bull:mail:1', 'opts'))!, /"backoff":12345678901234567890/);
  });

  it('overwrites no job whose id, given by hand, is the next of the counter', async () => {
    await jobs.wait('mail', 1);
    await jobs.queue('mail').add({ byHand: true }, { jobId: 3 });
    // The add by hand has counted, too: the next one is 3.
    assert.equal(await admin.get('bull:mail:id'), '2');
    assert.equal((await add(job(), job())).done.length, 2);
    assert.deepEqual(await idsInLists(admin, 'mail'), ['1', '3', '4', '5']);
    assert.equal(await admin.hget('bull:mail:3', 'data'), '{"byHand":true}');
  });

  it('adds each of 2,500 jobs once while somebody else adds as many', async () => {
    const queue = jobs.queue('mail');
    const others = Promise.all(
      Array.from({ length: 25 }, () => queue.addBulk(Array.from({ length: 100 }, () => ({ data: {} })))),
    );
    const { done, problem, refused } = await add(...new Array<NewJob>(2_500).fill(job()));
    await others;
    assert.deepEqual([problem?.message, done.length, refused.length], [undefined, 2_500, 0]);
    assert.equal(new Set(await idsInLists(admin, 'mail')).size, 5_000);
  });
});

describe('Copying jobs to another queue', () => {
  let scope: Scope;
  let admin: Redis;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, admin, jobs } = on));

  const copy = (...which: (string | number)[]) => copyJobs(scope.connection(), orders, mail, ids(...which));

  it('copies name, data and options, and nothing of what the job has gathered; it stays as it is', async () => {
    await jobs.fail('orders', [{ n: 1 }], new Error('boom'), { attempts: 2, jobId: 'a', timeout: 500 });
    const before = await admin.hgetall('bull:orders:a');
    assert.deepEqual(told(await copy('a')), { done: ['a'] });
    const { opts, timestamp, ...others } = await admin.hgetall('bull:mail:1');
    assert.deepEqual(others, { name: '__default__', data: '{"n":1}', delay: '0', priority: '0' });
    assert.deepEqual(JSON.parse(opts!), { attempts: 2, delay: 0, timeout: 500, timestamp: Number(timestamp) });
    assert.deepEqual(await admin.hgetall('bull:orders:a'), before);
    assert.deepEqual(await idsInLists(admin, 'orders'), ['a']);
  });

  it('copies 1,500 jobs, and says which were gone', async () => {
    await jobs.wait('orders', 1_500);
    await admin.del('bull:orders:7', 'bull:orders:1200');
    const all = Array.from({ length: 1_500 }, (_, i) => i + 1);
    const { done, gone } = await copy(...all);
    assert.deepEqual([done.length, gone.map(({ text }) => text)], [1_498, ['7', '1200']]);
    assert.equal(await admin.llen('bull:mail:wait'), 1_498);
    // The oldest is the next to run.
    assert.equal(await admin.hget('bull:mail:1', 'data'), '{"n":1}');
  });

  it('copies jobs with data of megabytes a few at a time', async () => {
    const text = 'x'.repeat(3_000_000);
    await jobs.wait('orders', [text, text, text, text, text]);
    assert.equal((await copy(1, 2, 3, 4, 5)).done.length, 5);
    assert.equal(await admin.hstrlen('bull:mail:5', 'data'), 3_000_002);
  });

  it('changes nothing where it only asks', async () => {
    await jobs.wait('orders', 2);
    const outcome = await copyJobs(scope.connection(), orders, mail, ids(1, 2, 3), { isDry: true });
    assert.deepEqual(told(outcome), { done: ['1', '2'], gone: ['3'] });
    assert.deepEqual(await admin.keys('bull:mail:*'), []);
  });
});

describe('The template of a new job', () => {
  let scope: Scope;
  let jobs: BullJobs;
  onRedisWithJobs((on) => ({ scope, jobs } = on));

  it('is the newest job of the queue, in whatever state, without what belongs to it alone', async () => {
    const template = () => readTemplate(scope.connection(), orders);
    assert.equal(await template(), null);
    await jobs.fail('orders', [{ n: 'old' }], new Error('boom'));
    await jobs.wait('orders', [{ n: 'new' }], { jobId: 'mine', attempts: 2 });
    const { name, data, options } = (await template())!;
    assert.deepEqual(
      [name.toString(), data.toString(), options],
      ['__default__', '{"n":"new"}', '{"attempts":2,"delay":0}'],
    );
  });

  it('is due at once where the newest is the next run of a repeatable job', async () => {
    await jobs.queue('orders').add({ report: true }, { repeat: { every: 86_400_000 }, attempts: 3 });
    const { data, options } = (await readTemplate(scope.connection(), orders))!;
    assert.deepEqual([data.toString(), options], ['{"report":true}', '{"attempts":3}']);
  });

  for (const [options, expected] of [
    [
      '{"attempts":1.0, "backoff":{"type":"fixed","delay":1e3}}',
      '{"attempts":1.0,"backoff":{"type":"fixed","delay":1e3}}',
    ],
    ['{"jobId":"a","timestamp":1,"repeat":{"cron":"* * * * *"},"lifo":true}', '{"lifo":true}'],
    ['{"repeat":{"every":86400000},"delay":71083733,"attempts":2}', '{"attempts":2}'],
    ['{"delay":71083733}', '{"delay":71083733}'],
    ['no JSON', '{}'],
    ['[1]', '{}'],
    ['', '{}'],
  ] as const) {
    it(`has of the options ${options} what another job can have`, () => {
      assert.equal(optionsForAnother(options), expected);
    });
  }

  it('takes no JSON apart but that of an object', () => {
    assert.deepEqual(
      [...jsonMembers('{"a":[1,{"b":2}],"c":{},"d":"x"}')!],
      [
        ['a', '[1,{"b":2}]'],
        ['c', '{}'],
        ['d', '"x"'],
      ],
    );
    for (const text of ['{"a":1', '{"a":1} x', '"a"', '{"a"}', '']) assert.equal(jsonMembers(text), null, text);
  });
});
