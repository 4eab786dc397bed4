import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { PATTERN_VERSION } from '../../src/queues/causes/pattern';
import type { Ended } from '../support/cli';
import { freePort } from '../support/free-port';
import { startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { workspaceWith } from '../e2e/support/workspace';
import { cliWithRedis, PASSWORD } from './support/cli-with-redis';

describe('the queues in a terminal', function () {
  this.timeout(60_000);
  const on = cliWithRedis(({ port }) => ({
    'bullLens.connections': [
      { name: 'staging', url: `redis://127.0.0.1:${port}` },
      { name: 'looked at', url: `redis://127.0.0.1:${port}`, readOnly: true },
    ],
  }));

  const run = async (...args: string[]): Promise<Ended> => {
    const ended = await on.cli.run(args, on.folder, { BULL_LENS_REDIS: on.redis.url });
    assert.ok(!ended.stdout.includes(PASSWORD) && !ended.stderr.includes(PASSWORD));
    assert.ok(!ended.stdout.includes('\u001b['), 'no colours in a pipe');
    return ended;
  };
  const json = async (...args: string[]) => {
    const ended = await run(...args, '--format', 'json');
    assert.equal(ended.exitCode, 0, ended.stderr);
    return JSON.parse(ended.stdout) as unknown;
  };
  const failingQueues = async () => {
    await on.jobs.fail('orders', 3, new Error('Order 81 not found'));
    await on.jobs.fail('orders', 2, new Error('connect ECONNREFUSED 10.0.0.1:5432'));
    await on.jobs.wait('mail', 4);
  };

  it('status: every queue with its counts and causes', async () => {
    await failingQueues();
    assert.deepEqual(await json('status'), [
      {
        ...{ name: 'orders', prefix: 'bull', library: 'bull', isPaused: false },
        counts: { failed: 5, active: 0, waiting: 0, delayed: 0, completed: 0, paused: 0, priority: 0 },
        causes: [
          { cause: null, pattern: 'Order ‹number› not found', count: 3 },
          { cause: 'connection-refused', pattern: 'connect ECONNREFUSED ‹host›:5432', count: 2 },
        ],
      },
      {
        ...{ name: 'mail', prefix: 'bull', library: 'bull', isPaused: false },
        counts: { failed: 0, active: 0, waiting: 4, delayed: 0, completed: 0, paused: 0, priority: 0 },
        causes: [],
      },
    ]);
    const { stdout, exitCode } = await run('status');
    assert.equal(exitCode, 0);
    assert.deepEqual(stdout.split('\n'), [
      'queue   failed  waiting',
      'orders  5       0        3 Order ‹number› not found, 2 connect ECONNREFUSED ‹host›:5432',
      'mail    0       4',
      '',
    ]);
  });

  it('status: names the first causes of a queue, and says how many others there are', async () => {
    for (const [i, cause] of ['a', 'b', 'c', 'd', `${'long '.repeat(20)}story`].entries()) {
      await on.jobs.fail('orders', i + 1, new Error(`no ${cause}`));
    }
    const [, orders] = (await run('status')).stdout.split('\n');
    assert.equal(orders, `orders  15      5 no ${'long '.repeat(11)}…, 4 no d, 3 no c, 2 other causes`);
  });

  it('says nothing that a terminal would do, whatever jobs say', async () => {
    const said = 'no\u0000 \u001b[31mstock\u001b[39m \u009b31mhere\u202e\u2028';
    await on.jobs.fail('orders', [{ said }], new Error(said));
    const commands = [['failed'], ['failed', '--by-cause'], ['failed', '--format', 'json'], ['job', 'orders', '1']];
    for (const command of commands) {
      const { stdout } = await run(...command);
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u, command.join(' '));
    }
    const [job] = (await json('failed')) as [{ failedReason: string }];
    assert.equal(job.failedReason, said);
  });

  it('tells queues of one name apart by their prefixes', async () => {
    await on.jobs.fail('mail', 1, new Error('no stock'));
    await on.redis.connect().lpush('shop:mail:wait', '1');
    await on.redis.connect().set('shop:mail:id', '1');
    const both = ['--prefix', 'bull', '--prefix', 'shop'];
    assert.match((await run('status', ...both)).stdout, /^bull:mail +1 .*\nshop:mail +0 /m);
    assert.match((await run('failed', ...both)).stdout, /^mail +1 .* no stock$/m);
    assert.match((await run('failed', '--by-cause', ...both)).stdout, /^mail: 1 failed$/m);
  });

  it('says once how many jobs are gone, and why', async () => {
    await failingQueues();
    await on.redis.connect().del('bull:orders:1', 'bull:orders:4');
    const gone = '2 of 5 are gone (no data in Redis)';
    const { stdout } = await run('failed');
    assert.ok(stdout.endsWith(` ${gone}\n`), stdout);
    assert.equal(stdout.split('\n').length, 1 + 3 + 1 + 1, 'a heading, the others, and this');
    assert.ok((await run('failed', '--by-cause')).stdout.endsWith(`\n  ${gone}\n`));
  });

  it('says that it sees one node of a cluster, or cannot count, and why', async () => {
    const node = await startRedis({ args: ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())] });
    const seen = await on.cli.run(['status', '--redis', node.url], on.folder);
    await node.stop();
    assert.match(seen.stderr, /^redis: It is one node of a Redis Cluster: only the queues of this node are shown\./);
    await failingQueues();
    await on.redis.connect().call('ACL', 'SETUSER', 'bob', 'on', '>pw', '~*', '+@all', '-zcard');
    const bob = await on.cli.run(['status', '--redis', `redis://bob:pw@127.0.0.1:${on.redis.port}`], on.folder);
    assert.deepEqual([bob.exitCode, seen.exitCode], [0, 0]);
    assert.match(bob.stdout, /\?/);
    assert.match(bob.stderr, /^redis: Redis does not let the ACL user bob use /);
  });

  it('failed --by-cause: each group with all of its jobs', async () => {
    await failingQueues();
    const start = Date.now() - 60_000;
    const groups = (await json('failed', '--queue', 'orders', '--by-cause')) as Record<string, unknown>[];
    for (const { firstSeen, lastSeen } of groups) {
      assert.ok(Number(firstSeen) > start && Number(lastSeen) >= Number(firstSeen) && Number(lastSeen) <= Date.now());
    }
    assert.ok(groups.every(({ patternVersion }) => patternVersion === PATTERN_VERSION));
    const said = groups.map(({ cause, pattern, count, retrySafe, jobIds }) => [
      ...[cause, pattern, count, retrySafe],
      (jobIds as string[]).toSorted(),
    ]);
    assert.deepEqual(said, [
      [null, 'Order ‹number› not found', 3, null, ['1', '2', '3']],
      ['connection-refused', 'connect ECONNREFUSED ‹host›:5432', 2, null, ['4', '5']],
    ]);
    const { stdout } = await run('failed', '--by-cause');
    assert.match(stdout, /^orders: 5 failed\n {2}3 {2}Order ‹number› not found\n/);
    assert.match(stdout, /2 of 5 failed jobs \(40 %\), since .*\. Nothing listened/);
    assert.match(stdout, /--cause connection-refused/);
  });

  it('failed --by-cause: says what --cause takes for just the one group, as a shell takes it', async () => {
    await on.jobs.fail('orders', 3, new Error('connect ECONNREFUSED 10.0.0.1:5432'));
    await on.jobs.fail('orders', 2, new Error('connect ECONNREFUSED 10.0.0.1:6379'));
    await on.jobs.fail('orders', 1, new Error("don't call `whoami` or $(whoami)"));
    const { stdout } = await run('failed', '--by-cause');
    const causes = [...stdout.matchAll(/--cause (.*)$/gm)].map(([, cause]) => cause!);
    assert.deepEqual(causes, [
      "'connect ECONNREFUSED ‹host›:5432'",
      "'connect ECONNREFUSED ‹host›:6379'",
      "'don'\\''t call `whoami` or $(whoami)'",
    ]);
    for (const [i, jobs] of [3, 2, 1].entries()) {
      const typed = execFileSync('sh', ['-c', `printf %s ${causes[i]}`], { encoding: 'utf8' });
      const plan = await json('retry', '--queue', 'orders', '--dry-run', '--cause', typed);
      assert.equal((plan as { eligible: number }).eligible, jobs);
    }
  });

  it('failed: each job, the newest first', async () => {
    await failingQueues();
    const listed = (await json('failed')) as { id: string; failedReason: string; queue: string }[];
    assert.equal(listed.length, 5);
    assert.deepEqual(listed.map(({ id }) => id).toSorted(), ['1', '2', '3', '4', '5']);
    assert.match((await run('failed', '--queue', 'orders')).stdout, /^queue {3}job {2}name {9}failed {4}reason\n/);
    await on.redis.connect().flushall();
    assert.deepEqual(await json('failed'), []);
    assert.equal((await run('failed', '--by-cause')).stdout, 'No failed jobs.\n');
  });

  it('failed: each job once, while others fail and are removed', async () => {
    const queue = on.jobs.queue('orders');
    void queue.process(50, () => Promise.reject(new Error('no stock')));
    const add = (jobs: number) => queue.addBulk(Array.from({ length: jobs }, () => ({ data: {} })));
    const first = (await add(1_100)).map(({ id }) => String(id));
    await waitFor(async () => (await queue.getFailedCount()) === 1_100, { timeout: 20_000, message: 'the failures' });
    let isListing = true;
    const changes = (async () => {
      while (isListing) {
        await add(20);
        for (const job of await queue.getFailed(300, 304)) await job?.remove();
      }
    })();
    const listed = ((await json('failed')) as { id: string; name: string | null }[]).map(({ id, name }) => [id, name]);
    isListing = false;
    await changes;
    const ids = new Set(listed.map(([id]) => id));
    assert.deepEqual([listed.length, listed.filter(([, name]) => name === null)], [ids.size, []]);
    const left = new Set((await queue.getFailed(0, -1)).map((job) => String(job?.id)));
    assert.deepEqual(
      first.filter((id) => left.has(id) && !ids.has(id)),
      [],
    );
  });

  it('job: all that Redis holds of it', async () => {
    await failingQueues();
    const { stdout, exitCode } = await run('job', 'orders', '4');
    assert.equal(exitCode, 0);
    assert.match(stdout, /"failedReason": "connect ECONNREFUSED 10\.0\.0\.1:5432"/);
    const missing = await run('job', 'orders', '99');
    assert.deepEqual([missing.exitCode, missing.stderr], [2, "orders has no job '99'.\n"]);
  });

  it('retry: counts first, asks somebody, and does it with --yes', async () => {
    await failingQueues();
    const queue = on.jobs.queue('orders');
    const planned = await run('retry', '--queue', 'orders', '--dry-run');
    assert.deepEqual([planned.exitCode, planned.stdout], [0, 'Would retry 5 failed jobs of orders on redis.\n']);
    const refused = await run('retry', '--queue', 'orders');
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /Nobody is there to be asked: --yes retries without asking\.\n$/);
    assert.equal(await queue.getFailedCount(), 5);

    const done = await run('retry', '--queue', 'orders', '--cause', 'connection-refused', '--yes');
    assert.deepEqual([done.exitCode, done.stdout], [0, 'Retried 2 jobs.\n']);
    assert.match(done.stderr, /^Do not retry yet\. See that the server is up/);
    assert.deepEqual([await queue.getFailedCount(), await queue.getWaitingCount()], [3, 2]);
    const { retried } = (await json('retry', '--queue', 'orders', '--cause', 'Order ‹number› not found', '--yes')) as {
      retried: string[];
    };
    assert.deepEqual(retried.toSorted(), ['1', '2', '3']);
    const none = await run('retry', '--queue', 'orders', '--cause', 'stalled', '--yes');
    assert.deepEqual([none.exitCode, none.stderr], [2, "No failed job of orders has the cause 'stalled'.\n"]);
  });

  it('retry: is stopped with Ctrl+C, and tells what became of each job all the same', async () => {
    await on.jobs.fail('orders', 30, new Error('no stock'));
    const queue = on.jobs.queue('orders');
    const args = ['retry', '--queue', 'orders', '--rate', '2/s', '--yes', '--format', 'json'];
    const running = on.cli.start(args, on.folder, { BULL_LENS_REDIS: on.redis.url });
    await waitFor(async () => (await queue.getWaitingCount()) > 0, { timeout: 20_000, message: 'the first job' });
    running.interrupt();
    const { exitCode, stdout } = await running.ended;
    const { asked, retried, unsent } = JSON.parse(stdout) as { asked: number; retried: string[]; unsent: string[] };
    assert.deepEqual([exitCode, asked, retried.length + unsent.length], [1, 30, 30]);
    assert.ok(unsent.length > 0);
    assert.deepEqual([await queue.getWaitingCount(), await queue.getFailedCount()], [retried.length, unsent.length]);
  });

  it('retry: leaves jobs that had finished, and says that something was left', async () => {
    await on.jobs.failWithMissingLock('orders', 2);
    await on.jobs.fail('orders', 1, new Error('no stock'));
    const left = await run('retry', '--queue', 'orders', '--yes');
    assert.deepEqual([left.exitCode, left.stdout], [1, 'Retried 1 job.\n']);
    assert.match(left.stderr, /^2 of them had already finished \(Missing lock\)/);
    assert.match(left.stderr, /--finished-too retries them\.\n$/);
    const all = await run('retry', '--queue', 'orders', '--finished-too', '--yes');
    assert.deepEqual([all.exitCode, all.stdout], [0, 'Retried 2 jobs.\n']);
  });

  it('retry: counts those that cannot be retried before, and tells of them in the account', async () => {
    await on.jobs.fail('orders', 4, new Error('no stock'));
    await on.redis.connect().del('bull:orders:1');
    await on.redis.connect().set('bull:orders:2:lock', 'a worker');
    const plan = { queue: 'orders', prefix: 'bull', eligible: 2, finished: 0, gone: 1, locked: 1 };
    assert.deepEqual(await json('retry', '--queue', 'orders', '--dry-run'), plan);
    const { exitCode, stdout, stderr } = await run('retry', '--queue', 'orders', '--yes', '--format', 'json');
    const { asked, retried, gone, locked } = JSON.parse(stdout) as Record<string, string[]>;
    assert.deepEqual([exitCode, asked, retried?.toSorted(), gone, locked], [1, 4, ['3', '4'], ['1'], ['2']]);
    assert.match(stderr, /^1 was already gone, 1 is locked by a worker: they stay as they are\.\n/);
    const again = await run('retry', '--queue', 'orders', '--yes');
    const left = 'Retried 0 jobs. 1 was already gone, 1 is locked by a worker.\n';
    assert.deepEqual([again.exitCode, again.stdout], [1, left]);
  });

  it('finds its Redis by a connection of the workspace, with the password of the environment', async () => {
    await failingQueues();
    const named = async (name: string, ...args: string[]) => {
      const ended = await on.cli.run([...args, '--connection', name], on.folder, { BULL_LENS_PASSWORD: PASSWORD });
      assert.ok(!ended.stdout.includes(PASSWORD) && !ended.stderr.includes(PASSWORD));
      return ended;
    };
    assert.match((await named('staging', 'status')).stdout, /^queue /);
    const readOnly = await named('looked at', 'retry', '--queue', 'orders', '--yes');
    assert.deepEqual(
      [readOnly.exitCode, readOnly.stderr],
      [
        2,
        'The connection looked at is read-only, so nothing is retried there. Its readOnly is in bullLens.connections.\n',
      ],
    );
    const unknown = await named('prod', 'status');
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /There is no connection 'prod' .* there are staging, looked at\.\n$/);
  });

  it('says what is wrong with a connection of the workspace, and nothing of what stands there', async () => {
    const url = `redis://127.0.0.1:${on.redis.port}`;
    const mistakes: [connections: unknown, args: string[], said: RegExp][] = [
      [{}, [], /^connections: bullLens\.connections is .+, where it has to be a list/],
      [`redis://:${PASSWORD}@h`, [], /^connections: bullLens\.connections is a text, where it has to be a list/],
      [[{ name: 'prod' }], [], /^prod: url is missing/],
      [
        [
          { name: 'prod', url, prefix: 5 },
          { name: 'staging', url },
        ],
        ['--connection', 'prod'],
        /^prod: prefix is the number 5/,
      ],
      [[{ name: 'prod', url, tls: {} }], [], /^The connection prod: tls is only for URLs that start with rediss:/],
      [[{ name: 'prod', url: '${env:NO_SUCH}' }], [], /^The connection prod: The variable NO_SUCH is not set\./],
      [
        [{ name: 'prod', url: `redis://a:#${PASSWORD}@h` }],
        [],
        /^The connection prod: In a user or a password, write %/,
      ],
    ];
    for (const [connections, args, said] of mistakes) {
      const odd = workspaceWith({ 'bullLens.connections': connections });
      const { exitCode, stderr } = await on.cli.run(['status', ...args], odd.folder);
      odd.remove();
      assert.equal(exitCode, 2);
      assert.match(stderr, said);
      assert.ok(!stderr.includes(PASSWORD));
    }
  });

  it('changes nothing on the only connection of a workspace where that is read-only', async () => {
    await failingQueues();
    const only = workspaceWith({
      'bullLens.connections': [{ name: 'prod', url: `redis://127.0.0.1:${on.redis.port}`, readOnly: true }],
    });
    const unnamed = (...args: string[]) => on.cli.run(args, only.folder, { BULL_LENS_PASSWORD: PASSWORD });
    assert.match((await unnamed('status')).stdout, /^queue /);
    const refused = await unnamed('retry', '--queue', 'orders', '--yes');
    only.remove();
    assert.deepEqual(
      [refused.exitCode, refused.stderr],
      [2, 'The connection prod is read-only, so nothing is retried there. Its readOnly is in bullLens.connections.\n'],
    );
    assert.equal(await on.jobs.queue('orders').getFailedCount(), 5);
  });

  it('ends at once where Redis is not there, or refuses, and says no part of the password', async () => {
    const port = await freePort();
    const away = await on.cli.run(['status', '--redis', `redis://:${PASSWORD}@127.0.0.1:${port}`], on.folder);
    assert.equal(away.exitCode, 2);
    assert.match(away.stderr, /^redis: /);
    const wrong = await on.cli.run(['status', '--redis', `redis://:wr0ng@127.0.0.1:${on.redis.port}`], on.folder);
    assert.equal(wrong.exitCode, 2);
    assert.equal(
      wrong.stderr,
      'redis: Redis refused the password. Check BULL_LENS_PASSWORD or the URL, and the ACL user default.\n',
    );
    const none = await on.cli.run(['status', '--redis', `redis://127.0.0.1:${on.redis.port}`], on.folder);
    assert.deepEqual(
      [none.exitCode, none.stderr],
      [2, 'redis: Redis asks for a password: give it in BULL_LENS_PASSWORD, or in the URL.\n'],
    );
    for (const { stderr, stdout } of [away, wrong]) assert.doesNotMatch(stderr + stdout, /s3cret|wr0ng/);
  });

  it('could not run where Redis refuses to read the jobs, and says why in a sentence', async () => {
    await failingQueues();
    const rights = ['~*', '&*', '+@all', '-@scripting', '-zrevrange'];
    await on.redis.connect().call('ACL', 'SETUSER', 'ann', 'on', '>pw', ...rights);
    const env = { BULL_LENS_REDIS: on.redis.url.replace(/\/\/.*@/, '//ann:pw@') };
    for (const command of [['status'], ['failed'], ['failed', '--by-cause'], ['find', 'attempts > 0']]) {
      const { exitCode, stdout, stderr } = await on.cli.run(command, on.folder, env);
      assert.deepEqual([exitCode, stdout], [2, ''], command.join(' '));
      assert.match(stderr.trim().split('\n').at(-1) ?? '', /^redis: Redis does not let the ACL user ann use \S+ .*\.$/);
      assert.doesNotMatch(stderr, /\n\s+at |\.\./);
    }
  });

  it('says what was wrong with a command, in a sentence', async () => {
    const mistakes: [args: string[], said: RegExp][] = [
      [['retry'], /^Which queue\?/],
      [['job', 'orders'], /^Which job\?/],
      [
        ['retry', '--queue', 'orders', '--rate', 'fast'],
        /^--rate takes a number of jobs a second, such as 50\/s, not 'fast'\.$/m,
      ],
      [['failed', '--format', 'xml'], /^--format takes table or json, not 'xml'\./],
      [['failed', '--queue', 'nobody'], /^There is no queue 'nobody' under the prefix bull\./],
      [['status', '--redis', 'redis://a', '--connection', 'b'], /^Give --redis or --connection, not both\./],
      [['status', '--yes'], /^Unknown option '--yes'\./],
    ];
    for (const [args, said] of mistakes) {
      const { exitCode, stderr } = await run(...args);
      assert.equal(exitCode, 2, args.join(' '));
      assert.match(stderr, said);
    }
  });
});
