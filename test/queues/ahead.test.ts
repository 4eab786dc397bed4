import assert from 'node:assert/strict';
import { ahead } from '../../src/queues/ahead';
import { waitFor } from '../support/wait-for';

/** The numbers up to `last`, or an error after it, and what was asked of them. */
function numbers(last: number, error?: Error) {
  const asked: number[] = [];
  let isClosed = false;
  async function* generate() {
    try {
      for (let n = 1; n <= last; n++) {
        asked.push(n);
        yield n;
      }
      if (error) throw error;
    } finally {
      isClosed = true;
    }
  }
  return { items: ahead(generate()), asked, isClosed: () => isClosed };
}

describe('what is read ahead', () => {
  it('is the same, in its order', async () => {
    const { items, isClosed } = numbers(3);
    const read: number[] = [];
    for await (const n of items) read.push(n);
    assert.deepEqual(read, [1, 2, 3]);
    assert.ok(isClosed());
  });

  it('is asked for while the one before is worked on, and no further', async () => {
    const { items, asked } = numbers(9);
    await items.next();
    await waitFor(() => asked.length === 2);
    await items.next();
    await waitFor(() => asked.length === 3);
    await items.return();
  });

  it('fails where it is read, not before', async () => {
    const { items } = numbers(1, new Error('lost'));
    assert.equal((await items.next()).value, 1);
    await assert.rejects(items.next(), /lost/);
  });

  it('is let go of by whoever reads no more of it', async () => {
    const { items, isClosed } = numbers(9, new Error('lost'));
    for await (const n of items) if (n === 2) break;
    await waitFor(isClosed);
  });
});
