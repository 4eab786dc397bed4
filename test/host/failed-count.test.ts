import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { FailedCount } from '../../src/sidebar/failed-count';
import type { Node } from '../../src/sidebar/nodes/node';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';

describe('the number of failed jobs', () => {
  let redis: RedisServer;
  let connections: ConnectionsInMemory;
  let view: vscode.TreeView<Node>;
  let failedCount: FailedCount;

  before(async () => {
    redis = await startRedis();
    const [bull, other] = [new BullJobs(redis), new BullJobs(redis, 'other')];
    await bull.fail('ai-parsing', 3, new Error('no order'));
    await other.fail('mail', 1, new Error('no address'));
    await Promise.all([bull.close(), other.close()]);
  });
  after(() => redis.stop());
  beforeEach(() => {
    connections = new ConnectionsInMemory();
    view = {} as vscode.TreeView<Node>;
    failedCount = new FailedCount(view, connections.sessions);
  });
  afterEach(() => {
    failedCount.dispose();
    connections.dispose();
  });

  it('is not shown before anything was counted', async () => {
    await connections.set(entryOf(redis));
    assert.equal(view.badge, undefined);
  });

  it('is that of all connections, until one is disconnected or removed', async () => {
    const [staging, other] = [entryOf(redis), entryOf(redis, { name: 'other', prefixes: ['other'] })];
    await connections.set(staging, other);
    await connections.sessions.watch();
    assert.deepEqual(view.badge, { value: 4, tooltip: '4 failed jobs' });
    connections.sessions.find('staging')!.disconnect();
    assert.deepEqual(view.badge, { value: 1, tooltip: '1 failed job' });
    await connections.set();
    assert.equal(view.badge, undefined);
  });

  it('counts the jobs once that two connections show, and says so', async () => {
    const tooltip = () => (failedCount as unknown as { statusBar: vscode.StatusBarItem }).statusBar.tooltip as string;
    await connections.set(entryOf(redis), entryOf(redis, { name: 'both', prefixes: ['bull', 'other'] }));
    await connections.sessions.watch();
    assert.deepEqual(view.badge, { value: 4, tooltip: '4 failed jobs' });
    const told = [
      'staging: 3 failed jobs',
      'both: 4 failed jobs',
      'Queues that several connections show are counted once.',
    ];
    assert.deepEqual(tooltip().split('\n').slice(0, -1), told);
    connections.sessions.find('staging')!.disconnect();
    assert.deepEqual(tooltip().split('\n').slice(0, -1), ['both: 4 failed jobs']);
  });

  it('is there from the start where queues were found before', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const { storage } = connections;
    connections.dispose();
    failedCount.dispose();

    connections = new ConnectionsInMemory(storage);
    failedCount = new FailedCount(view, connections.sessions);
    view.badge = undefined;
    await connections.set(entryOf(redis));
    await connections.sessions.countOnce();
    assert.deepEqual(view.badge, { value: 3, tooltip: '3 failed jobs' });
  });
});
