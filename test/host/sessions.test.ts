import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silent } from '../../src/log/logger';
import { Refresher } from '../../src/sessions/refresher';
import type { SessionsChange } from '../../src/sessions/sessions';
import { Watchers } from '../../src/sessions/watchers';
import { commandsOf } from '../bench/support/commands';
import { BullJobs } from '../support/bull';
import { monitorOf } from '../support/monitor';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf, MemoryStorage } from './connections-in-memory';

describe('the sessions of a window', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('ai-parsing', 3, new Error('no order'));
    await jobs.wait('mail', 2);
  });
  after(async () => {
    await jobs.close();
    await redis.stop();
  });
  beforeEach(() => (connections = new ConnectionsInMemory()));
  afterEach(() => connections.dispose());

  const session = () => connections.sessions.all[0] ?? assert.fail('There is no session');
  const sockets = async (server = redis) => {
    const list = (await server.connect().client('LIST')) as string;
    return list.split('\n').filter((line) => line.includes('name=bull-lens')).length;
  };
  const noSocket = (server = redis) =>
    waitFor(async () => (await sockets(server)) === 0, { message: 'the sockets to be closed' });

  it('ask nothing and open nothing before somebody watches', async () => {
    const commands = await commandsOf(redis.connect(), async () => {
      await connections.set(entryOf(redis));
      await session().refresh();
      await session().renew();
    });
    assert.equal(commands, 0);
    assert.equal(session().connection, null);
  });

  it('find the queues and their counts once somebody watches, on one socket, and listen on another', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    assert.deepEqual(
      session().monitor?.queues.map(({ ref }) => ref.name),
      ['ai-parsing', 'mail'],
    );
    assert.equal(session().failedJobs?.count, 3);
    assert.equal(await sockets(), 2);
    assert.equal(session().liveProblem, null);
    const again = await commandsOf(redis.connect(), () => connections.sessions.watch());
    assert.equal(again, 0);
  });

  it('show what happens as it happens while somebody watches, and listen to nothing while nobody does', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const waiting = () => session().monitor?.find('bull', 'mail')?.snapshot?.counts.waiting;
    const before = waiting() ?? assert.fail('It was not counted');
    await jobs.wait('mail', 1);
    await waitFor(() => waiting() === before + 1, { message: 'the job, without a refresh' });
    connections.sessions.rest();
    await waitFor(async () => (await sockets()) === 1, { message: 'nobody to listen' });
    const admin = redis.connect();
    const commands = await commandsOf(admin, () => admin.publish('bull:mail:waiting@x', '1'));
    assert.equal(commands, 1, 'the one that published');
    await connections.sessions.watch();
    assert.equal(await sockets(), 2);
    session().disconnect();
    await noSocket();
  });

  it('show the causes over all queues as they change, where somebody has them shown', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const { allCauses } = session();
    await allCauses!.open();
    const said = () => allCauses!.shared.map(({ group }) => `${group.count} ${group.pattern}`);
    assert.deepEqual(said(), ['3 no order']);
    await jobs.fail('refunds', 2, new Error('no refund'));
    await waitFor(() => said().includes('2 no refund'), { message: 'the cause, without a refresh' });
    allCauses!.close();
    await jobs.queue('refunds').obliterate({ force: true });
  });

  it('say why they are not told of what happens where Redis does not let them listen, and show it at the next refresh', async () => {
    await redis.connect().call('ACL', 'SETUSER', 'deaf', 'on', '>pw', '~*', 'resetchannels', '+@all');
    await connections.set(entryOf(redis, { username: 'deaf', password: 'pw' }));
    await connections.sessions.watch();
    assert.match(session().liveProblem ?? '', /the ACL user deaf/);
    assert.equal(session().status.state, 'ready');
    const before = session().monitor?.find('bull', 'mail')?.snapshot?.counts.waiting ?? 0;
    await jobs.wait('mail', 1);
    await session().refresh();
    assert.equal(session().monitor?.find('bull', 'mail')?.snapshot?.counts.waiting, before + 1);
  });

  it('are one socket for each where nobody wants to be told of what happens', async () => {
    connections.isLive = false;
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    assert.equal(await sockets(), 1);
    connections.isLive = true;
    await connections.sessions.listen();
    assert.equal(await sockets(), 2);
    connections.isLive = false;
    await connections.sessions.listen();
    await waitFor(async () => (await sockets()) === 1, { message: 'nobody to listen' });
  });

  it('watch a connection that is added meanwhile, and let go of one that is removed', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const [first] = connections.sessions.all;
    await connections.set(entryOf(redis), entryOf(redis, { name: 'second' }));
    await waitFor(() => connections.sessions.find('second')?.failedJobs?.count === 3);
    assert.equal(session(), first, 'a session whose connection has not changed stays');
    await connections.set();
    await noSocket();
  });

  it('stay as they are where a connection is made read-only, without a new socket', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const { connection } = session();
    await connections.set(entryOf(redis, { isReadOnly: true }));
    assert.equal(session().connection, connection);
    assert.ok(session().isReadOnly && connection?.isReadOnly);
  });

  it('stop a search while nobody watches, and go on with it afterwards', async () => {
    await connections.set(entryOf(redis));
    const searching = new Promise<void>((resolve) =>
      connections.sessions.onDidChange(() => session().monitor?.isSearching && resolve()),
    );
    const watching = connections.sessions.watch();
    await searching;
    connections.sessions.rest();
    await watching;
    assert.equal(session().monitor?.isComplete, false);
    await connections.sessions.watch();
    assert.ok(session().monitor?.isComplete);
  });

  it('search once a Redis that was away is there', async () => {
    const late = await startRedis();
    await late.stop();
    await connections.set(entryOf(late));
    await connections.sessions.watch();
    assert.equal(session().status.state, 'reconnecting');
    const back = await startRedis({ port: late.port });
    const backJobs = new BullJobs(back);
    try {
      await backJobs.wait('mail', 1);
      await waitFor(() => session().monitor?.find('bull', 'mail'), { message: 'the queue', timeout: 15_000 });
    } finally {
      await backJobs.close();
      await back.stop();
    }
  });

  it('stay disconnected until they are reconnected, whoever watches', async () => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    session().disconnect();
    await connections.sessions.watch();
    assert.equal(session().connection, null);
    assert.equal(session().failedJobs, null);
    await noSocket();
    await connections.sessions.reconnect(session());
    assert.equal(session().failedJobs?.count, 3);
  });

  it('open nothing for a connection that was removed meanwhile, or in a window that is closed', async () => {
    await connections.set(entryOf(redis));
    const removed = session();
    await connections.set();
    await Promise.all([connections.sessions.reconnect(removed), connections.sessions.watch()]);
    assert.equal(removed.connection, null);

    await connections.set(entryOf(redis));
    const watching = connections.sessions.watch();
    connections.dispose();
    await watching;
    await noSocket();
  });

  it('tell of each change, and why a refresh failed', async () => {
    const guarded = await startRedis({ password: 'secret' });
    const changes: SessionsChange[] = [];
    connections.sessions.onDidChange((change) => changes.push(change));
    await connections.set(entryOf(guarded, { password: 'wrong' }));
    await connections.sessions.watch();
    await guarded.stop();
    assert.equal(session().status.state, 'failed');
    assert.match(session().refreshProblem?.message ?? '', /^staging: /);
    assert.ok(changes.length > 0 && changes.every((change) => change.session === session()));
  });

  it('have notices, the newest of each kind, until they are withdrawn', async () => {
    await connections.set(entryOf(redis));
    const changes: SessionsChange[] = [];
    connections.sessions.onDidChange((change) => changes.push(change));
    session().notify({ id: 'actions', text: 'Retrying is off.', severity: 'warning' });
    session().notify({ id: 'actions', text: 'Retrying is off: lpush is missing.', severity: 'warning' });
    session().notify({ id: 'actions', text: 'Retrying is off: lpush is missing.', severity: 'warning' });
    assert.deepEqual(
      session().notices.map(({ text }) => text),
      ['Retrying is off: lpush is missing.'],
    );
    session().withdraw('actions');
    session().withdraw('actions');
    assert.deepEqual(session().notices, []);
    assert.equal(changes.length, 3);
  });

  describe('counted at the start', () => {
    it('ask one command where queues were found before, and keep no socket', async () => {
      const { storage } = connections;
      await connections.set(entryOf(redis));
      await connections.sessions.watch();
      connections.dispose();
      await noSocket();

      connections = new ConnectionsInMemory(storage);
      await connections.set(entryOf(redis));
      const commands: string[] = [];
      const monitor = await monitorOf(redis.connect());
      monitor.on('monitor', (_time: string, [command = '']: string[], source: string) => {
        if (source !== 'lua') commands.push(command.toLowerCase());
      });
      await connections.sessions.countOnce();
      await redis.connect().echo('the end');
      await waitFor(() => commands.includes('echo'));
      monitor.disconnect();
      const opening = ['auth', 'client', 'select', 'ping', 'info'];
      const asked = commands.filter((command) => ![...opening, 'echo'].includes(command));
      assert.equal(asked.length, 1, asked.join());
      assert.equal(session().failedJobs?.count, 3);
      assert.equal(session().connection, null);
      await noSocket();
    });

    it('ask nothing where no queue was found before, or it is another Redis', async () => {
      const commands = await commandsOf(redis.connect(), async () => {
        await connections.set(entryOf(redis, { prefixes: ['other'] }));
        await connections.sessions.countOnce();
      });
      assert.deepEqual([commands, session().failedJobs], [0, null]);
    });

    it('find out that a Redis is away, and do not try again before somebody watches', async () => {
      const { storage } = connections;
      const away = await startRedis();
      const { port } = away;
      const awayJobs = new BullJobs(away);
      await awayJobs.wait('mail', 1);
      await connections.set(entryOf(away));
      await connections.sessions.watch();
      connections.dispose();
      await awayJobs.close();
      await away.stop();

      connections = new ConnectionsInMemory(storage);
      await connections.set(entryOf(away));
      await connections.sessions.countOnce();
      assert.deepEqual([session().status.state, session().failedJobs], ['closed', null]);

      const back = await startRedis({ port });
      await new BullJobs(back).close();
      await connections.sessions.watch();
      assert.equal(session().status.state, 'ready');
      await back.stop();
    });

    it('stay connected where somebody watches by then', async () => {
      const { storage } = connections;
      await connections.set(entryOf(redis));
      await connections.sessions.watch();
      connections.dispose();
      connections = new ConnectionsInMemory(storage);
      await connections.set(entryOf(redis));
      await Promise.all([connections.sessions.countOnce(), connections.sessions.watch()]);
      await session().refresh();
      assert.deepEqual([session().status.state, session().failedJobs?.count], ['ready', 3]);
      assert.equal(await sockets(), 2);
    });
  });

  describe('refreshed', () => {
    let watchers: Watchers;
    let refresher: Refresher;
    const setInterval = (seconds: number | undefined) =>
      vscode.workspace
        .getConfiguration('bullLens')
        .update('refreshInterval', seconds, vscode.ConfigurationTarget.Global);

    beforeEach(async () => {
      await setInterval(1);
      watchers = new Watchers();
      refresher = new Refresher(watchers, connections.sessions, silent);
      await connections.set(entryOf(redis));
    });
    afterEach(async () => {
      refresher.dispose();
      watchers.dispose();
      await setInterval(undefined);
    });

    it('while one of those who watch does, and not after the last has stopped', async () => {
      const [view, lens] = [watchers.add(), watchers.add()];
      view.isWatching = true;
      await waitFor(() => session().monitor?.isComplete, { message: 'the first refresh' });
      lens.isWatching = true;
      view.isWatching = false;
      const waiting = () => session().monitor?.find('bull', 'mail')?.snapshot?.counts.waiting ?? 0;
      const before = waiting();
      await jobs.wait('mail', 1);
      await waitFor(() => waiting() === before + 1, {
        message: 'another refresh',
      });
      lens.dispose();
      assert.equal(watchers.isAnyWatching, false);
      await waitFor(
        async () =>
          (await commandsOf(redis.connect(), () => new Promise((resolve) => setTimeout(resolve, 1_500)))) === 0,
        { message: 'the last refresh' },
      );
    });

    it('the jobs of the lists that are watched too', async () => {
      const view = watchers.add();
      view.isWatching = true;
      const queue = await waitFor(() => session().monitor?.find('bull', 'ai-parsing'), { message: 'the queue' });
      const list = session().jobs!.open(queue, 'waiting');
      await list.read();
      assert.equal(list.rows?.length, 0);
      await jobs.wait('ai-parsing', 1);
      await waitFor(() => list.rows?.length === 1, { message: 'the job' });
    });

    it('by the person, once, where nobody watches', async () => {
      await refresher.refreshAll();
      assert.equal(session().failedJobs?.count, 3);
    });
  });

  it('remember queues under the address and the prefixes that they were found at', async () => {
    const storage = new MemoryStorage();
    connections.dispose();
    connections = new ConnectionsInMemory(storage);
    await connections.set(
      entryOf(redis),
      entryOf(redis, { name: 'two', prefixes: ['a', 'b'] }),
      entryOf(redis, { name: 'one', prefixes: ['a,b'] }),
    );
    await connections.sessions.watch();
    assert.equal(new Set(storage.keys()).size, 3);
  });
});
