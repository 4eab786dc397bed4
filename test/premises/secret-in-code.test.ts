import assert from 'node:assert/strict';
import { premise } from './support/premise';

premise('secret-in-code', (ground) => {
  it('who reaches the Redis reads a job’s data as plain JSON', async () => {
    await ground.bull.wait('mail', [{ card: '4111' }]);
    assert.equal(await ground.redis.connect().hget('bull:mail:1', 'data'), '{"card":"4111"}');
  });
});
