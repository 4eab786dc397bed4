import assert from 'node:assert/strict';
import { JOB_STATES, type JobState } from '../../../src/bull/states';
import { ShownData } from '../../../src/job-data/shown-data';
import { JobSearches, parseQuery, priceOf, type JobSearch, type KnownQueue } from '../../../src/queues';
import type { RedisServer } from '../../support/redis';
import { searchNotes } from '../../../src/search-words';
import { waitFor } from '../../support/wait-for';
import { onEmptyRedis, QUICK, type Scope } from '../support';

const mail = { ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' } as const;
const sms = { ref: { prefix: 'bull', name: 'sms' }, kind: 'bull' } as const;

/** `mail failed 1 2` */
const found = (search: JobSearch) =>
  search.found.map(({ queue, state, rows }) => [queue.ref.name, state, ...rows.map(({ id }) => id.text)].join(' '));

describe('JobSearch', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  interface Asked {
    readonly queues?: readonly KnownQueue[];
    readonly states?: readonly JobState[];
    readonly shown?: ShownData;
    readonly user?: string;
  }
  const searchFor = (
    text: string,
    { queues = [mail], states = JOB_STATES, shown = new ShownData(), user = '' }: Asked = {},
  ) => {
    const connection = scope.connection(user ? { username: user, password: 'pw' } : {}, QUICK);
    const searches = new JobSearches(connection, () => shown);
    scope.onClose(() => searches.dispose());
    return searches.add(parseQuery(text), { queues, states });
  };
  const find = async (...asked: Parameters<typeof searchFor>) => {
    const search = searchFor(...asked);
    await search.run();
    assert.equal(search.problem, null);
    return found(search);
  };

  it('finds jobs in every state of every queue, each once', async () => {
    await scope.failed('mail', ['no stock']);
    await scope
      .queue('mail')
      .addBulk([
        { data: { i: 0, orderId: 42 } },
        { data: { i: 0 }, opts: { delay: 60_000 } },
        { data: { i: 0 }, opts: { priority: 3 } },
      ]);
    await scope.queue('sms').add({ i: 0 });
    assert.deepEqual(await find('data.i = 0', { queues: [mail, sms] }), [
      ...['mail failed 1', 'mail waiting 2 4', 'mail delayed 3', 'sms waiting 1'],
    ]);
    assert.deepEqual(await find('i = 0', { states: ['priority'] }), ['mail priority 4']);
    assert.deepEqual(await find('orderId = 42'), ['mail waiting 2']);
    assert.deepEqual(await find('i = 0', { states: ['failed'] }), ['mail failed 1']);
  });

  it('finds a job by its id with one lookup, whatever else there is', async () => {
    await scope.failed('mail', ['no stock', 'no card']);
    const search = searchFor('id = 2', { queues: [mail, sms] });
    await search.run();
    assert.deepEqual([found(search), search.looked, priceOf(search.query)], [['mail failed 2'], 0, 'lookup']);
    assert.deepEqual(await find('id = 3'), []);
    assert.deepEqual(await find('id = failed'), []);
  });

  it('finds by name, reason, attempts and time without reading data', async () => {
    await scope.failed('mail', ['no stock', 'connect ECONNREFUSED 10.0.0.1:5432']);
    for (const [query, expected] of [
      ['error ~ econn', 'mail failed 2'],
      ['name = work and error ~ STOCK', 'mail failed 1'],
      ['attempts > 0 and since 1h and error ~ stock', 'mail failed 1'],
    ] as const) {
      assert.equal(priceOf(parseQuery(query)), 'small fields');
      assert.deepEqual(await find(query), [expected]);
    }
    assert.deepEqual(await find('until 1h'), []);
  });

  it('reads only the failed jobs of a time', async () => {
    await scope.failed('mail', ['no stock', 'no stock', 'no stock', 'no stock']);
    const redis = server.connect();
    const ago = (hours: number) => Date.now() - hours * 3_600_000;
    for (const [id, hours] of [1, 3, 5, 7].entries()) {
      await redis.zadd('bull:mail:failed', ago(hours), id + 1);
      await redis.hset(`bull:mail:${id + 1}`, 'finishedOn', ago(hours));
    }
    for (const [query, expected, looked] of [
      ['since 4h', ['mail failed 1 2'], 2],
      ['until 4h', ['mail failed 3 4'], 2],
      ['since 6h and until 2h and error ~ stock', ['mail failed 2 3'], 2],
      ['since 2h and until 4h', [], 0],
    ] as const) {
      const search = searchFor(query, { states: ['failed'] });
      await search.run();
      assert.deepEqual([found(search), search.looked], [expected, looked], query);
    }
  });

  it('looks at failed jobs whose time is none', async () => {
    await scope.failed('mail', ['no stock', 'no stock']);
    await server.connect().zadd('bull:mail:failed', '+inf', 1);
    assert.deepEqual(await find('error ~ stock', { states: ['failed'] }), ['mail failed 1 2']);
    assert.deepEqual(await find('since 1h', { states: ['failed'] }), ['mail failed 1 2']);
  });

  it('goes through more jobs than one step has, and says how many', async () => {
    const queue = scope.queue('mail');
    await queue.addBulk(Array.from({ length: 2_600 }, (_, i) => ({ data: { i, text: 'x'.repeat(2_000) } })));
    const search = searchFor('i >= 1200 and i < 1203');
    const seen: number[] = [];
    search.onDidChange(() => seen.push(search.size));
    await search.run();
    assert.deepEqual([found(search), search.looked], [['mail waiting 1203 1202 1201'], 2_600]);
    assert.ok(seen.length > 4 && seen.includes(0));
  });

  it('stops at a thousand, or when it is told to, and can be run again', async () => {
    const queue = scope.queue('mail');
    await queue.addBulk(Array.from({ length: 3_000 }, (_, i) => ({ data: { i } })));
    const search = searchFor('i >= 0');
    await search.run();
    assert.deepEqual([search.size, search.isFull, search.isRunning], [1_000, true, false]);
    const again = search.run();
    search.stop();
    await again;
    assert.deepEqual([search.isStopped, search.isRunning, search.size], [true, false, 0]);
    await queue.empty();
    await queue.add({ i: 7 });
    await search.run();
    assert.deepEqual([found(search), search.isFull, search.isStopped], [['mail waiting 3001'], false, false]);
  });

  it('lets go of what an action has taken elsewhere', async () => {
    const queue = await scope.failed('mail', ['no stock', 'no stock', 'no card']);
    await queue.add({ i: 0 });
    const search = searchFor('i >= 0');
    await search.run();
    assert.deepEqual(found(search), ['mail failed 3 2 1', 'mail waiting 4']);
    await queue.pause();
    await (await queue.getJob(2))?.retry();
    await search.recheck([sms]);
    assert.equal(search.size, 4);
    await search.recheck([mail]);
    assert.deepEqual(found(search), ['mail failed 3 1', 'mail waiting 4']);
    await queue.clean(0, 'failed');
    await search.recheck([mail]);
    assert.deepEqual(found(search), ['mail waiting 4']);
  });

  it('compares no hidden value, whatever the comparison, and says so', async () => {
    await scope.queue('mail').add({ card: '4111', cards: [{ number: 4111 }], orderId: 42 });
    const shown = new ShownData({ hidden: ['card', 'cards.*.number'], rowFields: {} });
    assert.deepEqual(await find('card = 4111', { shown }), []);
    for (const query of ['card != 1', 'card ~ hidden', 'data ~ 4111', 'data ~ hidden', '*.number > 0']) {
      assert.deepEqual(await find(query, { shown }), [], query);
    }
    assert.deepEqual(await find('orderId = 42', { shown }), ['mail waiting 1']);
    const search = searchFor('card = 4111 and orderId = 42', { shown });
    assert.deepEqual(searchNotes(search), ['card is hidden by bullLens.hiddenFields: nothing is compared with it']);
  });

  it('says of how many jobs the data is too large', async () => {
    await scope.queue('mail').addBulk([{ data: { to: 'ann', text: 'x'.repeat(300_000) } }, { data: { to: 'ann' } }]);
    const search = searchFor('to = ann');
    await search.run();
    assert.deepEqual([found(search), search.tooLarge], [['mail waiting 2'], 1]);
    assert.deepEqual(await find('name ~ default'), ['mail waiting 2 1']);
  });

  it('passes over ids without a job, and keys that hold something else', async () => {
    await scope.queue('mail').addBulk([{ data: { i: 1 } }, { data: { i: 1 } }, { data: { i: 1 } }]);
    const redis = server.connect();
    await redis.del('bull:mail:1', 'bull:mail:2');
    await redis.lpush('bull:mail:2', 'a list');
    assert.deepEqual(await find('i = 1'), ['mail waiting 3']);
    assert.deepEqual(await find('name ~ default'), ['mail waiting 3']);
  });

  it('finds the same where scripts are refused', async () => {
    await server.connect().call('ACL', 'SETUSER', 'plain', 'on', '>pw', '~*', '&*', '+@all', '-eval', '-evalsha');
    await scope.failed('mail', ['no stock', 'no card']);
    await scope.queue('mail').add({ reason: 'no card', text: 'x'.repeat(300_000) });
    const search = searchFor('reason = "no card"', { user: 'plain' });
    await search.run();
    assert.deepEqual([found(search), search.tooLarge, search.problem], [['mail failed 2'], 1, null]);
    await server.connect().call('ACL', 'DELUSER', 'plain');
  });

  it('keeps what it has found where the connection is lost', async () => {
    await scope.queue('mail').addBulk(Array.from({ length: 8_000 }, (_, i) => ({ data: { i } })));
    const admin = server.connect();
    await admin.ping();
    const search = searchFor('i > 7900');
    const lose = search.onDidChange(() => {
      if (search.size === 0) return;
      lose.dispose();
      void admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    });
    await search.run();
    await waitFor(() => !search.isRunning, { message: 'the end of the search' });
    assert.match(search.problem ?? '', /^staging: /);
    assert.ok(search.size > 0);
  });
});
