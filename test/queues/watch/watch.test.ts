import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Queue as BullMQ, Worker as BullMQWorker } from 'bullmq';
import { ClientPool, QueueMonitor, Watch, type Observations } from '../../../src/queues';
import { BullJobs } from '../../support/bull';
import type { RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { onEmptyRedis, QUICK, type Scope } from '../support';

const [, looking = ''] = /^ACL SETUSER bull-lens (.*)$/m.exec(readFileSync('docs/permissions.md', 'utf8')) ?? [];
const USERS = [
  'deaf on >pw ~* resetchannels +@all',
  `guest ${looking.replace('>password', '>pw')} resetchannels &bull:* +psubscribe -info`,
];

describe('a watch', function () {
  this.timeout(60_000);
  let server: RedisServer;
  let scope: Scope;
  let jobs: BullJobs;
  onEmptyRedis({ users: USERS }, (newServer, newScope) => {
    [server, scope] = [newServer, newScope];
    jobs = new BullJobs(server);
    scope.onClose(() => jobs.close());
  });

  const begin = async (changes: Parameters<Scope['connection']>[0] = {}, patience = 0) => {
    const connection = scope.connection(changes, QUICK);
    const monitor = new QueueMonitor(connection, { recall: () => [], remember: () => {} });
    await monitor.discover();
    const watch = new Watch(connection, { patience }, new ClientPool(QUICK));
    scope.onClose(() => watch.dispose());
    await watch.begin(monitor.queues);
    return watch;
  };
  /** Looks until so many jobs have finished. */
  const untilFinished = (watch: Watch, finished: number) =>
    waitFor(
      async () => {
        await watch.look();
        const { queues } = watch.observations;
        return queues.reduce((sum, { completed, failed }) => sum + completed + failed, 0) >= finished && queues;
      },
      { message: `${finished} jobs to be seen` },
    );
  const numbers = (queues: Observations['queues']) =>
    queues.map(({ ref, completed, failed }) => [ref.name, completed, failed]);

  it('counts what finishes after its start, and nothing from before', async () => {
    await jobs.complete('mail', 3);
    await jobs.fail('mail', 2, new Error('before'));
    const watch = await begin();
    await jobs.complete('mail', 5);
    await jobs.fail('mail', 1, new Error('no address'));
    const queues = await untilFinished(watch, 6);
    assert.deepEqual(numbers(queues), [['mail', 5, 1]]);
    assert.deepEqual(
      queues[0]?.causes.map(({ pattern, count }) => [pattern, count]),
      [['no address', 1]],
    );
    assert.equal(queues[0]?.duration.jobs, 5);
    assert.deepEqual(watch.observations.unseen, []);
  });

  it('counts a job once, however often it looks', async () => {
    await jobs.wait('mail', 1);
    const watch = await begin();
    await jobs.complete('mail', 20);
    await untilFinished(watch, 21);
    for (let look = 0; look < 3; look++) await watch.look();
    assert.deepEqual(numbers(watch.observations.queues), [['mail', 21, 0]]);
  });

  it('counts jobs that are removed as they finish, with their reason, and says that their duration is not known', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin();
    const worker = jobs.queue('mail', { defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
    void worker.process(async ({ data }: { data: { ok: boolean } }) => {
      if (!data.ok) throw new Error('connect ECONNREFUSED 10.0.0.1:5432');
    });
    await worker.addBulk([true, true, true, false].map((ok) => ({ data: { ok } })));
    const queues = await untilFinished(watch, 4);
    assert.deepEqual(numbers(queues), [['mail', 3, 1]]);
    assert.equal(queues[0]?.causes[0]?.cause?.id, 'connection-refused');
    assert.deepEqual(watch.observations.unseen, [
      'How long 3 of the completed jobs took is not known: they were removed as they completed.',
    ]);
    assert.deepEqual([await worker.getCompletedCount(), await worker.getFailedCount()], [0, 0]);
  });

  it('counts a job that its queue keeps for a moment only, once', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin();
    const worker = jobs.queue('mail', { defaultJobOptions: { removeOnComplete: 1 } });
    void worker.process(async () => {});
    for (let job = 1; job <= 15; job++) {
      const completed = once(worker, 'completed');
      await worker.add({ job });
      await completed;
      await watch.look();
    }
    assert.deepEqual(numbers(await untilFinished(watch, 15)), [['mail', 15, 0]]);
    await watch.look();
    assert.deepEqual(numbers(watch.observations.queues), [['mail', 15, 0]]);
  });

  it('counts each run of a custom id that is used again', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin();
    const worker = jobs.queue('mail', { defaultJobOptions: { removeOnComplete: true } });
    void worker.process(async () => {});
    for (let run = 0; run < 3; run++) {
      const completed = once(worker, 'completed');
      await worker.add({}, { jobId: 'daily' });
      await completed;
    }
    assert.deepEqual(numbers(await untilFinished(watch, 3)), [['mail', 3, 0]]);
  });

  it('counts attempts that are tried again for nothing', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin();
    await jobs.fail('mail', 1, new Error('busy'), { attempts: 3 });
    assert.deepEqual(numbers(await untilFinished(watch, 1)), [['mail', 0, 1]]);
  });

  it('tells a Missing lock, that is written over the reason of a job which had stalled', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin();
    const told: string[] = [];
    watch.onDidFail(() => void told.push('a job failed'));
    await jobs.failWithMissingLock('mail', 1);
    const [mail] = await untilFinished(watch, 1);
    assert.deepEqual(
      mail?.causes.map(({ cause, count }) => [cause?.id, count]),
      [['missing-lock', 1]],
    );
    await waitFor(() => told.length > 0, { message: 'the failure to be told' });
    assert.deepEqual(told, ['a job failed']);
  });

  it('follows a queue that comes after its start', async () => {
    const watch = await begin();
    await jobs.fail('new-queue', 2, new Error('no'));
    await jobs.complete('new-queue', 1);
    assert.deepEqual(numbers(await untilFinished(watch, 3)), [['new-queue', 1, 2]]);
  });

  it('misses the jobs of a queue that comes after its start, and that nobody takes', async () => {
    const watch = await begin();
    await jobs.wait('new-queue', 3);
    await watch.look();
    await waitFor(async () => {
      await watch.look();
      return watch.observations.standing === 3;
    });
  });

  it('misses the jobs that nobody takes, beyond those that waited at the start', async () => {
    await jobs.wait('mail', 4);
    const watch = await begin();
    await watch.look();
    assert.equal(watch.observations.standing, 0);
    await jobs.wait('mail', 3);
    await watch.look();
    await watch.look();
    assert.equal(watch.observations.standing, 3);
    await jobs.complete('mail', 1);
    await untilFinished(watch, 8);
    await watch.look();
    assert.equal(watch.observations.standing, 0);
    const patient = await begin({}, 3_600_000);
    await jobs.wait('mail', 3);
    await patient.look();
    assert.equal(patient.observations.standing, null, 'not for so long');
  });

  it('says what it could not see where Redis does not let it listen', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin({ username: 'deaf', password: 'pw' });
    await jobs.complete('mail', 2);
    assert.deepEqual(numbers(await untilFinished(watch, 2)), [['mail', 2, 0]]);
    const [said, ...more] = watch.observations.unseen;
    assert.match(said ?? '', /^Jobs that were removed as they finished were not seen: .*PSUBSCRIBE/);
    assert.deepEqual(more, []);
    assert.doesNotMatch(said ?? '', /pw/);
  });

  it('goes on where the socket was lost, and says that it was', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin();
    await server.connect().call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await waitFor(() => watch.observations.unseen.length > 0);
    await jobs.complete('mail', 2);
    assert.deepEqual(numbers(await untilFinished(watch, 2)), [['mail', 2, 0]]);
    assert.match(watch.observations.unseen.join(), /^The connection was lost/);
  });

  it('counts connections, without its own', async () => {
    const before = server.connect();
    const clients = async () => Number(/connected_clients:(\d+)/.exec(await before.info('clients'))?.[1]);
    await waitFor(async () => (await clients()) > 0);
    const there = await clients();
    const watch = await begin();
    assert.equal(watch.observations.connections, there);
    await server.connect().ping();
    await watch.look();
    assert.equal(watch.observations.connections, there + 1);
  });

  it('needs no more rights than docs/permissions.md says, and INFO only to count connections', async () => {
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    const watch = await begin({ username: 'guest', password: 'pw' });
    const worker = jobs.queue('mail', { defaultJobOptions: { removeOnFail: true } });
    void worker.process(() => Promise.reject(new Error('no')));
    await worker.add({});
    assert.deepEqual(numbers(await untilFinished(watch, 1)), [['mail', 0, 1]]);
    assert.deepEqual([watch.observations.connections, watch.observations.unseen], [null, []]);
  });

  it('counts the jobs of a BullMQ queue by what is kept of them, and says so', async () => {
    const queue = new BullMQ('video', { connection: { port: server.port } });
    scope.onClose(() => queue.close());
    await queue.add('warm-up', {}, { delay: 3_600_000 });
    const watch = await begin();
    const worker = new BullMQWorker('video', async () => {}, { connection: { port: server.port } });
    scope.onClose(() => worker.close(true));
    await queue.addBulk([
      { name: 'cut', data: {} },
      { name: 'cut', data: {} },
    ]);
    assert.deepEqual(numbers(await untilFinished(watch, 2)), [['video', 2, 0]]);
    assert.match(watch.observations.unseen.join(), /^BullMQ tells nobody/);
  });
});
