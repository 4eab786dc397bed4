import assert from 'node:assert/strict';
import type { Node } from '../../src/sidebar/nodes/node';
import { Redraws } from '../../src/sidebar/redraws';
import { waitFor } from '../support/wait-for';

const node = (id: string, parent: Node | null = null): Node => ({
  id,
  parent,
  item: () => assert.fail('Nobody draws here'),
});

describe('Redraws', () => {
  let told: (string[] | 'all')[];
  let redraws: Redraws;
  beforeEach(() => {
    told = [];
    redraws = new Redraws((nodes) => told.push(nodes ? nodes.map(({ id }) => id) : 'all'));
  });
  afterEach(() => redraws.dispose());

  const settled = (times: number) => waitFor(() => told.length >= times, { message: `${times} redraws` });

  it('tells of a row once, however often it has changed', async () => {
    const row = node('a');
    for (let i = 0; i < 5; i++) redraws.add(row);
    redraws.add(node('b'));
    await settled(1);
    assert.deepEqual(told, [['a', 'b']]);
  });

  it('tells of no row beside one that it is below of, in whichever order they changed', async () => {
    const root = node('root');
    const queue = node('queue', root);
    const job = node('job', node('folder', queue));
    redraws.add(job);
    redraws.add(queue);
    redraws.add(node('other', root));
    await settled(1);
    assert.deepEqual(told, [['queue', 'other']]);
  });

  it('tells of no single row beside the whole tree', async () => {
    redraws.add(node('a'));
    redraws.addAll();
    redraws.add(node('b'));
    await settled(1);
    assert.deepEqual(told, ['all']);
  });

  it('tells of many rows a few at a time, and forgets none', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => node(`${i}`));
    for (const row of rows) redraws.add(row);
    await settled(3);
    assert.deepEqual(
      told.flat(),
      rows.map(({ id }) => id),
    );
    assert.ok(told.every((some) => some.length <= 200));
  });

  it('tells of no row, and not of the tree, while VS Code draws it', async () => {
    const open = new Set<Node | undefined>();
    const held = new Redraws(
      (nodes) => told.push(nodes ? nodes.map(({ id }) => id) : 'all'),
      (row) => open.has(row),
    );
    const folder = node('folder');
    open.add(folder);
    held.add(folder);
    held.add(node('other'));
    await settled(1);
    assert.deepEqual(told, [['other']]);
    open.delete(folder);
    await settled(2);
    assert.deepEqual(told[1], ['folder']);
    open.add(undefined);
    held.addAll();
    redraws.add(node('of another tree'));
    await settled(3);
    assert.deepEqual(told[2], ['of another tree']);
    open.delete(undefined);
    await settled(4);
    assert.equal(told[3], 'all');
    held.dispose();
  });

  it('tells nothing more once it is disposed of', async () => {
    redraws.add(node('a'));
    redraws.dispose();
    redraws.add(node('c'));
    const after = new Redraws((nodes) => told.push(nodes!.map(({ id }) => id)));
    after.add(node('b'));
    await settled(1);
    assert.deepEqual(told, [['b']]);
  });
});
