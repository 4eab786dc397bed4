import assert from 'node:assert/strict';
import { cliWithRedis, PASSWORD } from './support/cli-with-redis';

const SECRET = '4111-1111-1111-1111';

describe('bull-lens: what the workspace hides of the data of jobs, and shows', () => {
  const on = cliWithRedis((redis) => ({
    'bullLens.connections': [{ name: 'staging', url: `redis://127.0.0.1:${redis.port}` }],
    'bullLens.hiddenFields': ['card'],
    'bullLens.rowFields': { 'ord*': ['orderId', 'card', 'customer'] },
  }));
  const run = async (...args: string[]) => {
    const { stdout, stderr } = await on.cli.run(args, on.folder, { BULL_LENS_PASSWORD: PASSWORD });
    assert.equal(stderr, '');
    return stdout;
  };

  beforeEach(() => {
    const data = { orderId: 42, card: SECRET, customer: { cards: [], card: { number: SECRET } } };
    return on.jobs.fail('orders', [data], new Error('declined'));
  });

  it('failed: the fields have a column', async () => {
    assert.match(await run('failed'), /^queue {3}job {2}name {9}failed {4}data +reason\n/);
    assert.match(await run('failed'), /orderId: 42 · card: ‹hidden› · customer: \{"cards":\[\],"card":"‹hidden›"\}/);
    const [job] = JSON.parse(await run('failed', '--format', 'json')) as [{ fields: unknown }];
    const customer = '{"cards":[],"card":"‹hidden›"}';
    assert.deepEqual(job.fields, { orderId: '42', card: '‹hidden›', customer });
  });

  it('no command says what is hidden', async () => {
    const commands = [['failed'], ['failed', '--by-cause'], ['job', 'orders', '1'], ['status']];
    for (const command of [...commands, ...commands.map((each) => [...each, '--format', 'json'])])
      assert.ok(!(await run(...command)).includes(SECRET.slice(0, 9)), command.join(' '));
    assert.match(await run('job', 'orders', '1'), /"card": "‹hidden›"/);
  });
});
