import assert from 'node:assert/strict';
import { paceChoices, parseRate, timeAtRate } from '../../src/actions/pace';

describe('a pace', () => {
  for (const [text, rate] of [
    ['50/s', 50],
    ['50', 50],
    [' 0.5/s ', 0.5],
    ['1000', 1_000],
    ['0', null],
    ['-1', null],
    ['50/m', null],
    ['1e400', null],
    ['9'.repeat(400), null],
    ['fast', null],
    ['', null],
  ] as const) {
    it(`is ${rate === null ? 'none' : `${rate} a second`} in "${text.slice(0, 10)}", in the editor as in a terminal`, () =>
      assert.equal(parseRate(text), rate));
  }

  it('is offered with the time that it takes', () => {
    assert.deepEqual(
      paceChoices(1_204).map(({ label, description, rate }) => [label, description, rate]),
      [
        ['10 a second', 'about 2 min', 10],
        ['50 a second', 'about 25 s', 50],
        ['200 a second', 'about 7 s', 200],
      ],
    );
    assert.equal(timeAtRate(0.5, 430_000), '9 days');
  });
});
