import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type Redis from 'ioredis';
import { ClientPool, LiveQueues, QueueMonitor, type ConnectionSpec, type RedisEndpoint } from '../../../src/queues';
import { BullJobs } from '../../support/bull';
import { waitFor } from '../../support/wait-for';
import { onEmptyRedis, QUICK, spec, type Scope } from '../support';

const [, looking = ''] = /^ACL SETUSER bull-lens (.*)$/m.exec(readFileSync('docs/permissions.md', 'utf8')) ?? [];
const [, listening = ''] =
  /^- \[Live updates\]\(live\.md\) need `(.*?)`/m.exec(readFileSync('docs/permissions.md', 'utf8')) ?? [];
const USERS = ['deaf on >pw ~* resetchannels +@all', `guest ${looking.replace('>password', '>pw')} ${listening}`];

describe('Live', function () {
  this.timeout(60_000);
  let scope: Scope;
  let jobs: BullJobs;
  let pool: ClientPool;
  let admin: Redis;
  onEmptyRedis({ users: USERS }, (server, newScope) => {
    scope = newScope;
    jobs = new BullJobs(server);
    pool = new ClientPool(QUICK);
    admin = server.connect();
    scope.onClose(() => jobs.close());
    scope.onClose(() => pool.dispose());
  });

  /** What a window does: it knows the queues that are there, listens, and counts those anew that it is told of. */
  const follow = async (changes: Partial<ConnectionSpec & RedisEndpoint> = {}) => {
    const connection = pool.connection(spec(scope.server, changes));
    const monitor = new QueueMonitor(connection, { recall: () => [], remember: () => {} });
    await monitor.discover();
    const live = new LiveQueues(connection, monitor, pool);
    scope.onClose(() => live.dispose());
    const readings: number[] = [];
    const start = () =>
      live.start(async (known, unknown) => {
        readings.push(performance.now());
        await monitor.refreshQueues(known);
        await monitor.addTold(unknown);
      });
    await start();
    const countsOf = (name: string) => monitor.find('bull', name)?.snapshot?.counts;
    const until = (what: string, condition: () => boolean | undefined) => waitFor(condition, { message: what });
    return { live, monitor, readings, start, countsOf, until, connection };
  };
  const listeners = async () => {
    const list = String(await admin.client('LIST'));
    return list.split('\n').filter((line) => / name=bull-lens /.test(line) && !/ psub=0 /.test(line)).length;
  };

  describe('counts a queue anew', () => {
    const happenings: Record<string, [(mail: ReturnType<BullJobs['queue']>) => Promise<unknown>, string]> = {
      'when a job is added': [(mail) => mail.add({}), 'waiting'],
      'when a job is delayed': [(mail) => mail.add({}, { delay: 3_600_000 }), 'delayed'],
      'when a job completes': [() => jobs.complete('mail', 2), 'completed'],
      'when a job fails': [() => jobs.fail('mail', 2, new Error('no address')), 'failed'],
      'when a job is taken': [() => jobs.activate('mail', 1), 'active'],
      'when a job stalls': [() => jobs.failAsStalled('mail', 1), 'failed'],
      'when it is paused': [(mail) => mail.pause(), 'paused'],
    };
    for (const [title, [happen, state]] of Object.entries(happenings)) {
      it(title, async () => {
        const mail = jobs.queue('mail');
        await jobs.delay('mail', 1, 3_600_000);
        if (state === 'paused') await mail.add({});
        const { countsOf, until } = await follow();
        const before = countsOf('mail');
        await happen(mail);
        await until(state, () => {
          const now = countsOf('mail') as Record<string, number> | undefined;
          return now && now[state]! > ((before as Record<string, number> | undefined)?.[state] ?? 0);
        });
      });
    }

    it('when a failed job is retried, and when a delayed one is promoted', async () => {
      const [failed] = await jobs.fail('mail', 1, new Error('no address'));
      const [delayed] = await jobs.delay('later', 1, 3_600_000);
      const { countsOf, until } = await follow();
      await (await jobs.queue('mail').getJob(failed!.id))?.retry();
      await (await jobs.queue('later').getJob(delayed!.id))?.promote();
      await until('both to wait', () => countsOf('mail')?.waiting === 1 && countsOf('later')?.waiting === 1);
    });
  });

  it('shows a queue that was not there', async () => {
    const { monitor, until } = await follow();
    await jobs.wait('new: one', 1);
    await until('the queue', () => monitor.find('bull', 'new: one')?.snapshot?.counts.waiting === 1);
  });

  it('shows only the queues that the connection names', async () => {
    await jobs.wait('mail', 1);
    const { monitor, until, readings } = await follow({ queues: ['mail'] });
    await jobs.wait('other', 1);
    await jobs.wait('mail', 1);
    await until('mail', () => monitor.find('bull', 'mail')?.snapshot?.counts.waiting === 2);
    assert.deepEqual(
      monitor.queues.map(({ ref }) => ref.name),
      ['mail'],
    );
    assert.equal(readings.length, 1);
  });

  it('reads once for all that happens within a moment, and at most once a second while it goes on', async () => {
    await jobs.wait('mail', 1);
    const { countsOf, until, readings } = await follow();
    const start = performance.now();
    let added = 1;
    const mail = jobs.queue('mail');
    while (performance.now() - start < 3_000) {
      await mail.addBulk(Array.from({ length: 200 }, () => ({ data: {} })));
      added += 200;
    }
    await until('all of them', () => countsOf('mail')?.waiting === added);
    const seconds = (performance.now() - start) / 1_000;
    assert.ok(readings.length >= 2 && readings.length <= seconds + 1, `${readings.length} in ${seconds} s`);
    const pauses = readings.slice(1).map((time, i) => time - readings[i]!);
    assert.ok(Math.min(...pauses) >= 990, `${pauses.join(', ')} ms`);
  });

  it('rests the longer the more commands a reading takes', async () => {
    await jobs.wait('mail', 1);
    const { live, connection, until } = await follow();
    live.stop();
    const times: number[] = [];
    await live.start(async () => {
      times.push(performance.now());
      await connection.run((redis) => Promise.all(Array.from({ length: 6 }, () => redis.ping())));
    });
    await jobs.wait('mail', 1);
    await until('the first reading', () => times.length === 1);
    await jobs.wait('mail', 1);
    await until('the second', () => times.length === 2);
    assert.ok(times[1]! - times[0]! > 1_500, `${times[1]! - times[0]!} ms`);
  });

  it('is one socket more for all connections to one Redis, in whatever database, and none once nobody listens', async () => {
    await jobs.wait('mail', 1);
    const [first, second, third] = [
      await follow({ name: 'first' }),
      await follow({ name: 'second', prefixes: ['other'] }),
      await follow({ name: 'third', database: 3 }),
    ];
    assert.equal(await listeners(), 1);
    first.live.stop();
    third.live.stop();
    await waitFor(async () => Number(await admin.pubsub('NUMPAT')) === 1, {
      message: 'only the pattern of the second',
    });
    second.live.stop();
    await waitFor(async () => (await listeners()) === 0, { message: 'no listener' });
    await second.start();
    assert.equal(await listeners(), 1);
  });

  it('is another socket for another user', async () => {
    await follow({ name: 'first' });
    await follow({ name: 'second', username: 'guest', password: 'pw' });
    assert.equal(await listeners(), 2);
  });

  it('hears nothing once it is stopped, also while it was about to listen', async () => {
    await jobs.wait('mail', 1);
    const { live, start, readings } = await follow();
    live.stop();
    const starting = start();
    live.stop();
    await starting;
    await jobs.complete('mail', 1);
    await waitFor(async () => (await listeners()) === 0, { message: 'no listener' });
    assert.deepEqual(readings, []);
    assert.ok(!live.isListening);
  });

  it('listens again where its socket was lost', async () => {
    await jobs.wait('mail', 1);
    const { live, countsOf, until } = await follow();
    assert.ok(live.isListening);
    const told: boolean[] = [];
    live.onDidChange(() => told.push(live.isListening));
    await admin.client('KILL', 'TYPE', 'pubsub');
    await until('it to listen again', () => told.length === 2);
    assert.deepEqual(told, [false, true]);
    await jobs.wait('mail', 1);
    await until('the job', () => countsOf('mail')?.waiting === 2);
  });

  it('says why where Redis does not let it listen', async () => {
    const { live } = await follow({ username: 'deaf', password: 'pw' });
    assert.ok(!live.isListening);
    assert.match(live.problem?.message ?? '', /^staging: .* the ACL user deaf /);
    const sockets = async () => String(await admin.client('LIST')).match(/ name=bull-lens /g)?.length;
    await waitFor(async () => (await sockets()) === 1, { message: 'the socket that hears nothing to be closed' });
  });

  it('needs no more rights than docs/permissions.md says', async () => {
    await jobs.wait('mail', 1);
    const { live, countsOf, until } = await follow({ username: 'guest', password: 'pw' });
    assert.equal(live.problem, null);
    await jobs.wait('mail', 1);
    await until('the job', () => countsOf('mail')?.waiting === 2);
  });

  it('takes no harm from what anybody publishes', async () => {
    await jobs.wait('mail', 1);
    const { countsOf, until, monitor } = await follow();
    for (const channel of ['bull:', 'bull:mail', 'bull::failed', 'bull:nothing:failed', 'bull:mail:removed']) {
      await admin.publish(channel, '{');
      await admin.publish(Buffer.concat([Buffer.from(channel), Buffer.of(0xff, 0)]), Buffer.of(0xff));
    }
    await jobs.wait('mail', 1);
    await until('the job', () => countsOf('mail')?.waiting === 2);
    assert.deepEqual(
      monitor.queues.map(({ ref }) => ref.name),
      ['mail'],
    );
  });
});
