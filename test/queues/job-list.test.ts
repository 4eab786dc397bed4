import assert from 'node:assert/strict';
import { CauseLists, JobLists, type JobList } from '../../src/queues';
import type { RedisServer } from '../support/redis';
import { onEmptyRedis, QUICK, type Scope } from './support';

const mail = { ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' } as const;
const ids = (list: JobList) => list.rows?.map(({ id }) => id.text);

describe('JobLists', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  const listsOf = () => {
    const connection = scope.connection({}, QUICK);
    return { connection, lists: new JobLists(connection, new CauseLists(connection)) };
  };

  it('reads a page, and a page more each time', async () => {
    await scope.queue('mail').addBulk(Array.from({ length: 120 }, () => ({ data: {} })));
    const list = listsOf().lists.open(mail, 'waiting');
    assert.equal(ids(list), undefined);
    const sizes: [number | undefined, boolean][] = [];
    for (let page = 0; page < 3; page++) {
      await list.read();
      sizes.push([list.rows?.length, list.isFull]);
      list.showMore();
    }
    assert.deepEqual(sizes, [
      [50, true],
      [100, true],
      [120, false],
    ]);
  });

  it('keeps the very rows where nothing has changed', async () => {
    const queue = scope.queue('mail');
    await queue.add({});
    const list = listsOf().lists.open(mail, 'waiting');
    await list.read();
    const { rows } = list;
    await list.read();
    assert.equal(list.rows, rows);
    await queue.add({});
    await list.read();
    assert.deepEqual(ids(list), ['1', '2']);
  });

  it('has the newest answer, where one that was asked for before comes later', async () => {
    await scope.queue('mail').addBulk(Array.from({ length: 60 }, () => ({ data: {} })));
    const { connection, lists } = listsOf();
    const list = lists.open(mail, 'waiting');
    const run = connection.run.bind(connection);
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    connection.run = async (use) => {
      connection.run = run;
      const answer = await run(use);
      await held;
      return answer;
    };
    const slow = list.read();
    list.showMore();
    await list.read();
    assert.equal(list.rows?.length, 60);
    release();
    await slow;
    assert.equal(list.rows?.length, 60);
  });

  it('is one list for each queue and state, until it is closed', async () => {
    const { lists } = listsOf();
    const list = lists.open(mail, 'waiting');
    assert.equal(lists.open(mail, 'waiting'), list);
    assert.notEqual(lists.open(mail, 'failed'), list);
    assert.notEqual(lists.open({ ...mail, ref: { prefix: 'bull', name: 'other' } }, 'waiting'), list);
    lists.close(mail, 'waiting');
    assert.equal(lists.find(mail, 'waiting'), undefined);
  });

  it('refreshes what is watched and was read, and says so', async () => {
    await scope.queue('mail').add({});
    const { lists } = listsOf();
    const waiting = lists.open(mail, 'waiting');
    const failed = lists.open(mail, 'failed');
    const delayed = lists.open(mail, 'delayed');
    await Promise.all([waiting.read(), failed.read()]);
    failed.isWatched = false;
    const read: JobList[] = [];
    lists.onDidRead((list) => read.push(list));
    await lists.refresh();
    await lists.refresh({ ...mail, ref: { prefix: 'bull', name: 'other' } });
    assert.deepEqual(read, [waiting]);
    assert.equal(delayed.rows, null);
  });

  it('says why the jobs cannot be read, and reads them when they can', async () => {
    const admin = server.connect();
    await admin.set('bull:mail:wait', 'no list');
    const list = listsOf().lists.open(mail, 'waiting');
    await list.read();
    assert.match(list.problem ?? '', /^staging: /);
    await admin.del('bull:mail:wait');
    await list.read();
    assert.deepEqual([list.problem, list.rows], [null, []]);
  });

  it('keeps the jobs that were read last while the connection is away', async () => {
    await scope.queue('mail').add({});
    const { connection, lists } = listsOf();
    const list = lists.open(mail, 'waiting');
    await list.read();
    connection.close();
    await list.read();
    assert.deepEqual([list.problem, ids(list)], [null, ['1']]);
  });
});
