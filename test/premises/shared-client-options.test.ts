import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';
import { runProgram } from './support/program';

premise('shared-client-options', (ground) => {
  const accepted = { maxRetriesPerRequest: null, enableReadyCheck: false };
  const refused: Record<string, object> = {
    'ioredis’s defaults': {},
    'enableReadyCheck only': { maxRetriesPerRequest: null },
    'maxRetriesPerRequest only': { enableReadyCheck: false },
  };

  for (const [name, options] of Object.entries(refused)) {
    it(`a subscriber with ${name} is refused when it is needed`, async () => {
      const client = ground.redis.connect(options);
      const queue = ground.bull.queue('mail', { createClient: () => client as never });
      assert.throws(() => queue.on('global:completed', () => undefined), /enableReadyCheck or maxRetriesPerRequest/);
    });
  }

  it('a client that has neither is taken', async () => {
    const client = ground.redis.connect(accepted);
    const queue = ground.bull.queue('mail', { createClient: () => client as never });
    queue.on('global:completed', () => undefined);
  });

  it('the client itself may keep them', async () => {
    const queue = ground.bull.queue('mail', { createClient: () => ground.redis.connect() as never });
    await queue.add({});
    assert.equal(await queue.count(), 1);
  });

  it('process() with a refused bclient ends the process', async () => {
    const { code, stderr } = await runProgram(
      `const queue = new Queue('mail', { createClient: () => new Redis(PORT) });
       queue.on('error', () => {});
       queue.process(async () => {}).catch(() => {});
       setTimeout(() => process.exit(0), 5000);`,
      ground.redis.port,
    );
    assert.equal(code, 1);
    assert.match(stderr, /enableReadyCheck or maxRetriesPerRequest/);
  });

  it('what createClient is given lacks maxRetriesPerRequest', async () => {
    const given: Record<string, unknown>[] = [];
    ground.bull.queue('mail', {
      createClient: (_type, options) => {
        given.push({ ...options });
        return ground.redis.connect() as never;
      },
    });
    assert.equal(given[0]?.enableReadyCheck, false);
    assert.equal('maxRetriesPerRequest' in given[0], false);
  });

  it('a keyPrefix on the client splits the keys: lists under it, jobs not', async () => {
    const client = ground.redis.connect({ ...accepted, keyPrefix: 'acme:' });
    const queue = ground.bull.queue('mail', { createClient: () => client as never });
    await queue.add({});
    const keys = await ground.redis.connect().keys('*');
    assert.deepEqual(keys.toSorted(), ['acme:bull:mail:id', 'acme:bull:mail:wait', 'bull:mail:1']);
  });

  it('a keyPrefix in redis is Bull’s own prefix', async () => {
    const queue = ground.bull.queue('mail', {
      redis: { port: ground.redis.port, keyPrefix: 'acme' },
      prefix: undefined,
    });
    await queue.add({});
    const keys = await waitFor(() => ground.redis.connect().keys('*'));
    assert.deepEqual(keys.toSorted(), ['acme:mail:1', 'acme:mail:id', 'acme:mail:wait']);
  });
});
