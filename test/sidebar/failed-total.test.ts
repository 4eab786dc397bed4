import assert from 'node:assert/strict';
import { QueueMonitor, type ConnectionSpec, type FailedJobs, type RedisEndpoint } from '../../src/queues';
import { databaseNames } from '../../src/queues/redis/endpoint';
import { totalFailed } from '../../src/sidebar/failed-total';
import { startRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { onEmptyRedis, QUICK, type Scope } from '../queues/support';

const ID = (digit: string) => `a${digit.repeat(39)}`;

/** What a connection counted: its address, the ids that its Redis has told, and the failed jobs of each queue. */
type Counted = readonly [
  address: string,
  ids: readonly string[],
  byQueue: Readonly<Record<string, number>>,
  at?: number,
];

function failedJobs([address, ids, byQueue, at = 1]: Counted): FailedJobs {
  const { hostname: host, port, pathname } = new URL(address);
  const endpoint = { host, port: Number(port), database: Number(pathname.slice(1)) } as RedisEndpoint;
  const count = Object.values(byQueue).reduce((sum, failed) => sum + failed, 0);
  return { count, byQueue: new Map(Object.entries(byQueue)), at, database: databaseNames(endpoint, ids) };
}

const cases: readonly (readonly [what: string, connections: readonly Counted[], total: number])[] = [
  ['none', [], 0],
  ['one connection', [['redis://a:1', [], { 'bull:mail': 3, 'bull:sms': 2 }]], 5],
  [
    'two servers of which nothing is known, with queues of one name',
    [
      ['redis://a:1', [], { 'bull:mail': 3 }],
      ['redis://b:1', [], { 'bull:mail': 3 }],
    ],
    6,
  ],
  [
    'two servers that are known',
    [
      ['redis://a:1', [ID('1')], { 'bull:mail': 3 }],
      ['redis://b:1', [ID('2')], { 'bull:mail': 3 }],
    ],
    6,
  ],
  [
    'one address, whatever else is known',
    [
      ['redis://a:1', [], { 'bull:mail': 3 }],
      ['redis://A:1', [ID('1')], { 'bull:mail': 3 }],
    ],
    3,
  ],
  [
    'one server by two addresses',
    [
      ['redis://a:1', [ID('1')], { 'bull:mail': 3 }],
      ['redis://b:2', [ID('1')], { 'bull:mail': 3 }],
    ],
    3,
  ],
  [
    'two databases of one server',
    [
      ['redis://a:1/0', [ID('1')], { 'bull:mail': 3 }],
      ['redis://a:1/2', [ID('1')], { 'bull:mail': 3 }],
    ],
    6,
  ],
  [
    'a server and its replica',
    [
      ['redis://a:1', [ID('1'), ID('9')], { 'bull:mail': 3 }],
      ['redis://b:1', [ID('2'), ID('9')], { 'bull:mail': 3 }],
    ],
    3,
  ],
  [
    'one that is both by its address and by its id',
    [
      ['redis://a:1', [], { 'bull:mail': 3 }],
      ['redis://b:1', [ID('1')], { 'bull:mail': 3 }],
      ['redis://a:1', [ID('1')], { 'bull:mail': 3 }],
    ],
    3,
  ],
  [
    'queues of which one connection shows some and another one others',
    [
      ['redis://a:1', [], { 'bull:mail': 3, 'bull:sms': 2 }],
      ['redis://a:1', [], { 'bull:sms': 2, 'shop:mail': 5 }],
    ],
    10,
  ],
  [
    'a queue that was counted twice, the older number first',
    [
      ['redis://a:1', [], { 'bull:mail': 3 }, 1],
      ['redis://a:1', [], { 'bull:mail': 0 }, 2],
    ],
    0,
  ],
  [
    'a queue that was counted twice, the newer number first',
    [
      ['redis://a:1', [], { 'bull:mail': 4 }, 3],
      ['redis://b:1', [ID('1')], { 'bull:mail': 2 }, 2],
      ['redis://a:1', [ID('1')], { 'bull:mail': 1 }, 1],
    ],
    4,
  ],
];

describe('the failed jobs of several connections', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  for (const [what, connections, total] of cases) {
    it(`are ${total} of ${what}`, () => assert.equal(totalFailed(connections.map(failedJobs)), total));
  }

  const monitorOf = (changes: Partial<ConnectionSpec & RedisEndpoint> = {}) => {
    const monitor = new QueueMonitor(scope.connection(changes, QUICK), {
      recall: () => [{ ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' }],
      remember: () => {},
    });
    scope.onClose(() => monitor.dispose());
    return monitor;
  };
  const countedBy = async (monitor: QueueMonitor) => {
    await monitor.refresh();
    return monitor.failedJobs ?? assert.fail('Nothing was counted');
  };

  it('are those of one Redis, by whatever name it is reached, from the first time that they are counted', async () => {
    await scope.failed('mail', ['no address', 'no stock']);
    const connections = [monitorOf(), monitorOf({ host: 'localhost' }), monitorOf({ database: 1 })];
    assert.equal(totalFailed(await Promise.all(connections.map(countedBy))), 2);
  });

  it('are those of a Redis and its replica', async () => {
    await scope.failed('mail', ['no address']);
    const replica = await startRedis({ replicaOf: server });
    scope.onClose(() => replica.stop());
    const link = () => replica.connect().info('replication');
    await waitFor(async () => /master_link_status:up/.test(await link()), { message: 'the replica to have the data' });
    const connections = [monitorOf(), monitorOf({ port: replica.port })];
    assert.equal(totalFailed(await Promise.all(connections.map(countedBy))), 1);
  });

  it('are those of the Redis that is there now, where another has taken the place of one', async () => {
    const first = await startRedis();
    const monitor = monitorOf({ port: first.port });
    const [address, ...before] = (await countedBy(monitor)).database;
    await first.stop();
    const second = await startRedis({ port: first.port });
    scope.onClose(() => second.stop());
    await monitor.connection.reconnect();
    const now = (await countedBy(monitor)).database;
    assert.equal(now[0], address);
    assert.equal(before.length, 2);
    assert.deepEqual(
      now.filter((name) => before.includes(name)),
      [],
    );
  });
});
