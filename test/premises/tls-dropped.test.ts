import assert from 'node:assert/strict';
import Queue from 'bull';
import { startRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';

describe('the premise of tls-dropped', () => {
  let redis: RedisServer;
  before(async () => {
    redis = await startRedis({ tls: true });
  });
  after(() => redis.stop());

  it('a rediss:// URL gives no TLS: the server ends the connection', async () => {
    const queue = new Queue('mail', redis.url, { redis: { retryStrategy: () => null } as never });
    const errors: string[] = [];
    queue.on('error', ({ message }) => errors.push(message));
    // By the moment at which the server gives up, Node says ECONNRESET, EPIPE or that the connection is closed.
    await waitFor(() => errors.some((message) => /ECONNRESET|EPIPE|closed/.test(message)), {
      message: `the end of the connection, not ${errors.join()}`,
    });
    assert.equal((queue.client.options as { tls?: unknown }).tls, undefined);
    queue.client.disconnect();
  });

  it('with redis.tls beside it, it does', async () => {
    const queue = new Queue('mail', redis.url, { redis: { tls: { ca: redis.certificate! } } });
    assert.equal(await queue.client.ping(), 'PONG');
    await queue.close(true);
  });
});
