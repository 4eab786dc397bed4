import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { enginePath, fromFolder } from '../../../src/cli/files/paths';
import { globOf } from '../../../src/cli/files/selection';

describe('the paths of the command line', () => {
  for (const [path, system, expected] of [
    ['C:\\shop\\src\\a.ts', win32, 'c:/shop/src/a.ts'],
    ['c:\\shop\\src/a.ts', win32, 'c:/shop/src/a.ts'],
    ['C:/shop/Src/a.ts', win32, 'c:/shop/Src/a.ts'],
    ['\\\\server\\share\\shop', win32, '//server/share/shop'],
    ['/shop/a\\b.ts', posix, '/shop/a\\b.ts'],
    ['/C:/odd.ts', posix, '/C:/odd.ts'],
  ] as const) {
    it(`takes ${path} for ${expected}`, () => assert.equal(enginePath(path, system), expected));
  }

  for (const [folder, asked, system, expected] of [
    ['C:\\shop', 'src\\queues', win32, 'c:/shop/src/queues'],
    ['C:\\shop', 'c:\\shop\\src', win32, 'c:/shop/src'],
    ['c:\\shop', 'C:/shop/src', win32, 'c:/shop/src'],
    ['C:\\shop', 'D:\\other', win32, 'd:/other'],
    ['C:\\shop\\src', '..\\lib', win32, 'c:/shop/lib'],
    ['C:\\', '.', win32, 'c:/'],
    ['/shop', './src/../lib', posix, '/shop/lib'],
  ] as const) {
    it(`${asked} in ${folder} is ${expected}`, () => assert.equal(fromFolder(folder, asked, system), expected));
  }

  for (const [glob, cwd, system, folder, found, others] of [
    ['src/**/*.ts', '/shop', posix, '/shop/src', ['a.ts', 'deep/b.ts'], ['a.js']],
    ['src\\**\\*.ts', 'C:\\shop', win32, 'c:/shop/src', ['a.ts', 'deep/b.ts'], ['a.js']],
    ['C:\\Shop\\*.ts', 'D:\\', win32, 'c:/Shop', ['a.ts'], ['deep/b.ts']],
    ['c:/shop/**/*.{ts,js}', 'C:\\shop', win32, 'c:/shop', ['a.ts', '.hidden/b.js'], ['a.md']],
    ['..\\lib\\*.ts', 'C:\\shop\\src', win32, 'c:/shop/lib', ['a.ts'], ['a.js']],
  ] as const) {
    it(`the glob ${glob} in ${cwd} matches below ${folder}`, () => {
      const { folder: base, matches } = globOf(glob, cwd, system);
      assert.equal(base, folder);
      for (const file of found) assert.equal(matches?.(`${folder}/${file}`), true, file);
      for (const file of others) assert.equal(matches?.(`${folder}/${file}`), false, file);
    });
  }

  it('of a name are no glob', () => assert.equal(globOf('src\\queue.ts', 'C:\\shop', win32).matches, null));
});
