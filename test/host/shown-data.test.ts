import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { jobId } from '../../src/queues';
import { ShownDataSetting } from '../../src/sessions/shown-data-setting';
import { jobUri } from '../../src/sidebar/jobs/job-uri';
import type { Node } from '../../src/sidebar/nodes/node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf, MemoryStorage } from './connections-in-memory';

const SECRET = '4111-1111-1111-1111';
const { Global, Workspace } = vscode.ConfigurationTarget;

describe('what the settings show of the data of jobs', () => {
  let redis: RedisServer;
  let jobs: BullJobs;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    const data = { card: SECRET, text: 'x'.repeat(2_000), customer: { card: [SECRET] }, orderId: 42 };
    await jobs.fail('orders', [data], new Error('declined'));
  });
  after(async () => {
    await jobs.close();
    await redis.stop();
  });
  const set = (key: string, value: unknown, target = Global) =>
    vscode.workspace.getConfiguration('bullLens').update(key, value, target);
  afterEach(async () => {
    await set('hiddenFields', undefined);
    await set('hiddenFields', undefined, Workspace);
    await set('rowFields', undefined);
    await set('connections', undefined);
  });

  it('rows show fields once they are named, and rows and tooltips nothing that is hidden', async () => {
    const setting = new ShownDataSetting();
    const connections = new ConnectionsInMemory(new MemoryStorage(), () => setting.current);
    setting.onDidChange(() => connections.sessions.showData());
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const tree = new QueuesTree(connections.sessions);
    tree.follow({
      onDidExpandElement: new vscode.EventEmitter().event,
      onDidCollapseElement: new vscode.EventEmitter().event,
    } as unknown as vscode.TreeView<Node>);
    const everything = async (node?: Node): Promise<string[]> => {
      const children = await tree.getChildren(node);
      const texts = children.map((child) => JSON.stringify(tree.getTreeItem(child), hasText));
      return [...texts, ...(await Promise.all(children.map(everything))).flat()];
    };
    try {
      await waitFor(async () => (await everything()).some((text) => text.includes(SECRET)), { message: 'the tooltip' });
      await set('rowFields', { orders: ['orderId', 'card'] });
      await waitFor(async () => (await everything()).some((text) => text.includes(`orderId: 42`)), {
        message: 'the field, which stands after the first 600 bytes',
      });
      await set('hiddenFields', ['card'], Workspace);
      await waitFor(async () => (await everything()).every((text) => !text.includes(SECRET)), { message: 'hidden' });
      assert.ok((await everything()).some((text) => text.includes('orderId: 42 · card: ‹hidden› · declined')));
    } finally {
      tree.dispose();
      connections.dispose();
      setting.dispose();
    }
  });

  it('documents show nothing that the user or the workspace hides, from the moment on that it is hidden', async () => {
    await set('connections', [{ name: 'staging', url: redis.url }]);
    await vscode.commands.executeCommand('bullLens.queues.focus');
    const address = { connection: 'staging', prefix: 'bull', queue: 'orders', id: jobId(Buffer.from('1')).key };
    const uri = jobUri({ ...address, whole: false }, '1');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await waitFor(() => document.getText().split(SECRET).length === 3, { message: 'the document' });
    await set('hiddenFields', ['customer.card']);
    await waitFor(() => document.getText().split(SECRET).length === 2, { message: 'what the user hides to be hidden' });
    await set('hiddenFields', ['card'], Workspace);
    await waitFor(() => !document.getText().includes(SECRET), { message: 'what the workspace hides to be hidden' });
    await set('hiddenFields', [], Workspace);
    await waitFor(() => document.getText().split(SECRET).length === 2, {
      message: 'what the user hides to stay hidden',
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });
});

/** Not the nodes that commands take. */
function hasText(key: string, value: unknown): unknown {
  return key === 'command' ? undefined : value;
}
