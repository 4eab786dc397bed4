import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { premise } from './support/premise';
import { runProgram } from './support/program';

premise('no-such-export', (ground) => {
  it('bull is the constructor itself, with Job and utils on it, and no Queue or default', () => {
    const bull = createRequire(import.meta.url)('bull') as Record<string, unknown>;
    assert.equal(typeof bull, 'function');
    assert.deepEqual(
      ['Job', 'utils', 'Queue', 'default'].map((name) => typeof bull[name]),
      ['function', 'object', 'undefined', 'undefined'],
    );
  });

  it('new Queue() of a destructured Queue throws', async () => {
    const { code, stderr } = await runProgram(
      `const { Queue: Q } = require('bull'); new Q('mail');`,
      ground.redis.port,
    );
    assert.equal(code, 1);
    assert.match(stderr, /Q is not a constructor/);
  });
});
