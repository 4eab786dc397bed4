import assert from 'node:assert/strict';
import { jobId, retryEach, retryMany, type JobId } from '../../../src/queues';
import type { RedisServer } from '../../support/redis';
import { onEmptyRedis, type Scope } from '../support';

const ref = { prefix: 'bull', name: 'orders' };

describe('the retry of the jobs of one cause', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (redis, forTest) => ([server, scope] = [redis, forTest]));

  for (const [name, retry] of Object.entries({ retryEach, retryMany })) {
    it(`leaves a job as it is that has failed again since, perhaps for another cause (${name})`, async () => {
      const queue = await scope.failed('orders', ['no stock', 'no stock', 'no stock']);
      const redis = server.connect();
      const listed = await redis.zrange('bull:orders:failed', 0, -1, 'WITHSCORES');
      const failedAt = new Map<string, number>();
      const ids: JobId[] = [];
      for (let i = 0; i < listed.length; i += 2) {
        const id = jobId(Buffer.from(listed[i]!));
        ids.push(id);
        failedAt.set(id.key, Number(listed[i + 1]));
      }
      const again = ids[1]!;
      await redis.zadd('bull:orders:failed', failedAt.get(again.key)! + 1_000, again.text);

      const { done, notInState, problem } = await retry(scope.connection(), ref, ids, { failedAt, finishedToo: true });
      assert.deepEqual(
        { done: done.map(({ text }) => text).sort(), notInState: notInState.map(({ text }) => text), problem },
        {
          done: ids
            .filter((id) => id !== again)
            .map(({ text }) => text)
            .sort(),
          notInState: [again.text],
          problem: null,
        },
      );
      assert.deepEqual([await queue.getWaitingCount(), await queue.getFailedCount()], [2, 1]);
    });
  }
});
