import assert from 'node:assert/strict';
import type { Job, JobOptions } from 'bull';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('job-options', (ground) => {
  it('names that Bull does not know do nothing', async () => {
    const job = await ground.bull
      .queue('mail')
      .add({}, { job_id: 'a', retries: 5, removeOnCompleted: true } as JobOptions);
    assert.deepEqual([job.id, job.opts.attempts, job.opts.removeOnComplete], ['1', 1, undefined]);
  });

  it('a delay that is text is a number of ms where it reads as one, and no delay at all where it does not', async () => {
    const queue = ground.bull.queue('mail');
    const number = await queue.add({}, { delay: '60000' as unknown as number });
    const words = await queue.add({}, { delay: '5 minutes' as unknown as number });
    assert.deepEqual([await number.getState(), number.opts.delay], ['delayed', 60_000]);
    assert.deepEqual([await words.getState(), words.opts.delay], ['waiting', NaN]);
  });

  it('a jobId that is a number is overwritten by the job that gets it as its own', async () => {
    const queue = ground.bull.queue('mail');
    await queue.add({ from: 'jobId' }, { jobId: '3' });
    await queue.add({});
    await queue.add({ from: 'counter' });
    assert.deepEqual((await queue.getJob('3'))?.data, { from: 'counter' });
    assert.deepEqual(await ground.redis.connect().lrange('bull:mail:wait', 0, -1), ['3', '2', '3']);
  });

  it('under a groupKey the group is what follows the last colon of the id', async () => {
    const limiter = { max: 1, duration: 60_000, groupKey: 'shop' };
    const queue = ground.bull.queue('mail', { limiter });
    const job = await queue.add({ shop: 'a' }, { jobId: 'order:7' });
    assert.equal(job.id, 'order:7:a');
    void queue.process(async () => undefined);
    await waitFor(() => job.isCompleted(), { message: 'the job to complete' });
    assert.deepEqual(await ground.redis.connect().keys('bull:mail:limiter*'), ['bull:mail:limiter:a']);
  });

  it('a jobId that exists already is no new job', async () => {
    const queue = ground.bull.queue('mail');
    await queue.add({ from: 'counter' });
    await queue.add({ from: 'jobId' }, { jobId: '1' });
    assert.deepEqual((await queue.getJob('1'))?.data, { from: 'counter' });
    assert.equal(await queue.getWaitingCount(), 1);
  });

  it('repeat without cron and every is refused, also with the pattern of BullMQ', async () => {
    const queue = ground.bull.queue('mail');
    for (const repeat of [{}, { pattern: '0 3 * * *' }, { limit: 3 }]) {
      await assert.rejects(queue.add({}, { repeat } as JobOptions));
    }
    assert.deepEqual(await queue.getRepeatableJobs(), []);
  });

  describe('values of another type', () => {
    const add = (options: object): Promise<Job> => ground.bull.queue('mail').add({}, options);

    /** What a job of these options has come to when a worker had it, and the first error that the worker spoke of. */
    async function ended(options: object, handler = async (): Promise<unknown> => undefined): Promise<string> {
      const job = await add(options);
      const worker = ground.bull.queue('mail');
      const told = new Promise<string>((resolve) => {
        worker.on('completed', () => resolve('completed'));
        worker.on('failed', (failed, error) => {
          if (failed.finishedOn || failed.opts.backoff) resolve(`failed ${error.message}`);
        });
        worker.on('error', (error) => resolve(error.message));
      });
      void worker.process(handler);
      const what = await told;
      return `${what}, ${(await ground.redis.connect().exists(`bull:mail:${job.id}`)) ? await job.getState() : 'gone'}`;
    }
    const fails = (): Promise<never> => Promise.reject(new Error('no'));

    it('a priority is refused, of a job that is delayed it is none', async () => {
      for (const priority of ['high', true, { level: 1 }]) await assert.rejects(add({ priority }), /Lua redis lib/);
      assert.equal((await add({ priority: '3' })).opts.priority, '3');
      assert.equal(await (await add({ priority: 'high', delay: 60_000 })).getState(), 'delayed');
      const bulk = await ground.bull.queue('mail').addBulk([{ data: {}, opts: { priority: 'high' } as never }]);
      assert.deepEqual(
        bulk.map(({ id }) => id),
        [undefined],
      );
    });

    for (const attempts of ['three', true, {}, Infinity]) {
      it(`attempts of ${JSON.stringify(attempts)} are one`, async () => {
        assert.equal(await ended({ attempts }, fails), 'failed no, failed');
      });
    }

    for (const backoff of ['5000', 'exponential', true, { delay: 5 }]) {
      it(`a backoff of ${JSON.stringify(backoff)} leaves the job active`, async () => {
        assert.match(await ended({ attempts: 3, backoff }, fails), /^Unknown backoff strategy undefined.*, active$/);
      });
    }

    it('a backoff of an unknown type leaves the job active', async () => {
      const told = await ended({ attempts: 3, backoff: { type: 'linear', delay: 5 } }, fails);
      assert.match(told, /^Unknown backoff strategy linear.*, active$/);
    });

    it('a fixed backoff of text is appended to the time', async () => {
      assert.equal(await ended({ attempts: 3, backoff: { type: 'fixed', delay: '5' } }, fails), 'failed no, delayed');
      const [, score] = await ground.redis.connect().zrange('bull:mail:delayed', 0, 0, 'WITHSCORES');
      assert.ok(new Date(Number(score) / 4096).getFullYear() > 2500);
    });

    for (const timeout of ['5000', -1, true]) {
      it(`a timeout of ${JSON.stringify(timeout)} fails the job`, async () => {
        assert.match(await ended({ timeout }), /^failed Expected `milliseconds` to be a positive number.*, failed$/);
      });
    }

    it('text for what is kept removes the job, and null leaves it in no list', async () => {
      for (const text of ['false', '100']) {
        assert.equal(await ended({ removeOnComplete: text }), 'completed, gone');
        await ground.bull.close();
      }
      assert.equal(await ended({ removeOnComplete: null }), 'Missing lock for job 3 failed, stuck');
      await ground.bull.close();
      assert.equal(await ended({ removeOnFail: null }, fails), 'failed no, stuck');
    });

    for (const kept of [{ count: '1' }, { count: true }, { age: '1 hour' }]) {
      it(`what is kept as ${JSON.stringify(kept)} fails the script that removes`, async () => {
        assert.match(await ended({ removeOnComplete: kept }), /^Missing lock for job 1 failed, /);
      });
    }

    it('a delay that is an object is none', async () => {
      assert.equal(await (await add({ delay: { minutes: 5 } })).getState(), 'waiting');
    });

    it('text is true for lifo', async () => {
      const queue = ground.bull.queue('mail');
      await queue.add({});
      await add({ lifo: 'false' });
      assert.deepEqual(await ground.redis.connect().lrange('bull:mail:wait', 0, -1), ['1', '2']);
    });

    it('every object is one jobId', async () => {
      const jobs = [await add({ jobId: { order: 1 } }), await add({ jobId: { order: 2 } })];
      assert.deepEqual(
        jobs.map(({ id }) => id),
        ['[object Object]', '[object Object]'],
      );
      assert.equal(await ground.bull.queue('mail').getWaitingCount(), 1);
    });

    it('a repeat that is none, has both times or words for one is refused', async () => {
      for (const repeat of ['* * * * *', true, 5000, { cron: '* * * * *', every: 5000 }, { every: '5 minutes' }])
        await assert.rejects(add({ repeat }), JSON.stringify(repeat));
    });

    it('every as text is appended to the time', async () => {
      assert.ok((await add({ repeat: { every: '5000' } })).opts.delay! > 100 * 365 * 86_400_000);
    });

    it('an end or a limit that is null is over', async () => {
      for (const end of [{ endDate: null }, { limit: null }])
        assert.equal(await add({ repeat: { every: 5000, ...end } }), undefined);
    });

    it('a debounce needs an id, and a whole number for its ttl', async () => {
      for (const debounce of ['a', true]) {
        await add({ debounce });
        await add({ debounce });
      }
      assert.equal(await ground.bull.queue('mail').getWaitingCount(), 4);
      for (const ttl of ['5s', 0.5, 0]) await assert.rejects(add({ debounce: { id: 'a', ttl } }), String(ttl));
    });

    it('a timestamp in words is refused of a job that is delayed', async () => {
      await add({ timestamp: '2026-01-01' });
      await assert.rejects(add({ timestamp: '2026-01-01', delay: 5000 }));
    });
  });
});
