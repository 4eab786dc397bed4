import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Job } from 'bull';
import { failureCause, type KnownCause } from '../../src/bull/causes';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';

/** What makes the texts of Bull's own errors; no part of its types. */
const bullScripts = createRequire(__filename)('bull/lib/scripts') as {
  finishedErrors(code: number, jobId: string, command: string, state: string): Error;
};

describe('The cause of a failure', () => {
  describe('of a job that Bull has failed', () => {
    let redis: RedisServer;
    let jobs: BullJobs;
    before(async () => {
      redis = await startRedis();
      jobs = new BullJobs(redis);
    });
    after(async () => {
      await jobs.close();
      await redis.stop();
    });

    const causeOf = ([job]: Job[]) => failureCause(job?.failedReason ?? assert.fail('The job has not failed'));

    it('is a missing lock, and its work was done, where it outlived its lock and then finished', async () => {
      const cause = causeOf(await jobs.failWithMissingLock('lock', 1));
      assert.deepEqual([cause?.id, cause?.alreadyFinished], ['missing-lock', true]);
    }).timeout(30_000);

    it('is a stall where nobody renewed its lock', async () => {
      assert.equal(causeOf(await jobs.failAsStalled('stall', 1))?.id, 'stalled');
    }).timeout(30_000);

    it('is the timeout where it took longer than that', async () => {
      const queue = jobs.queue('timeout');
      const job = await queue.add({}, { timeout: 20 });
      void queue.process(() => new Promise(() => undefined));
      assert.equal((await failedReason(queue, job))?.id, 'timeout');
    });

    it('is that there was no handler of its name', async () => {
      const queue = jobs.queue('names');
      const job = await queue.add('unheard-of', {});
      void queue.process('another', () => Promise.resolve());
      assert.equal((await failedReason(queue, job))?.id, 'no-handler');
    });

    it('is a closed connection where the handler met one', async () => {
      const client = redis.connect({ retryStrategy: () => null });
      client.disconnect();
      const error = await client.ping().then(
        () => assert.fail('A closed connection answers'),
        (reason: Error) => reason,
      );
      assert.equal(causeOf(await jobs.fail('closed', 1, error))?.id, 'connection-closed');
    });

    it('is not known where it is the application’s own', async () => {
      for (const reason of [
        'no order',
        '',
        'my job stalled more than allowable limit',
        'the Missing lock for job 1 finished',
      ])
        assert.equal(causeOf(await jobs.fail('own', 1, new Error(reason))), null, reason);
    });

    async function failedReason(queue: ReturnType<BullJobs['queue']>, { id }: Job): Promise<KnownCause | null> {
      const failed = await waitFor(async () => ((await queue.getJob(id))?.failedReason ? queue.getJob(id) : null));
      return failureCause(failed?.failedReason ?? '');
    }
  });

  describe('of which Bull makes the text', () => {
    const ids = ['1', 'order 7', 'two\nlines', ' finished', '日本'];
    const texts: [number, string, KnownCause['id'], boolean][] = [
      [-1, 'finished', 'missing-key', false],
      [-2, 'finished', 'missing-lock', true],
      [-2, 'failed', 'missing-lock', false],
      [-2, 'delayed', 'missing-lock', false],
      [-2, 'retry', 'missing-lock', false],
      [-6, 'finished', 'lock-mismatch', false],
    ];
    for (const [code, command, id, alreadyFinished] of texts) {
      it(`is ${id}${alreadyFinished ? ', its work being done,' : ''} for ${command} with ${code}, whatever the job is called`, () => {
        for (const jobId of ids) {
          const { message } = bullScripts.finishedErrors(code, jobId, command, 'active');
          const cause = failureCause(message);
          assert.deepEqual([cause?.id, cause?.alreadyFinished], [id, alreadyFinished], message);
        }
      });
    }
  });
});
