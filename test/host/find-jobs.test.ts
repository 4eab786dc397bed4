import assert from 'node:assert/strict';
import { JOB_STATES } from '../../src/bull/states';
import { parseQuery, type JobSearch } from '../../src/queues';
import { Targets } from '../../src/sidebar/commands/targets';
import { JobNode } from '../../src/sidebar/nodes/job-node';
import type { Node } from '../../src/sidebar/nodes/node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';

describe('the rows of found jobs', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('orders', [{ orderId: 42 }, { orderId: 43 }], new Error('no stock'));
    await jobs.wait('mail', [{ orderId: 42 }]);
  });
  after(async () => {
    await jobs.close();
    await redis.stop();
  });
  beforeEach(async () => {
    connections = new ConnectionsInMemory();
    tree = new QueuesTree(connections.sessions);
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    await waitFor(() => session().monitor?.isComplete, { message: 'the queues' });
  });
  afterEach(() => {
    tree.dispose();
    connections.dispose();
  });

  const session = () => connections.sessions.all[0] ?? assert.fail('There is no session');
  const begin = (text: string): JobSearch => {
    const { monitor, searches } = session();
    return searches!.add(parseQuery(text), { queues: monitor!.queues, states: JOB_STATES });
  };
  const text = (node: Node) => {
    const { label, description } = tree.getTreeItem(node);
    return [label as string, description as string].filter(Boolean).join(' | ');
  };
  const rows = async (node: Node) => (await tree.getChildren(node)).map(text);
  const rowOf = async (search: JobSearch) => {
    await tree.getChildren();
    const row = await drawing(() => tree.findSearch(session(), search));
    return row ?? assert.fail('The search has no row');
  };

  it('stand below the search, by queue and state, as jobs that commands take', async () => {
    const search = begin('orderId = 42');
    await search.run();
    const row = await rowOf(search);
    assert.equal(text(row), 'orderId = 42 | 2 jobs in 2 queues');
    assert.deepEqual(await rows(row), ['orders | 1 failed', 'mail | 1 waiting']);
    const [orders] = await tree.getChildren(row);
    const [job] = await tree.getChildren(orders);
    assert.ok(job instanceof JobNode);
    assert.equal(text(job), 'just now  1 | no stock');
    assert.deepEqual(new Targets(tree).jobsOrDocument.read([job, undefined]), [job]);
    assert.equal(job.queueNode.queue.ref.name, 'orders');
    assert.equal(new Set((await everything()).map(({ id }) => id)).size, (await everything()).length);
  });

  it('say that there is none, why it could not be searched, and nothing once it is closed', async () => {
    const none = begin('orderId = 44');
    await none.run();
    const row = await rowOf(none);
    assert.equal(text(row), 'orderId = 44 | no job');
    assert.deepEqual(await rows(row), ['No such job']);
    session().searches!.close(none);
    await tree.getChildren(row.parent);
    assert.equal(tree.has(row), false);

    const lost = begin('orderId = 42');
    session().connection!.close();
    await lost.run();
    assert.match(lost.problem ?? '', /^staging/);
  });

  it('are drawn anew as more is found', async () => {
    const search = begin('orderId > 1');
    const row = await rowOf(search);
    let drawn = text(row);
    tree.onDidChangeTreeData((nodes) => {
      // What is above it is drawn with all that is below.
      if (!nodes || nodes.includes(row) || nodes.includes(row.parent)) drawn = text(row);
    });
    await search.run();
    await waitFor(() => drawn === 'orderId > 1 | 3 jobs in 2 queues', { message: 'the row to be drawn anew' });
  });

  it('stand beside the causes over all queues, which lead to the queues', async () => {
    const { allCauses } = session();
    await allCauses!.open();
    await tree.getChildren();
    const row = await drawing(() => tree.findCauses(session()));
    assert.ok(row);
    assert.equal(text(row), 'Causes | 1 cause of 2 failed');
    const [cause] = await tree.getChildren(row);
    assert.match(text(cause!), /^2 {2}no stock \| in orders · just now/);
    const [queue] = await tree.getChildren(cause);
    assert.equal(text(queue!), 'orders | 2 failed');
    const { command } = tree.getTreeItem(queue!);
    const named = command?.arguments?.[0] as unknown;
    assert.deepEqual(new Targets(tree).shown.read([named]), {
      connection: 'staging',
      ref: { prefix: 'bull', name: 'orders' },
    });
    allCauses!.close();
    await tree.getChildren(row.parent!);
    assert.equal(tree.has(row), false);
  });

  /** As VS Code does, which is told that there is another row. */
  async function drawing<T>(find: () => Promise<T>): Promise<T> {
    const drawn = tree.onDidChangeTreeData(
      () => void everything().then((all) => all.map((node) => tree.getTreeItem(node))),
    );
    try {
      return await find();
    } finally {
      drawn.dispose();
    }
  }

  async function everything(node?: Node): Promise<Node[]> {
    const children = await tree.getChildren(node);
    return [...children, ...(await Promise.all(children.map(everything))).flat()];
  }
});
