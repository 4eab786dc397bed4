import assert from 'node:assert/strict';
import { directoryOf, join, relativeTo, upwards } from '../../../src/lint/files/paths';

describe('paths of the engine', () => {
  it('go up to the root of a disk, of a drive, or of a workspace in memory', () => {
    assert.deepEqual(upwards('/shop/src'), ['/shop/src', '/shop', '/']);
    assert.deepEqual(upwards('c:/shop/src'), ['c:/shop/src', 'c:/shop', 'c:/']);
    assert.deepEqual(upwards('C:/shop'), ['C:/shop', 'C:/']);
    assert.deepEqual(upwards('shop/src'), ['shop/src', 'shop', '']);
  });

  it('have a directory', () => {
    assert.deepEqual(['/a', '/', 'c:/a', 'c:/', 'c:/a/b', 'a', ''].map(directoryOf), [
      '/',
      '/',
      'c:/',
      'c:/',
      'c:/a',
      '',
      '',
    ]);
  });

  it('are joined, and told apart from absolute ones', () => {
    assert.equal(join('c:/', 'package.json'), 'c:/package.json');
    assert.equal(join('c:/shop/src', '../queues.ts'), 'c:/shop/queues.ts');
    assert.equal(join('/shop', 'D:/other/a.ts'), 'D:/other/a.ts');
    assert.equal(relativeTo('c:/', 'c:/shop/a.ts'), 'shop/a.ts');
  });
});
