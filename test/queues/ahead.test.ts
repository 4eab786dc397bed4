import assert from 'node:assert/strict';
import { ahead, allWorkedOn, workedOn } from '../../src/queues/ahead';
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

  it('is asked for at once, then while the one before is worked on, and no further', async () => {
    const { items, asked } = numbers(9);
    assert.deepEqual(asked, [1]);
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

const NEAR = { roundTrip: 0 };

describe('what is worked on ahead', () => {
  const double = (n: number) => (n === 3 ? Promise.reject(new Error('lost')) : Promise.resolve(2 * n));

  it('is given out in its order, however long each of it takes', async () => {
    const { items, isClosed } = numbers(4);
    const done: (() => void)[] = [];
    const results = workedOn(items, NEAR, (n) => new Promise<number>((resolve) => done.push(() => resolve(2 * n))));
    const first = results.next();
    await waitFor(() => done.length === 2);
    done[1]?.();
    done[0]?.();
    assert.equal((await first).value, 2);
    const second = results.next();
    await waitFor(() => done.length === 3);
    assert.equal((await second).value, 4);
    await results.return();
    await waitFor(isClosed);
  });

  it('is all of it, where that is less than is begun at a time', async () => {
    const read: number[] = [];
    for await (const n of workedOn(numbers(2).items, { roundTrip: 30 }, double)) read.push(n);
    assert.deepEqual(read, [2, 4]);
  });

  it('fails where it is read, not before', async () => {
    const results = workedOn(numbers(9).items, NEAR, double);
    assert.equal((await results.next()).value, 2);
    assert.equal((await results.next()).value, 4);
    await assert.rejects(results.next(), /lost/);
  });

  it('is there of all at once', async () => {
    assert.deepEqual(await allWorkedOn([1, 2], NEAR, double), [2, 4]);
    await assert.rejects(allWorkedOn([1, 2, 3], NEAR, double), /lost/);
  });

  it('is given out as soon as it is there, though items are still to come', async () => {
    async function* slow() {
      yield 1;
      yield 2;
      await new Promise(() => {});
    }
    const results = workedOn(slow(), { roundTrip: 150 }, (n) => n);
    assert.deepEqual([(await results.next()).value, (await results.next()).value], [1, 2]);
  });

  const begun = [
    { roundTrip: 0, together: 2 },
    { roundTrip: 2.9, together: 2 },
    { roundTrip: 10, together: 5 },
    { roundTrip: 20, together: 8 },
    { roundTrip: 150, together: 16 },
  ];
  for (const { roundTrip, together } of begun) {
    it(`is begun two at a time, then up to ${together} where an answer takes ${roundTrip} ms`, async () => {
      const items = Array.from({ length: 40 }, (_, i) => i);
      let begun = 0;
      const results = workedOn(items, { roundTrip }, () => ++begun);
      const underWay: number[] = [];
      for (let given = 0; given < 20; given++) {
        await results.next();
        underWay.push(begun - given);
      }
      const expected = Array.from({ length: 20 }, (_, i) => Math.min(2 + i, together));
      assert.deepEqual(underWay, expected);
    });
  }
});
