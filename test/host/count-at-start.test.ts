import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import * as vscode from 'vscode';
import { silent } from '../../src/log/logger';
import { createSessions } from '../../src/sessions';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { MemorySecrets, MemoryState } from '../support/vscode-storage';
import { waitFor } from '../support/wait-for';

const { Global } = vscode.ConfigurationTarget;

describe('bullLens.countAtStart', () => {
  let redis: RedisServer;
  let admin: Redis;
  const globalState = new MemoryState();
  const context = {
    secrets: new MemorySecrets(),
    globalState,
    globalStorageUri: vscode.Uri.file('/nowhere/User/globalStorage/bull-lens'),
  };
  const write = (key: string, value: unknown) =>
    vscode.workspace.getConfiguration('bullLens').update(key, value, Global);
  const connections = async () => Number(/total_connections_received:(\d+)/.exec(await admin.info('stats'))?.[1]);

  /** A window in which queues were found, as it is before the one that the test is about. */
  before(async () => {
    redis = await startRedis();
    admin = redis.connect();
    const jobs = new BullJobs(redis);
    await jobs.fail('ai-parsing', 3, new Error('no order'));
    await jobs.close();
    await write('connections', [{ name: 'counted', url: redis.url }]);
    const { sessions, disposable } = createSessions(context, silent);
    await sessions.watch();
    disposable.dispose();
  });
  after(async () => {
    await write('connections', undefined);
    await write('countAtStart', undefined);
    await redis.stop();
  });

  it('counts the failed jobs once when a window starts', async () => {
    const { sessions, disposable } = createSessions(context, silent);
    await waitFor(() => sessions.find('counted')?.failedJobs?.count === 3);
    disposable.dispose();
  });

  it('asks nothing where it is off', async () => {
    await write('countAtStart', false);
    const before = await connections();
    const { sessions, disposable } = createSessions(context, silent);
    await new Promise(setImmediate);
    await sessions.ready();
    assert.equal(await connections(), before);
    assert.equal(sessions.find('counted')?.failedJobs, null);
    disposable.dispose();
  });
});
