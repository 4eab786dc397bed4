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
    const asksOfCard = args.some((arg) => arg.startsWith('card '));
    const note = 'card is hidden by bullLens.hiddenFields: nothing is compared with it.\n';
    assert.equal(stderr, asksOfCard ? note : '');
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

  it('find: the jobs that are asked for, as a table, as JSON, and whole', async () => {
    await on.jobs.wait('mail', [{ orderId: 42 }]);
    const table = await run('find', 'orderId = 42');
    assert.match(table, /^queue +state +job +name +data +reason\norders +failed +1 .* declined\nmail +waiting +1 /);
    assert.match(await run('find', 'orderId = 42', '--queue', 'mail'), /^queue +state +job +name +reason\nmail /);
    const json = JSON.parse(await run('find', 'orderId = 42', '--queue', 'mail', '--format', 'json')) as object[];
    assert.deepEqual(json.map((job) => ({ ...job, timestamp: 0 }))[0], {
      ...{ state: 'waiting', queue: 'mail', prefix: 'bull', id: '1', name: '__default__', cause: null },
      ...{ failedReason: null, attemptsMade: 0, attempts: 1, timestamp: 0, processedOn: null, finishedOn: null },
    });
    const lines = await run('find', 'id = 1', '--format', 'jsonl', '--state', 'failed');
    assert.deepEqual(
      lines
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { queue: string }).queue)
        .toSorted(),
      [...['mail', 'orders']],
    );
    assert.match(await run('find', 'orderId = 42', '--format', 'csv'), /^connection,queue,.*,data\r\nstaging,orders,/);
    assert.equal(await run('find', 'orderId = 44'), 'No such job.\n');
  });

  it('find: says what was wrong with the query', async () => {
    for (const [args, said] of [
      [['find'], 'Find what? bull-lens find "orderId = 42".'],
      [['find', 'orderId'], "'orderId' asks nothing: write a field, =, !=, >, <, or ~ for contains, and a value."],
      [['find', 'a = 1', '--state', 'lost'], '--state takes failed, active, '],
    ] as const) {
      const { stderr, exitCode } = await on.cli.run(args, on.folder, { BULL_LENS_PASSWORD: PASSWORD });
      assert.equal(exitCode, 2);
      assert.ok(stderr.startsWith(said), stderr);
    }
  });

  it('no command says what is hidden', async () => {
    const commands = [
      ['find', 'orderId = 42'],
      ['find', 'card ~ 4111'],
      ['failed'],
      ['failed', '--by-cause'],
      ['job', 'orders', '1'],
      ['status'],
    ];
    for (const command of [
      ...commands,
      ...commands.map((each) => [...each, '--format', 'json']),
      ['find', 'orderId = 42', '--format', 'csv'],
      ['find', 'orderId = 42', '--format', 'jsonl'],
    ])
      assert.ok(!(await run(...command)).includes(SECRET.slice(0, 9)), command.join(' '));
    assert.match(await run('job', 'orders', '1'), /"card": "‹hidden›"/);
  });
});
