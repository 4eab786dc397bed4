import assert from 'node:assert/strict';
import { Recovery } from '../../../src/lint-thread/client/recovery';

const error = new Error('out of memory');
const stuck = (file: string) => ({ kind: 'stuck', file, error }) as const;

describe('after the linter thread has ended', () => {
  let time: number;
  let recovery: Recovery;

  beforeEach(() => {
    time = 1_000_000;
    recovery = new Recovery(() => time);
  });

  it('a file that it was stuck at is left out', () => {
    assert.deepEqual(recovery.after(stuck('/a.ts')), { path: '/a.ts', comesBack: true });
    assert.deepEqual(recovery.leftOut, [{ path: '/a.ts', comesBack: true }]);
  });

  it('a file that it failed at is left out the second time', () => {
    assert.equal(recovery.after({ kind: 'failed', file: '/a.ts', error }), 'start again');
    assert.equal(recovery.after({ kind: 'failed', file: '/b.ts', error }), 'start again');
    assert.deepEqual(recovery.leftOut, []);
    assert.deepEqual(recovery.after({ kind: 'failed', file: '/a.ts', error }), { path: '/a.ts', comesBack: true });
    assert.deepEqual(recovery.leftOut, [{ path: '/a.ts', comesBack: true }]);
  });

  it('a file that was left out comes back when something happens to it on disk, and no other', () => {
    recovery.after(stuck('/a.ts'));
    recovery.after(stuck('/b.ts'));
    recovery.filesChanged(['/a.ts', '/c.ts']);
    assert.deepEqual(recovery.leftOut, [{ path: '/b.ts', comesBack: true }]);
  });

  it('a file that comes back is tried again twice, and then left out for good', () => {
    const ends = Array.from({ length: 3 }, () => {
      const end = recovery.after(stuck('/a.ts'));
      recovery.filesChanged(['/a.ts']);
      return end;
    });
    assert.deepEqual(ends, [
      { path: '/a.ts', comesBack: true },
      { path: '/a.ts', comesBack: true },
      { path: '/a.ts', comesBack: false },
    ]);
    assert.deepEqual(recovery.leftOut, [{ path: '/a.ts', comesBack: false }]);
  });

  it('a file that comes back and fails does not stop the linter for the others', () => {
    for (const file of ['/a.ts', '/b.ts']) {
      for (let i = 0; i < 3; i++) {
        assert.notEqual(recovery.after(stuck(file)), 'give up');
        recovery.filesChanged([file]);
      }
    }
    assert.equal(recovery.after({ kind: 'failed', file: null, error }), 'start again');
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
