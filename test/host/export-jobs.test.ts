import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { JOB_STATES } from '../../src/bull/states';
import { exportJobs, parseQuery } from '../../src/queues';
import { exportedJobs, nameOf, sessionOf, type Exportable } from '../../src/sidebar/commands/exported-rows';
import { Targets } from '../../src/sidebar/commands/targets';
import { CauseNode } from '../../src/sidebar/nodes/cause-node';
import { JobNode } from '../../src/sidebar/nodes/job-node';
import type { Node } from '../../src/sidebar/nodes/node';
import { StateNode } from '../../src/sidebar/nodes/state-node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';

describe('the jobs of rows, for a file', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('orders', 60, new Error('Order 81 not found'));
    await jobs.fail('orders', 2, new Error('no stock'));
    connections = new ConnectionsInMemory();
    tree = new QueuesTree(connections.sessions);
    const nobody = new vscode.EventEmitter<never>().event;
    tree.follow({ onDidExpandElement: nobody, onDidCollapseElement: nobody } as unknown as vscode.TreeView<Node>);
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    await waitFor(() => connections.sessions.all[0]?.monitor?.isComplete, { message: 'the queues' });
  });
  after(async () => {
    tree.dispose();
    connections.dispose();
    await jobs.close();
    await redis.stop();
  });

  const below = async <T extends Node>(kind: abstract new (...args: never[]) => T, node?: Node): Promise<T[]> => {
    const children = await tree.getChildren(node);
    const found = children.filter((child): child is T => child instanceof kind);
    if (found.length > 0) return found;
    return (await Promise.all(children.map((child) => below(kind, child)))).flat();
  };
  const written = async (rows: Exportable) => {
    const { connection, shownData } = sessionOf(rows);
    const { signal } = new AbortController();
    let text = '';
    const outcome = await exportJobs(connection!, await exportedJobs(rows, signal), {
      ...{ format: 'jsonl', shownData: shownData(), signal, onProgress: () => undefined },
      write: async (more) => void (text += more),
    });
    const lines = text.split('\n').filter(Boolean);
    assert.equal(lines.length, outcome.written);
    return lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted((a, b) => Number(a) - Number(b));
  };
  const all = Array.from({ length: 62 }, (_, i) => `${i + 1}`);

  it('are all of a state, a cause and a search, also where fewer are shown', async () => {
    const [failed] = await below(StateNode);
    assert.ok(failed && nameOf(failed) === 'orders-failed');
    assert.deepEqual(await written(failed), all);
    const causes = await below(CauseNode, failed);
    assert.deepEqual(await Promise.all(causes.map(written)), [all.slice(0, 60), all.slice(60)]);

    const [session] = connections.sessions.all;
    const search = session!.searches!.add(parseQuery('error ~ stock'), {
      ...{ queues: session!.monitor!.queues, states: JOB_STATES },
    });
    await search.run();
    await tree.getChildren();
    const row = await tree.findSearch(session!, search);
    assert.deepEqual(await written(row!), ['61', '62']);
  });

  it('are those that are selected', async () => {
    const [failed] = await below(StateNode);
    const [, stock] = await below(CauseNode, failed);
    const rows = await below(JobNode, stock);
    const read = new Targets(tree).exportable.read([rows[0], rows]);
    assert.deepEqual(await written(read!), ['61', '62']);
    assert.equal(new Targets(tree).exportable.read([{ row: {} }]), undefined);
  });
});
