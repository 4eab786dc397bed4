import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WatchCommands } from '../../src/sidebar/commands/watch-commands';
import type { ConnectionNode } from '../../src/sidebar/nodes/connection-node';
import type { Reports } from '../../src/sidebar/reports';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';

describe('a watch of the queues', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let commands: WatchCommands;
  /** What its document has shown, the newest last. */
  let texts: string[];
  let close: () => void;
  let ended: Promise<unknown>;

  beforeEach(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.complete('mail', 1);
    texts = [];
    connections = new ConnectionsInMemory();
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    commands = new WatchCommands({
      live: (_title: string, closed: () => void) => {
        close = closed;
        return { show: async () => {}, update: (text: string) => texts.push(text), end: () => {} };
      },
    } as unknown as Reports);
    // Looks every 100 ms.
    await set('maxAvgDuration', '400ms');
  });
  afterEach(async () => {
    commands.dispose();
    await ended.catch(() => {});
    for (const key of ['for', 'maxAvgDuration', 'maxConnections', 'forbiddenCauses']) await set(key, undefined);
    connections.dispose();
    await jobs.close();
    await redis.stop();
  });

  const set = (key: string, value: unknown) =>
    vscode.workspace.getConfiguration('bullLens.watch').update(key, value, vscode.ConfigurationTarget.Global);
  const session = () => connections.sessions.all[0] ?? assert.fail('There is no session');
  const sockets = async () => String(await redis.connect().client('LIST')).split('name=bull-lens').length - 1;
  const shown = () => texts.at(-1) ?? '';
  const shows = (text: RegExp) => waitFor(() => text.test(shown()), { message: `${text} in ${shown()}` });
  const begin = async () => {
    ended = commands.watchQueues({ session: session() } as unknown as ConnectionNode);
    await shows(/0 jobs finished/);
  };

  it('lasts as long as the settings say, and holds jobs and connections against what they say', async () => {
    await set('for', '2h');
    await set('maxConnections', 500);
    await set('forbiddenCauses', ['http-timeout']);
    await begin();
    assert.match(shown(), /1 hr left|2 hr left/);
    assert.match(shown(), /average duration +not known +at most 400 ms/);
    assert.match(shown(), /forbidden causes +0 jobs +none of http-timeout/);
    assert.match(shown(), /held +connections +\d+ at once +at most 500/);
    close();
    await ended;
  });

  it('is breached at once by more connections than the settings allow', async () => {
    await set('maxConnections', 0);
    ended = commands.watchQueues({ session: session() } as unknown as ConnectionNode);
    await shows(/Breached: connections: \d+ at once, at most 0\./);
    await ended;
    assert.match(shown(), /^Breached: 0 jobs of staging/);
  });

  it('says how many connections there were where none are too many', async () => {
    await begin();
    assert.match(shown(), /^The most connections at once, besides the watch's own: \d+\.$/m);
  });

  it('says that it was disconnected, and goes on once it is connected again', async () => {
    await begin();
    session().disconnect();
    await shows(
      /These are the numbers of the last look, since none is possible now\. staging: The connection was closed/,
    );
    await waitFor(async () => (await sockets()) === 0, { message: 'the sockets to be closed' });
    await jobs.complete('mail', 3);
    await connections.sessions.reconnect(session());
    await shows(/3 jobs finished · 3 completed/);
    assert.doesNotMatch(shown(), /none is possible now/);
    assert.match(
      shown(),
      /^\d.* staging: The connection was closed meanwhile\.\n\d.* Redis answers again, and the watch goes on\.$/m,
    );
  });

  it('says that its Redis is away, and goes on once that is back', async () => {
    await begin();
    await jobs.close();
    await redis.stop();
    await shows(/none is possible now\. staging: /);
    redis = await startRedis({ port: redis.port });
    jobs = new BullJobs(redis);
    await jobs.complete('mail', 2);
    await waitFor(() => /Redis answers again/.test(shown()), { timeout: 60_000, message: 'Redis to answer again' });
    await shows(/2 jobs finished · 2 completed/);
    assert.match(shown(), /The connection was lost: jobs that finished meanwhile and were removed were not seen\./);
  });

  it('ends where its connection is removed, and keeps what it has seen', async () => {
    await begin();
    await jobs.complete('mail', 3);
    await shows(/3 jobs finished/);
    await connections.set();
    await assert.rejects(ended, /The connection was closed meanwhile/);
    assert.match(shown(), /3 jobs finished/);
    assert.match(shown(), /The watch ended here, and says nothing of what came after\. staging: /);
  });
});
