import assert from 'node:assert/strict';
import { QueueMonitor } from '../../src/queues';
import { serverNotices } from '../../src/sessions/server-notices';
import { onEmptyRedis, QUICK, type Scope } from '../queues/support';
import { joinNodes, startNodes } from '../support/redis-cluster';

const forget = { recall: () => [], remember: () => {} };

describe('What is to be known of a Redis', () => {
  let scope: Scope;
  onEmptyRedis(
    { users: ['noscripts on >pw ~* &* +@all -@scripting', 'noinfo on >pw ~* &* +@all -info'] },
    (_, forTest) => (scope = forTest),
  );

  async function monitor(changes: Parameters<Scope['connection']>[0] = {}): Promise<QueueMonitor> {
    const monitor = new QueueMonitor(scope.connection(changes, QUICK), forget);
    await monitor.discover();
    await monitor.refresh();
    return monitor;
  }

  it('is nothing where all is well, also where it tells nothing of itself', async () => {
    await scope.queue('mail').add({});
    assert.deepEqual(serverNotices(await monitor()), []);
    const silent = await monitor({ username: 'noinfo', password: 'pw' });
    assert.deepEqual([silent.server, silent.queues.length, serverNotices(silent)], [null, 1, []]);
  });

  it('is that counts are asked for one by one where scripts are refused, and why', async () => {
    await scope.queue('mail').add({});
    const [notice] = serverNotices(await monitor({ username: 'noscripts', password: 'pw' }));
    assert.match(
      notice?.text ?? '',
      /^staging: .*ACL user noscripts use EVALSHA\..* Counts are asked for one by one\.$/,
    );
  });

  it('is that it is one node of a cluster, whose own queues are all counted', async () => {
    const nodes = await startNodes();
    for (const node of nodes) scope.onClose(() => node.stop());
    await joinNodes(nodes);
    // Slots 15495, 3300, 7365 and 3168.
    const prefixes = ['{a}', '{b}', '{c}', '{f}'];
    const [first, second] = await Promise.all(
      nodes.map(async ({ port }) => {
        for (const prefix of prefixes) {
          const queue = scope.queue('mail', { prefix, redis: { host: '127.0.0.1', port } });
          await queue.add({}).catch((error: Error) => assert.match(error.message, /^MOVED/));
        }
        return monitor({ port, prefixes });
      }),
    );
    const waiting = (node?: QueueMonitor) =>
      node?.queues.map(({ ref, snapshot }) => `${ref.prefix} ${snapshot?.counts.waiting}`).sort();
    assert.deepEqual(waiting(first), ['{b} 1', '{c} 1', '{f} 1']);
    assert.deepEqual(waiting(second), ['{a} 1']);
    for (const node of [first, second]) {
      const [notice] = node ? serverNotices(node) : [];
      assert.equal(notice?.summary, 'one node of a cluster');
      assert.match(notice?.text ?? '', /^staging: It is one node of a Redis Cluster/);
    }
  });
});
