import assert from 'node:assert/strict';
import type { ConnectionEntry } from '../../src/connections/connection-store';
import { silent } from '../../src/log/logger';
import { UnavailableActions } from '../../src/sessions/unavailable-actions';
import { ConnectionNode } from '../../src/sidebar/nodes/connection-node';
import { QueueNode } from '../../src/sidebar/nodes/queue-node';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';

describe('the actions that a Redis would refuse', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let subject: UnavailableActions;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('ai-parsing', 1, new Error('no order'));
  });
  after(async () => {
    await jobs.close();
    await redis.stop();
  });
  beforeEach(() => {
    connections = new ConnectionsInMemory();
    subject = new UnavailableActions(connections.sessions, silent);
  });
  afterEach(() => {
    subject.dispose();
    connections.dispose();
  });

  const session = () => connections.sessions.all[0] ?? assert.fail('There is no session');
  const texts = () => session().notices.map(({ text }) => text);
  const OFF = '9 actions are off: ZREM not permitted';

  const queueRow = () => new ConnectionNode('tree', session()).children().find((node) => node instanceof QueueNode)!;
  /** Whether the rows of the queue have their icons. */
  const offered = () =>
    Object.fromEntries((['retry', 'retryAll', 'pause'] as const).map((action) => [action, queueRow().offers(action)]));

  async function entryOfBob(rules: string): Promise<ConnectionEntry> {
    await redis.connect().call('ACL', 'SETUSER', 'bob', 'reset', 'on', '>pw', ...rules.split(' '));
    return entryOf(redis, { username: 'bob', password: 'pw' });
  }

  it('are said below the connection, and in its row that there are some', async () => {
    await connections.set(await entryOfBob('~* &* +@all -zrem'));
    await connections.sessions.watch();
    await waitFor(() => session().notices.length > 0);
    assert.deepEqual(texts(), [OFF]);
    const node = new ConnectionNode('tree', session());
    assert.match(String(node.item().description), /^127\.0\.0\.1:\d+ · actions off · 1 queue /);
    const row = node.children()[0]?.item();
    assert.equal(row?.description, OFF);
    assert.equal(
      row.tooltip,
      'Off: Retry Failed Job, Retry All Failed Jobs, Retry as New Job, Retry With Edited Data, Promote Job, Discard Job, Remove Job, Remove Repeatable Job, Obliterate Queue\nstaging: Redis does not let the ACL user bob use ZREM on bull:ai-parsing:failed. ' +
        'Ask for the permission, or use another user.',
    );
    assert.deepEqual(offered(), { retry: false, retryAll: false, pause: true });
    assert.match(queueRow().item().contextValue ?? '', /\brunning add pause resume$/);
  });

  it('are told apart where one of them only would be refused', async () => {
    await connections.set(await entryOfBob('~* &* +@all -hset'));
    await connections.sessions.watch();
    await waitFor(() => session().notices.length > 0);
    assert.deepEqual(texts(), ['4 actions are off: HSET not permitted']);
    assert.deepEqual(offered(), { retry: false, retryAll: true, pause: false });
  });

  it('are not spoken of where nothing is refused', async () => {
    await connections.set(await entryOfBob('~* +@all'));
    const asked = async () => /cmdstat_info:calls=\d+/.exec(await redis.connect().info('commandstats'))?.[0];
    const before = await asked();
    await connections.sessions.watch();
    await waitFor(async () => (await asked()) !== before);
    await session().refresh();
    assert.deepEqual(texts(), []);
    assert.deepEqual(offered(), { retry: true, retryAll: true, pause: true });
    assert.match(queueRow().item().contextValue ?? '', /\bretryAll\b/);
  });

  it('are not spoken of while the connection is read-only, nor once it is disconnected', async () => {
    const entry = await entryOfBob('~* &* +@all -zrem');
    await connections.set(entry);
    await connections.sessions.watch();
    await waitFor(() => session().notices.length > 0);
    await connections.set({ ...entry, isReadOnly: true });
    assert.deepEqual(texts(), []);
    await connections.set(entry);
    await waitFor(() => session().notices.length > 0);
    session().disconnect();
    assert.deepEqual(texts(), []);
  });

  it('are asked for anew after a search for queues, as a person starts it with Refresh', async () => {
    await connections.set(await entryOfBob('~* &* +@all -zrem'));
    await connections.sessions.watch();
    await waitFor(() => session().notices.length > 0);
    await redis.connect().call('ACL', 'SETUSER', 'bob', '+zrem');
    await session().renew();
    await waitFor(() => session().notices.length === 0);
    assert.deepEqual(offered(), { retry: true, retryAll: true, pause: true });
  });

  it('are asked for anew after a reconnect, since the rights may have changed', async () => {
    await connections.set(await entryOfBob('~* &* +@all -zrem'));
    await connections.sessions.watch();
    await waitFor(() => session().notices.length > 0);
    await redis.connect().call('ACL', 'SETUSER', 'bob', '+zrem', '-lpush');
    await connections.sessions.reconnect(session());
    await waitFor(() => texts()[0] === '6 actions are off: LPUSH not permitted');
  });
});
