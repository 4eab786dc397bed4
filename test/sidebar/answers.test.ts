import assert from 'node:assert/strict';
import { Answers } from '../../src/sidebar/answers';
import type { Node } from '../../src/sidebar/nodes/node';

const row: Node = { id: 'row', parent: null, item: () => assert.fail('Nobody draws here') };

describe('Answers', () => {
  let now = 0;
  let answers: Answers;
  beforeEach(() => (answers = new Answers(() => now)));

  const question = () => {
    let end: () => void = () => undefined;
    const given = answers.give(row, () => new Promise<void>((resolve) => (end = resolve)));
    return {
      async answer() {
        end();
        await given;
      },
    };
  };

  it('are under way from the question until a moment after they were given', async () => {
    assert.equal(answers.isUnderWay(row), false);
    const asked = question();
    assert.deepEqual([answers.isOpen(row), answers.isUnderWay(row)], [true, true]);
    await asked.answer();
    assert.deepEqual([answers.isOpen(row), answers.isUnderWay(row)], [false, true]);
    now += 1_000;
    assert.equal(answers.isUnderWay(row), false);
  });

  it('are under way until the last of those is given that were asked at the same time', async () => {
    const [first, second] = [question(), question()];
    await first.answer();
    now += 1_000;
    assert.deepEqual([answers.isOpen(row), answers.isUnderWay(row)], [true, true]);
    await second.answer();
    assert.equal(answers.isOpen(row), false);
  });

  it('end too where they fail', async () => {
    await assert.rejects(answers.give(row, () => Promise.reject(new Error('no Redis'))));
    assert.equal(answers.isOpen(row), false);
  });

  it('of the tree itself are told apart from those of its rows', async () => {
    await answers.give(undefined, () => Promise.resolve([]));
    assert.deepEqual([answers.isUnderWay(undefined), answers.isUnderWay(row)], [true, false]);
  });
});
