import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { BullJobs } from '../support/bull';
import type { Ended } from '../support/cli';
import { freePort } from '../support/free-port';
import { workspaceWith } from '../e2e/support/workspace';
import { startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { cliWithRedis, PASSWORD } from './support/cli-with-redis';

interface Report {
  readonly verdict: string;
  readonly commit: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly completed: number;
  readonly failed: number;
  readonly checks: readonly { readonly check: string; readonly state: string; readonly value: number | null }[];
  readonly queues: readonly { readonly name: string; readonly completed: number; readonly causes: unknown[] }[];
  readonly unseen: readonly string[];
}

describe('bull-lens watch', function () {
  this.timeout(60_000);
  const on = cliWithRedis();

  /** Watches, with what happens once it has begun. */
  const watch = async (happening: () => Promise<unknown>, ...args: string[]): Promise<Ended> => {
    const running = on.cli.start(['watch', ...args], on.folder, { BULL_LENS_REDIS: on.redis.url, GITHUB_SHA: '' });
    await waitFor(() => running.stderr().startsWith('Watching '), { message: 'the watch to begin' });
    await happening();
    const ended = await running.ended;
    assert.ok(!ended.stdout.includes(PASSWORD) && !ended.stderr.includes(PASSWORD));
    assert.ok(!(ended.stdout + ended.stderr).includes('\u001b['), 'no colours and no moving lines in a pipe');
    return ended;
  };
  const reportOf = ({ stdout }: Ended) => JSON.parse(stdout) as Report;
  const states = ({ checks }: Report) => checks.map(({ check, state }) => `${check} ${state}`);

  it('holds where new jobs complete, whatever failed before', async () => {
    await on.jobs.fail('orders', 5, new Error('before the deployment'));
    const ended = await watch(() => on.jobs.complete('orders', 4), '--for', '6s', '--format', 'json');
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.match(ended.stderr, /^Watching 1 queue of redis \(127\.0\.0\.1:\d+\) for 6 sec\.\n$/);
    const report = reportOf(ended);
    assert.deepEqual([report.verdict, report.commit, report.completed, report.failed], ['held', null, 4, 0]);
    assert.deepEqual(states(report), [
      'failure-rate held',
      'completion held',
      'average-duration held',
      'forbidden-causes held',
    ]);
    assert.ok(report.endedAt - report.startedAt >= 5_900);
    assert.deepEqual(report.unseen, []);
  });

  it('is breached at once where jobs fail beyond chance, and says so', async () => {
    const ended = await watch(() => on.jobs.fail('orders', 3, new Error('no stock')), '--for', '1h');
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stderr, /^Breached: failure rate: 100 % of \d jobs?, at most 2 %\.$/m);
    assert.match(ended.stdout, /^Breached: \d jobs? of redis in /);
    assert.match(ended.stdout, /^breached {3}failure rate {6}100 % of \d jobs? +at most 2 %$/m);
    assert.match(ended.stdout, /^orders {2}0 {10}\d {16}\d no stock$/m);
  });

  it('is breached at once by a forbidden cause', async () => {
    const ended = await watch(
      () => on.jobs.failWithMissingLock('orders', 1),
      ...['--for', '1h', '--max-failure-rate', '100%', '--format', 'json'],
    );
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stderr, /^Breached: forbidden causes: 1 job, none of missing-lock, stalled\.$/m);
    assert.equal(reportOf(ended).verdict, 'breached');
    const allowed = await watch(
      () => on.jobs.failAsStalled('orders', 1),
      ...['--for', '6s', '--max-failure-rate', '100%', '--min-completion', '0%', '--forbid-cause', 'missing-lock'],
    );
    assert.equal(allowed.exitCode, 0, allowed.stdout);
  });

  it('is breached where nobody takes the jobs that come', async () => {
    const ended = await watch(
      () => on.jobs.wait('orders', 6),
      ...['--for', '4s', '--max-avg-duration', '500ms', '--format', 'markdown'],
    );
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stdout, /^## Breached: 0 jobs of redis in /);
    assert.match(ended.stdout, /^\| completion \| 0 % of 6 jobs \| at least 95 % \| breached \|$/m);
    assert.match(ended.stdout, /^\| orders \| 0 \| 0 \| {2}\| 6 more waiting or active than at the start \|$/m);
  });

  it('is breached by connections', async () => {
    const ended = await watch(async () => on.jobs.queue('orders').isReady(), '--for', '1h', '--max-connections', '0');
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stderr, /^Breached: connections: \d+ at once, at most 0\.$/m);
  });

  it('could not watch where nothing happened', async () => {
    const ended = await watch(async () => {}, '--for', '500ms');
    assert.equal(ended.exitCode, 2);
    assert.match(ended.stdout, /^Not known: no job finished, and none was left undone: 0 jobs of redis in /);
  });

  it('goes on where Redis restarts, says so once, and could not watch where it stays away', async () => {
    let other = await startRedis();
    const orders = new BullJobs(other);
    await orders.delay('orders', 1, 3_600_000);
    const start = (lasts: string) => {
      const args = ['watch', '--redis', other.url, '--for', lasts, '--max-avg-duration', '1s'];
      return on.cli.start([...args, '--format', 'json'], on.folder);
    };
    try {
      const running = start('1h');
      await waitFor(() => running.stderr().startsWith('Watching '));
      await orders.close();
      await other.stop();
      await waitFor(() => /^redis: /m.test(running.stderr()), { message: 'the loss to be told' });
      other = await startRedis({ port: other.port });
      const again = new BullJobs(other);
      await again.fail('orders', 3, new Error('no stock'));
      await again.close();
      const ended = await running.ended;
      assert.equal(ended.exitCode, 1, ended.stderr);
      assert.equal(ended.stderr.match(/^redis: /gm)?.length, 1);
      assert.match(ended.stderr, /^Redis answers again, and the watch goes on\.$/m);
      const report = reportOf(ended);
      assert.ok(report.failed >= 2, `${report.failed} failed`);
      assert.match(report.unseen[0] ?? '', /^The connection was lost/);

      const abandoned = start('3s');
      await waitFor(() => abandoned.stderr().startsWith('Watching '));
      await other.stop();
      const { exitCode, stdout, stderr } = await abandoned.ended;
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.match(stderr, /^redis: .*$/m);
    } finally {
      await other.stop();
    }
  });

  it('marks the commit', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: on.folder });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'first');
    const commit = git('rev-parse', 'HEAD').toString().slice(0, 12);
    const ended = await watch(() => on.jobs.complete('orders', 1), '--for', '2s', '--format', 'json');
    assert.equal(reportOf(ended).commit, commit);
    assert.match(ended.stderr, new RegExp(`for 2 sec, at commit ${commit}\\.\n`));
  });

  it('could not watch where Redis is not there, and says no part of the password', async () => {
    const url = `redis://:${PASSWORD}@127.0.0.1:${await freePort()}`;
    const { exitCode, stdout, stderr } = await on.cli.run(['watch', '--redis', url], on.folder);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /^redis: /);
    assert.doesNotMatch(stderr, /s3cret/);
  });

  it('lasts as long, and holds jobs against what, the settings of the workspace say; the command line has the last word', async () => {
    const other = workspaceWith({
      'bullLens.watch.for': '2s',
      'bullLens.watch.minCompletion': 'all',
      'bullLens.watch': { maxFailureRate: '100%', minCompletion: '0%', maxConnections: 500 },
    });
    try {
      const running = on.cli.start(
        ['watch', '--redis', on.redis.url, '--max-failure-rate', '90%', '--format', 'json'],
        other.folder,
      );
      await waitFor(() => running.stderr().startsWith('Watching '));
      assert.match(running.stderr(), / for 2 sec/);
      await on.jobs.complete('orders', 1);
      const report = JSON.parse((await running.ended).stdout) as { checks: { check: string; limit: number }[] };
      assert.deepEqual(
        report.checks.map(({ check, limit }) => [check, limit]),
        [
          ['failure-rate', 0.9],
          ['completion', 0.95],
          ['average-duration', 60_000],
          ['connections', 500],
          ['forbidden-causes', 0],
        ],
      );
    } finally {
      other.remove();
    }
  });

  it('says what was wrong with its options, in a sentence', async () => {
    const mistakes: [args: string[], said: RegExp][] = [
      [['--for', 'ever'], /^--for takes a duration such as 60s or 30m, not 'ever'\.\n$/],
      [['--max-failure-rate', 'low'], /^--max-failure-rate takes a share such as 2%, not 'low'\.\n$/],
      [['--min-completion', '101%'], /^--min-completion takes a share such as 2%, not '101%'\.\n$/],
      [['--max-connections', '-1'], /^Option '--max-connections' argument is ambiguous\.|^--max-connections takes/],
      [
        ['--forbid-cause', 'stalled,bad-luck'],
        /^--forbid-cause takes none, missing-lock, stalled, .* or [a-z-]+, not 'bad-luck'\.\n$/,
      ],
      [['--format', 'table'], /^--format takes text, json or markdown, not 'table'\.\n$/],
      [['orders'], /^watch takes no 'orders'\.\n$/],
    ];
    for (const [args, said] of mistakes) {
      const { exitCode, stderr } = await on.cli.run(['watch', ...args], on.folder, { BULL_LENS_REDIS: on.redis.url });
      assert.equal(exitCode, 2, args.join(' '));
      assert.match(stderr, said);
    }
  });
});
