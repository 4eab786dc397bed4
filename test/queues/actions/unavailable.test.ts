import assert from 'node:assert/strict';
import { unavailableActions, type RedisConnection } from '../../../src/queues';
import { ACTION_TITLES } from '../../../src/bull/actions';
import { startRedis, type RedisServer } from '../../support/redis';
import { olderScripts } from '../../support/script-servers';
import { waitFor } from '../../support/wait-for';
import { onEmptyRedis, type Scope } from '../support';

const orders = { prefix: 'bull', name: 'orders' };
const mail = { prefix: 'bull', name: 'mail' };
const queues = [orders, mail];

describe('The actions that a Redis would refuse', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (redis, forTest) => ([server, scope] = [redis, forTest]));

  async function connectAs(rules: string, port = server.port): Promise<RedisConnection> {
    await server.connect().call('ACL', 'SETUSER', 'bob', 'reset', 'on', '>pw', ...rules.split(' '));
    return scope.connection({ username: 'bob', password: 'pw', port });
  }

  /** `title: problem`. */
  const said = async (connection: RedisConnection, of = queues) =>
    (await unavailableActions(connection, of)).map(({ name, problem }) => `${ACTION_TITLES[name]}: ${problem.message}`);

  const next = 'Ask for the permission, or use another user.';

  for (const [user, rules, expected] of [
    ['who may do everything', '~* &* +@all', []],
    ['who may not publish, which a retry can do without', '~* resetchannels +@all -publish', []],
    [
      'who may not push',
      '~* &* +@all -lpush -rpush',
      [
        `Retry Failed Job: staging: Redis does not let the ACL user bob use LPUSH on bull:orders:wait. ${next}`,
        `Retry All Failed Jobs: staging: Redis does not let the ACL user bob use LPUSH on bull:orders:wait. ${next}`,
        `Retry as New Job: staging: Redis does not let the ACL user bob use LPUSH on bull:orders:wait. ${next}`,
        `Retry With Edited Data: staging: Redis does not let the ACL user bob use LPUSH on bull:orders:wait. ${next}`,
        `Add Job: staging: Redis does not let the ACL user bob use LPUSH on bull:orders:wait. ${next}`,
        `Promote Job: staging: Redis does not let the ACL user bob use LPUSH on bull:orders:wait. ${next}`,
      ],
    ],
    [
      'who lacks what only one of them needs',
      '~* &* +@all -zadd',
      [
        `Retry as New Job: staging: Redis does not let the ACL user bob use ZADD on bull:orders:priority. ${next}`,
        `Add Job: staging: Redis does not let the ACL user bob use ZADD on bull:orders:priority. ${next}`,
        `Promote Job: staging: Redis does not let the ACL user bob use ZADD on bull:orders:priority. ${next}`,
        `Discard Job: staging: Redis does not let the ACL user bob use ZADD on bull:orders:failed. ${next}`,
      ],
    ],
    [
      'who may only read the keys',
      '%R~* &* +@all',
      [
        `Retry Failed Job: staging: Redis does not let the ACL user bob use ZREM on bull:orders:failed. ${next}`,
        `Retry All Failed Jobs: staging: Redis does not let the ACL user bob use ZREM on bull:orders:failed. ${next}`,
        `Retry as New Job: staging: Redis does not let the ACL user bob use ZREM on bull:orders:failed. ${next}`,
        `Retry With Edited Data: staging: Redis does not let the ACL user bob use ZREM on bull:orders:failed. ${next}`,
        `Add Job: staging: Redis does not let the ACL user bob use INCR on bull:orders:id. ${next}`,
        `Promote Job: staging: Redis does not let the ACL user bob use ZREM on bull:orders:delayed. ${next}`,
        `Discard Job: staging: Redis does not let the ACL user bob use ZADD on bull:orders:failed. ${next}`,
        `Remove Job: staging: Redis does not let the ACL user bob use LREM on bull:orders:active. ${next}`,
        `Remove Repeatable Job: staging: Redis does not let the ACL user bob use ZREM on bull:orders:repeat. ${next}`,
        `Pause Queue: staging: Redis does not let the ACL user bob use RENAME on bull:orders:wait. ${next}`,
        `Resume Queue: staging: Redis does not let the ACL user bob use RENAME on bull:orders:wait. ${next}`,
        `Obliterate Queue: staging: Redis does not let the ACL user bob use DEL on bull:orders:meta-paused. ${next}`,
      ],
    ],
    [
      'who may run no scripts',
      '~* &* +@all -evalsha',
      [
        ...Object.values(ACTION_TITLES).map(
          (title) => `${title}: staging: Redis does not let the ACL user bob use EVALSHA. ${next}`,
        ),
      ],
    ],
    ['who may change one of the queues', '~bull:mail:* &* +@all', []],
  ] as const) {
    it(`are told of a user ${user}`, async () => assert.deepEqual(await said(await connectAs(rules)), expected));
  }

  it('are all of them on a read-only replica', async () => {
    const replica = await startRedis({ replicaOf: server });
    scope.onClose(() => replica.stop());
    const connection = scope.connection({ port: replica.port });
    await waitFor(async () => (await said(connection)).length > 0);
    for (const sentence of await said(connection))
      assert.match(sentence, /is a read-only replica\. Connect to its primary/);
  });

  it('are not known on a Redis before 7.0: none is said to be off', async () => {
    const older = await olderScripts(server.port);
    scope.onClose(() => older.close());
    assert.deepEqual(await said(await connectAs('~* &* +@all -lpush', older.port)), []);
  });

  it('are asked for in two commands, which change nothing', async () => {
    const connection = await connectAs('~* &* +@all');
    await said(connection);
    const admin = server.connect();
    await admin.config('RESETSTAT');
    await said(
      connection,
      Array.from({ length: 500 }, (_, i) => ({ ...orders, name: `queue-${i}` })),
    );
    const commands = [...(await admin.info('commandstats')).matchAll(/cmdstat_([^:]+):calls=(\d+)/g)];
    assert.deepEqual(
      commands
        .map(([, command, calls]) => `${command} ${calls}`)
        .filter((used) => !used.startsWith('config'))
        .sort(),
      ['evalsha 1', 'info 1'],
    );
    assert.equal(await admin.dbsize(), 0);
  });
});
