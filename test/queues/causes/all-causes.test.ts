import assert from 'node:assert/strict';
import { AllCauses, QueueMonitor } from '../../../src/queues';
import { commandsOf } from '../../bench/support/commands';
import type { RedisServer } from '../../support/redis';
import { onEmptyRedis, QUICK, type Scope } from '../support';

describe('AllCauses', () => {
  let server: RedisServer;
  let scope: Scope;
  let monitor: QueueMonitor;
  let all: AllCauses;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  beforeEach(async () => {
    await scope.failed('orders', ['Order 81 not found', 'Order 82 not found', 'no stock']);
    await scope.failed('mail', ['Order 7 not found', 'no such address']);
    await scope.queue('sms').add({});
    const connection = scope.connection({}, QUICK);
    monitor = new QueueMonitor(connection, { recall: () => [], remember: () => undefined });
    all = new AllCauses(connection, () => monitor.queues);
    scope.onClose(() => all.dispose());
    scope.onClose(() => monitor.dispose());
    await monitor.discover();
  });

  /** `3 Order ‹number› not found: orders 2, mail 1` */
  const said = () =>
    all.shared.map(({ group, queues }) => {
      const where = queues.map(({ queue, count }) => `${queue.ref.name} ${count}`);
      return `${group.count} ${group.pattern}: ${where.join(', ')}`;
    });

  it('puts the failures of one cause together, whatever their queues', async () => {
    await all.open();
    assert.deepEqual(said()[0], '3 Order ‹number› not found: orders 2, mail 1');
    assert.deepEqual(said().slice(1).sort(), ['1 no stock: orders 1', '1 no such address: mail 1']);
    assert.deepEqual([all.size, all.isCut, all.isReading, all.problem], [5, false, false, null]);
    const [{ group } = assert.fail()] = all.shared;
    assert.deepEqual(group.names, ['work']);
    const failed = group.trend.reduce((sum, jobs) => sum + jobs, 0);
    assert.deepEqual([group.trend.length, failed], [8, 3], 'of all its queues');
    assert.ok(group.firstSeen! <= group.lastSeen!);
  });

  it('reads again only queues that have other counts, and forgets those without failures', async () => {
    await all.open();
    const queue = scope.queue('mail');
    await monitor.refresh();
    assert.equal(await commandsOf(server.connect(), () => all.refresh()), 0);
    await queue.clean(0, 'failed');
    await scope.failed('orders', ['no stock']);
    await monitor.refresh();
    await all.refresh();
    assert.deepEqual(said().sort(), ['2 Order ‹number› not found: orders 2', '2 no stock: orders 2']);
  });

  it('reads a queue again that is said to have changed, though it has as many failures as before', async () => {
    await all.open();
    const failed = await scope.queue('mail').getFailed();
    for (const job of failed) await job.remove();
    await scope.failed('mail', ['mailbox full', 'mailbox full']);
    await monitor.refresh();
    await all.refresh();
    assert.ok(!said().includes('2 mailbox full: mail 2'), 'it costs nothing to look where nobody has said so');
    await all.refresh([{ ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' }]);
    assert.ok(said().includes('2 mailbox full: mail 2'), said().join('\n'));
  });

  it('asks nothing before it is open, and knows nothing once it is closed', async () => {
    assert.equal(await commandsOf(server.connect(), () => all.refresh()), 0);
    await all.open();
    all.close();
    assert.deepEqual([said(), all.size], [[], 0]);
  });

  it('says why a queue could not be read, and shows the others', async () => {
    await server.connect().del('bull:mail:failed');
    await server.connect().set('bull:mail:failed', 'no set');
    await all.open();
    assert.ok(all.problem);
    assert.deepEqual(said().length, 2);
    await all.refresh();
    assert.ok(all.problem, 'it still cannot');
    await server.connect().del('bull:mail:failed');
    await all.refresh();
    assert.equal(all.problem, null);
  });
});
