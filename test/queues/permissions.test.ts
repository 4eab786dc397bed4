import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Queue as BullMQ } from 'bullmq';
import type Redis from 'ioredis';
import type { QueueRef } from '../../src/bull/keys';
import { JOB_STATES } from '../../src/bull/states';
import { ShownData } from '../../src/job-data/shown-data';
import {
  copyJobs,
  discard,
  exportJobs,
  FailureCauses,
  jobIdFromKey,
  JobSearches,
  obliterate,
  parseQuery,
  pause,
  probe,
  promote,
  QueueMonitor,
  readJob,
  readJobs,
  remove,
  resume,
  retryAsNew,
  retryEach,
  retryMany,
  surveyFailed,
  type JobId,
  type RedisConnection,
} from '../../src/queues';
import { BullJobs } from '../support/bull';
import { startRedis, type RedisServer } from '../support/redis';
import { strictScripts } from '../support/script-servers';
import { waitFor } from '../support/wait-for';
import { Scope } from './support';

const page = readFileSync('docs/permissions.md', 'utf8');
const [looking = '', retrying = '', changing = ''] = [...page.matchAll(/^ACL SETUSER bull-lens (.*)$/gm)].map(
  ([, rules]) => rules,
);
const rightsOf = (rules: string) => rules.split(' ').filter((rule) => rule.startsWith('+'));

const without = (rules: string, right: string) =>
  rules
    .split(' ')
    .filter((rule) => rule !== right)
    .join(' ');

const ref = { prefix: 'bull', name: 'orders' };
const shownData = new ShownData();
const ids = (...texts: number[]) => texts.map((text) => jobIdFromKey(`text:${text}`));

describe('docs/permissions.md', () => {
  let server: RedisServer;
  let admin: Redis;
  let scope: Scope;
  let jobs: BullJobs;

  before(async () => {
    server = await startRedis();
    admin = server.connect();
    jobs = new BullJobs(server);
    await jobs.fail('orders', 4, new Error('boom'));
    await jobs.wait('orders', 1);
    await jobs.delay('orders', 1, 3_600_000);
    const bullmq = new BullMQ('mail', { prefix: 'bull', connection: { port: server.port, host: '127.0.0.1' } });
    await bullmq.add('mail', {});
    await bullmq.close();
  });
  after(async () => {
    await jobs.close();
    await server.stop();
  });
  beforeEach(() => (scope = new Scope(server)));
  afterEach(() => scope.close());

  async function connectAs(rules: string): Promise<RedisConnection> {
    await admin.call('ACL', 'SETUSER', 'bull-lens', 'reset', ...rules.split(' '));
    await admin.call('ACL', 'LOG', 'RESET');
    return scope.connection({ username: 'bull-lens', password: 'password' });
  }

  /** What Redis has refused since `connectAs`, as it tells of it itself. */
  async function refusals(): Promise<string[]> {
    const entries = (await admin.call('ACL', 'LOG')) as (string | number)[][];
    return entries.map((entry) => String(entry[entry.indexOf('object') + 1]));
  }

  /** All that a person sees of this Redis. */
  async function look(connection: RedisConnection) {
    const { version, limits } = await probe(connection.spec);
    const monitor = new QueueMonitor(connection, { recall: () => [], remember: () => {} });
    await monitor.discover();
    await monitor.refresh();
    const { queues } = monitor;
    const rows = await Promise.all(
      queues.flatMap((queue) =>
        JOB_STATES.map((state) => connection.run((redis) => readJobs(redis, queue, state, 0, 50))),
      ),
    );
    const documents = await Promise.all(
      queues.map((queue) => connection.run((redis) => readJob(redis, queue, jobIdFromKey('text:1')))),
    );
    const groups = await Promise.all(
      queues.map(async (queue) => {
        const causes = new FailureCauses(connection, queue);
        await causes.refresh();
        return (
          causes.problem ?? causes.groups?.map(({ pattern, count, frame, names }) => ({ pattern, count, frame, names }))
        );
      }),
    );
    const searches = new JobSearches(connection, () => shownData);
    const found = await Promise.all(
      ['order = 1', 'error ~ boom', 'id = 1', 'data ~ n'].map(async (query) => {
        const search = searches.add(parseQuery(query), { queues, states: JOB_STATES });
        await search.run();
        return [search.problem, search.found];
      }),
    );
    let exported = '';
    const failed = rows[0]!.map(({ id }) => id.bytes);
    await exportJobs(connection, [{ queue: queues[0]!, state: 'failed', ids: [failed] }], {
      ...{ format: 'jsonl', shownData, signal: new AbortController().signal, onProgress: () => {} },
      write: async (text) => void (exported += text),
    });
    return { version, limits, queues, rows, documents, groups, found, exported };
  }

  describe('looking', () => {
    it('shows all there is to a user with the rights of the page, and asks for nothing that is refused', async () => {
      const all = await look(scope.connection());
      assert.deepEqual(await look(await connectAs(looking)), all);
      assert.deepEqual(await refusals(), []);
    });

    it('shows it too, by the same scripts, where these may touch only the keys that they declare', async () => {
      const all = await look(scope.connection());
      const strict = await strictScripts(server.port);
      scope.onClose(() => strict.close());
      const connection = scope.connection({ port: strict.port });
      await admin.config('RESETSTAT');
      assert.deepEqual(await look(connection), all);
      assert.equal((await surveyFailed(connection, ref)).ids.length, 4);
      assert.doesNotMatch(await admin.info('errorstats'), /errorstat_ERR/, 'no script was refused');
    });

    it('writes nothing', async () => {
      const writing = (await admin.call('ACL', 'CAT', 'write')) as string[];
      const rights = rightsOf(looking).map((right) => right.slice(1));
      assert.deepEqual(
        rights.filter((right) => writing.includes(right)),
        [],
      );
    });

    for (const right of rightsOf(looking)) {
      it(`needs ${right}`, async () => {
        await look(await connectAs(without(looking, right))).catch(() => {});
        assert.notDeepEqual(await refusals(), []);
      });
    }

    for (const [user, rules] of [
      ['may only read the keys', looking.replace('~bull:*', '%R~bull:*')],
      ['may run no scripts', `${looking} -evalsha -eval`],
    ] as const) {
      it(`shows the same to a user who ${user}`, async () => {
        const all = await look(scope.connection());
        const seen = await look(await connectAs(rules));
        assert.deepEqual({ ...seen, limits: [] }, { ...all, limits: [] });
      });
    }
  });

  describe('retrying', () => {
    it('adds to what looking needs', () => {
      assert.deepEqual(
        looking.split(' ').filter((rule) => !retrying.split(' ').includes(rule)),
        [],
      );
    });

    it('retries with the rights of the page, and asks for nothing that is refused', async () => {
      const connection = await connectAs(retrying);
      const listener = scope.queue('orders');
      const told = new Promise((resolve) => listener.on('global:waiting', resolve));
      await listener.isReady();
      await waitFor(async () => Number(await admin.pubsub('NUMPAT')) > 0);
      assert.equal((await retryEach(connection, ref, ids(1))).done.length, 1);
      assert.equal(await told, '1');
      assert.equal((await retryMany(connection, ref, ids(3))).done.length, 1);
      assert.deepEqual(await refusals(), []);
    });

    const added = rightsOf(retrying).filter((right) => !rightsOf(looking).includes(right) && right !== '+publish');
    for (const right of added) {
      it(`needs ${right}`, async () => {
        const connection = await connectAs(without(retrying, right));
        const outcomes = [await retryEach(connection, ref, ids(2)), await retryMany(connection, ref, ids(2))];
        const named = outcomes.filter(({ problem }) =>
          problem?.message.includes(`use ${right.slice(1).toUpperCase()}`),
        );
        assert.ok(named.length > 0);
        // The other one can do without, so that the job has to be put back for the next.
        await admin.multi().lrem('bull:orders:wait', 0, '2').zadd('bull:orders:failed', 1, '2').exec();
      });
    }
  });

  describe('all other actions', () => {
    const removeWaiting = (connection: RedisConnection, queue: QueueRef, jobIds: readonly JobId[]) =>
      remove(connection, queue, jobIds, { state: 'waiting' });

    const discardWaiting = (connection: RedisConnection, queue: QueueRef, jobIds: readonly JobId[]) =>
      discard(connection, queue, jobIds, { state: 'waiting' });

    /** Does all of it to a queue that is made for it, and resolves with the problems that there were. */
    async function doAll(connection: RedisConnection, name: string): Promise<string[]> {
      await jobs.delay(name, 1, 3_600_000);
      await jobs.wait(name, 2);
      const queue = { prefix: 'bull', name };
      const problems = [(await pause(connection, queue)).problem, (await resume(connection, queue)).problem];
      problems.push((await retryAsNew(connection, ref, ids(2))).problem);
      problems.push((await promote(connection, queue, ids(1))).problem);
      problems.push((await discardWaiting(connection, queue, ids(1))).problem);
      problems.push((await removeWaiting(connection, queue, ids(2))).problem);
      problems.push((await copyJobs(connection, queue, queue, ids(3))).problem);
      const doomed = { prefix: 'bull', name: `${name} doomed` };
      await jobs.wait(doomed.name, 2);
      const { problem, isWhole } = await obliterate(connection, { ref: doomed, kind: 'bull' }, { isForced: false });
      assert.equal(isWhole, problem === null);
      problems.push(problem);
      return problems.flatMap((problem) => problem?.message ?? []);
    }

    it('adds to what retrying needs', () => {
      assert.deepEqual(
        rightsOf(retrying).filter((right) => !rightsOf(changing).includes(right)),
        [],
      );
    });

    it('does all of it with the rights of the page, and asks for nothing that is refused', async () => {
      assert.deepEqual(await doAll(await connectAs(changing), 'all'), []);
      assert.deepEqual(await refusals(), []);
      const queue = jobs.queue('all');
      assert.deepEqual(
        (await queue.getWaiting()).map(({ id }) => id),
        ['3', '4'],
      );
      assert.equal(await queue.isPaused(), false);
    });

    for (const right of rightsOf(changing).filter((each) => !rightsOf(retrying).includes(each))) {
      it(`needs ${right}`, async () => {
        const problems = await doAll(await connectAs(without(changing, right)), right);
        assert.ok(problems.some((problem) => problem.includes(`use ${right.slice(1).toUpperCase()}`)));
      });
    }
  });
});
