import assert from 'node:assert/strict';
import { Recovery } from '../../../src/lint-thread/client/recovery';

const error = new Error('out of memory');

describe('after the linter thread has ended', () => {
  let time: number;
  let recovery: Recovery;

  beforeEach(() => {
    time = 1_000_000;
    recovery = new Recovery(() => time);
  });

  it('a file that it was stuck at is left out', () => {
    assert.equal(recovery.after({ kind: 'stuck', file: '/a.ts', error }), 'file left out');
    assert.deepEqual(recovery.leftOut, ['/a.ts']);
  });

  it('a file that it failed at is left out the second time', () => {
    assert.equal(recovery.after({ kind: 'failed', file: '/a.ts', error }), 'start again');
    assert.equal(recovery.after({ kind: 'failed', file: '/b.ts', error }), 'start again');
    assert.deepEqual(recovery.leftOut, []);
    assert.equal(recovery.after({ kind: 'failed', file: '/a.ts', error }), 'file left out');
    assert.deepEqual(recovery.leftOut, ['/a.ts']);
  });

  it('it is not started for ever', () => {
    const ends = Array.from({ length: 4 }, () => recovery.after({ kind: 'failed', file: null, error }));
    assert.deepEqual(ends, ['start again', 'start again', 'start again', 'give up']);
    recovery.reset();
    assert.equal(recovery.after({ kind: 'failed', file: null, error }), 'start again');
  });

  it('what was long ago does not count', () => {
    for (let i = 0; i < 20; i++) {
      assert.equal(recovery.after({ kind: 'failed', file: null, error }), 'start again');
      time += 240_000;
    }
  });
});
