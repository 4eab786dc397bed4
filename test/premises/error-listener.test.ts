import assert from 'node:assert/strict';
import { premise } from './support/premise';
import { runProgram } from './support/program';

/** There is no such rule: this is why. */
premise('a rule about queues without an error listener, which is false', (ground) => {
  it('Bull listens itself, so that an unreachable Redis ends no process', async () => {
    const { code, stdout, stderr } = await runProgram(
      `const queue = new Queue('mail', { redis: { port: 1 } });
       queue.client.once('reconnecting', () => { console.log('alive'); process.exit(0); });`,
      ground.redis.port,
    );
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'alive\n', stderr: '' });
  });
});
