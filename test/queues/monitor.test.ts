import assert from 'node:assert/strict';
import { QueueMonitor, type KnownQueue, type MonitorChange, type QueueMemory } from '../../src/queues';
import type { RedisServer } from '../support/redis';
import { onEmptyRedis, QUICK, type Scope } from './support';

/** Remembers in memory what VS Code's storage would. */
class Memory implements QueueMemory {
  constructor(public queues: readonly KnownQueue[] = []) {}
  recall = () => this.queues;
  remember = (queues: readonly KnownQueue[]) => void (this.queues = queues);
}

const bull = (name: string, prefix = 'bull'): KnownQueue => ({ ref: { prefix, name }, kind: 'bull' });
const names = (monitor: QueueMonitor) => monitor.queues.map(({ ref }) => ref.name);

describe('QueueMonitor', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  const monitorOf = (memory = new Memory(), changes: Parameters<Scope['connection']>[0] = {}) => {
    const monitor = new QueueMonitor(scope.connection(changes, QUICK), memory);
    const events: MonitorChange[] = [];
    monitor.onDidChange((change) => events.push(change));
    return { monitor, events };
  };
  const counted = (events: readonly MonitorChange[]) =>
    events.flatMap((change) => (change.type === 'counts' ? change.queues.map(({ ref }) => ref.name) : []));

  it('knows the queues that are remembered before it asks Redis, and nothing of their jobs', () => {
    const { monitor } = monitorOf(new Memory([bull('mail'), bull('orders')]));
    assert.deepEqual(names(monitor), ['mail', 'orders']);
    assert.equal(monitor.find('bull', 'mail')?.snapshot, null);
    assert.equal(monitor.failedJobs, null);
    assert.equal(monitor.refreshedAt, null);
  });

  it('finds queues, those with failures first, and remembers them', async () => {
    await scope.queue('mail').add({});
    await scope.failed('orders', ['no order', 'no price']);
    const memory = new Memory();
    const { monitor } = monitorOf(memory);
    await monitor.discover();
    assert.deepEqual(names(monitor), ['orders', 'mail']);
    assert.equal(monitor.failedJobs?.count, 2);
    assert.ok(monitor.isComplete);
    assert.deepEqual(memory.queues, [bull('orders'), bull('mail')]);
  });

  it('lets go of a queue that a search does not find any more', async () => {
    await scope.queue('mail').add({});
    const { monitor } = monitorOf(new Memory([bull('gone'), bull('mail')]));
    await monitor.discover();
    assert.deepEqual(names(monitor), ['mail']);
    assert.equal(monitor.find('bull', 'gone'), undefined);
  });

  it('keeps all that it knows where a search is stopped, or fails', async () => {
    const { monitor } = monitorOf(new Memory([bull('mail')]));
    const search = monitor.discover();
    monitor.cancelDiscovery();
    await search;
    assert.deepEqual([names(monitor), monitor.isComplete, monitor.searchProblem], [['mail'], false, null]);

    await server.connect().call('ACL', 'SETUSER', 'blind', 'on', '>pw', '~*', '+@all', '-scan');
    const blind = monitorOf(new Memory([bull('mail')]), { username: 'blind', password: 'pw' }).monitor;
    await blind.discover();
    assert.deepEqual(names(blind), ['mail']);
    assert.equal(blind.searchProblem?.kind, 'permission');
  });

  it('tells which counts have changed, and no others', async () => {
    const mail = scope.queue('mail');
    await mail.add({});
    await scope.queue('orders').add({});
    const { monitor, events } = monitorOf(new Memory([bull('mail'), bull('orders')]));
    await monitor.refresh();
    assert.deepEqual(counted(events.splice(0)), ['mail', 'orders']);
    await monitor.refresh();
    assert.deepEqual(counted(events.splice(0)), []);
    await mail.add({});
    await monitor.refresh();
    assert.deepEqual(counted(events), ['mail']);
    assert.equal(monitor.find('bull', 'mail')?.snapshot?.counts.waiting, 2);
  });

  it('joins a refresh that is under way', async () => {
    const { monitor, events } = monitorOf(new Memory([bull('mail')]));
    await Promise.all([monitor.refresh(), monitor.refresh(), monitor.refresh()]);
    assert.equal(events.length, 1);
  });

  it('sorts numbers in names as a person does', () => {
    const { monitor } = monitorOf(new Memory(['queue-10', 'queue-9', 'mail'].map((name) => bull(name))));
    monitor.sort();
    assert.deepEqual(names(monitor), ['mail', 'queue-9', 'queue-10']);
  });

  it('keeps the order while counts change, until it is asked to sort', async () => {
    const { monitor } = monitorOf(new Memory([bull('mail'), bull('orders')]));
    await scope.failed('orders', ['no order']);
    await monitor.refresh();
    assert.deepEqual(names(monitor), ['mail', 'orders']);
    monitor.sort();
    assert.deepEqual(names(monitor), ['orders', 'mail']);
  });

  it('tells queues apart whose prefix and name make the same key', () => {
    const { monitor } = monitorOf(new Memory([bull('eu:mail'), bull('mail', 'bull:eu')]));
    assert.equal(monitor.find('bull:eu', 'mail')?.ref.name, 'mail');
    assert.equal(monitor.find('bull', 'eu:mail')?.ref.name, 'eu:mail');
    assert.equal(monitor.find('bull', 'mail'), undefined);
  });

  it('looks at each of many queues as often as at each of a few', async () => {
    const [few, many] = [await looksOf(100), await looksOf(1_000)];
    assert.ok(many <= few * 12, `${few} looks at 100 queues, ${many} at 1,000`);
  });

  it('sorts and tells of the queues that it finds at most twice a second, however many steps the search takes', async () => {
    const all = Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`bull:queue ${i}:id`, '1']));
    await server.connect().mset(all);
    const { monitor, events } = monitorOf();
    const start = performance.now();
    await monitor.discover();
    const halfSeconds = (performance.now() - start) / 500;
    assert.equal(monitor.queues.length, 6_000);
    const told = events.filter(({ type }) => type === 'queues').length;
    assert.ok(told <= 4 + halfSeconds, `told ${told} times in ${halfSeconds} half seconds`);
  });

  /** How often a refresh in which all counts change, and a lookup of each queue, read a queue's name. */
  async function looksOf(queues: number): Promise<number> {
    let looks = 0;
    const watched = (name: string): KnownQueue => ({
      kind: 'bull',
      ref: {
        prefix: 'bull',
        get name() {
          looks++;
          return name;
        },
      },
    });
    const all = Array.from({ length: queues }, (_, i) => watched(`queue ${i}`));
    const { monitor } = monitorOf(new Memory(all));
    await monitor.refresh();
    for (const { ref } of monitor.queues) assert.ok(monitor.find(ref.prefix, ref.name)?.snapshot);
    return looks;
  }
});
