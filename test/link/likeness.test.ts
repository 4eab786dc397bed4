import assert from 'node:assert/strict';
import { bestLikeness, likeness, type Likeness } from '../../src/link/likeness';

describe('the likeness of a text in code and one in Redis', () => {
  const cases: readonly (readonly [known: readonly (string | null)[], actual: string, Likeness])[] = [
    [['mail'], 'mail', 'same'],
    [['mail'], 'Mail', 'other'],
    [['mail'], 'mails', 'other'],
    [[''], '', 'same'],
    [[null], 'anything', 'possible'],
    [[null], '', 'possible'],
    [['mail-', null], 'mail-eu', 'possible'],
    [['mail-', null], 'mail-', 'possible'],
    [['mail-', null], 'mail', 'other'],
    [[null, '-mail'], 'eu-mail', 'possible'],
    [['a', null, 'a'], 'a', 'other'],
    [['a', null, 'a'], 'aa', 'possible'],
    [['a-', null, '-b-', null, '-c'], 'a-1-b-2-c', 'possible'],
    [['a-', null, '-b-', null, '-c'], 'a-1-c-2-c', 'other'],
    [['x', null, 'ab', null, 'b'], 'xab', 'other'],
    [['.*', null], 'mail', 'other'],
  ];
  for (const [known, actual, expected] of cases) {
    it(`${known.map((part) => part ?? '‹?›').join('')} is ${expected} for ${JSON.stringify(actual)}`, () =>
      assert.equal(likeness(known, actual), expected));
  }

  it('is that of the most alike of several', () => {
    assert.equal(bestLikeness([['a'], [null], ['b']], 'b'), 'same');
    assert.equal(bestLikeness([['a'], [null]], 'b'), 'possible');
    assert.equal(bestLikeness([], 'b'), 'other');
  });
});
