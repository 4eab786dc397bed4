import assert from 'node:assert/strict';
import { DrawnNodes } from '../../../src/sidebar/nodes/drawn-nodes';
import type { Node } from '../../../src/sidebar/nodes/node';

interface Cause {
  readonly name: string;
  readonly jobs: number;
}

class CauseRow implements Node {
  readonly id: string;
  readonly parent = null;

  constructor(public shown: Cause) {
    this.id = shown.name;
  }

  showing(cause: Cause): this {
    this.shown = cause;
    return this;
  }

  item(): never {
    assert.fail('Nobody draws here');
  }
}

describe('DrawnNodes', () => {
  const make = (cause: Cause) => new CauseRow(cause);
  const drawn = () => {
    const rows = new DrawnNodes<Cause, CauseRow>();
    rows.draw(
      [
        { name: 'lock', jobs: 3 },
        { name: 'stalled', jobs: 1 },
      ],
      make,
    );
    return rows;
  };

  it('draws what it has drawn before as the same rows', () => {
    const rows = drawn();
    const before = rows.all;
    const again = rows.draw([{ name: 'lock', jobs: 4 }], make);
    assert.equal(again[0], before[0]);
    assert.deepEqual([again[0]?.shown.jobs, rows.has(before[0]!), rows.has(before[1]!)], [4, true, false]);
  });

  it('keeps rows in their order, as they are now, while they are the same ones', () => {
    const rows = drawn();
    const same = rows.same(
      [
        { name: 'stalled', jobs: 9 },
        { name: 'lock', jobs: 3 },
      ],
      make,
    );
    assert.deepEqual(
      same?.map(({ shown }) => shown),
      [
        { name: 'lock', jobs: 3 },
        { name: 'stalled', jobs: 9 },
      ],
    );
  });

  it('knows that others are to be drawn', () => {
    for (const names of [['lock'], ['lock', 'timeout'], ['lock', 'stalled', 'timeout'], []]) {
      const rows = drawn();
      assert.equal(
        rows.same(
          names.map((name) => ({ name, jobs: 7 })),
          make,
        ),
        null,
        names.join(),
      );
      assert.deepEqual(
        rows.all.map(({ shown }) => shown.jobs),
        [3, 1],
        'the rows say what they said',
      );
    }
  });
});
