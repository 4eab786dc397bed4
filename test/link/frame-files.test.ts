import assert from 'node:assert/strict';
import { filesLike, isOfEvaluatedModule, nearestTo, rootsOf, stepsTo } from '../../src/link/frame-files';

/** The files of a workspace. */
const FILES = [
  '/home/ann/shop/api/src/charge.js',
  '/home/ann/shop/api/src/index.js',
  '/home/ann/shop/mail/src/index.js',
  '/home/ann/shop/mail/src/send.ts',
  '/home/ann/shop/web/.next/server/app/api/pay/route.js',
  '/home/ann/shop/web/src/app/api/pay/route.ts',
  '/home/ann/shop/web/src/app/(shop)/[id]/page.tsx',
  '/home/ann/shop/worker.js',
];

/** What a stack trace or a source map names, and which files it can be. */
const NAMED: readonly [file: string, ...found: string[]][] = [
  ['/home/ann/shop/api/src/index.js', 'api/src/index.js'],
  ['/var/task/api/src/charge.js', 'api/src/charge.js'],
  ['/var/task/src/charge.js', 'api/src/charge.js'],
  ['/app/mail/src/index.js', 'mail/src/index.js'],
  ['/app/src/index.js', 'api/src/index.js', 'mail/src/index.js'],
  ['/var/task/worker.js', 'worker.js'],
  ['file:///var/task/api/src/charge.js', 'api/src/charge.js'],
  ['file:///app/web/src/app/(shop)/%5Bid%5D/page.tsx?v=3', 'web/src/app/(shop)/[id]/page.tsx'],
  ['file:///C:/work/shop/mail/src/send.ts', 'mail/src/send.ts'],
  ['C:\\work\\shop\\mail\\src\\send.ts', 'mail/src/send.ts'],
  ['\\\\build\\share\\mail\\src\\send.ts', 'mail/src/send.ts'],
  ['webpack://web/./src/app/api/pay/route.ts?1a2b', 'web/src/app/api/pay/route.ts'],
  ['webpack:///./src/app/api/pay/route.ts', 'web/src/app/api/pay/route.ts'],
  ['webpack-internal:///(rsc)/./src/app/api/pay/route.ts', 'web/src/app/api/pay/route.ts'],
  ['turbopack:///[project]/web/src/app/api/pay/route.ts', 'web/src/app/api/pay/route.ts'],
  ['/var/task/.next/server/app/api/pay/route.js', 'web/.next/server/app/api/pay/route.js'],
  ['.next/server/app/api/pay/route.js', 'web/.next/server/app/api/pay/route.js'],
  ['webpack://mail/../src/send.ts', 'mail/src/send.ts'],
  ['/app/dist/../src/send.ts', 'mail/src/send.ts'],
  ['/var/task/xcharge.js'],
  ['/var/task/charge.ts'],
  ['/var/task/api/src/'],
  ['file:///app/100%/send.ts', 'mail/src/send.ts'],
  [''],
  ['..'],
  ['node:internal/process/task_queues'],
];

describe('the files that a file of a stack trace can be', () => {
  for (const [file, ...found] of NAMED) {
    it(`of ${JSON.stringify(file)}: ${found.join(' or ') || 'none'}`, () => {
      assert.deepEqual(
        filesLike(file, FILES).map((path) => path.slice('/home/ann/shop/'.length)),
        found,
      );
    });
  }

  for (const [file, path, there, here] of [
    ['/var/task/api/src/charge.js', '/home/ann/shop/api/src/charge.js', 'var/task', '/home/ann/shop'],
    ['C:\\shop\\index.js', '/home/ann/shop/mail/src/index.js', 'shop', '/home/ann/shop/mail/src'],
    ['C:\\shop\\lib\\send.js', '/home/ann/shop/mail/src/lib/send.js', 'shop', '/home/ann/shop/mail/src'],
    ['src/index.js', '/src/index.js', '', ''],
    ['/app/dist/send.js', '/home/src/send.ts', 'app/dist/send.js', '/home/src/send.ts'],
  ] as const) {
    it(`of ${JSON.stringify(file)} as ${path} stand in ${there || 'no folder'} there`, () =>
      assert.deepEqual(rootsOf(file, path), { there, here }));
  }

  it('are those of the package that a bundle is in, where a bundler names them as seen from there', () => {
    const named = filesLike('webpack://shop/./src/index.js', FILES);
    assert.deepEqual(nearestTo('/home/ann/shop/mail/dist/worker.js', named), ['/home/ann/shop/mail/src/index.js']);
    assert.deepEqual(nearestTo('/home/ann/shop/web/.next/server/chunks/1.js', named), named);
    assert.deepEqual(nearestTo('/home/ann/shop/mail/dist/worker.js', []), []);
  });

  for (const [file, isOne] of [
    ['webpack-internal:///(rsc)/./lib/charge.ts', true],
    ['webpack-internal:///./lib/charge.ts', true],
    ['webpack://shop/./lib/charge.ts?', true],
    ['webpack://shop/lib/charge.ts', false],
    ['webpack://shop/lib/charge.ts?0193', false],
    ['/app/lib/charge.ts', false],
  ] as const) {
    it(`have lines of their own in ${file}: ${isOne ? 'no' : 'yes'}`, () =>
      assert.equal(isOfEvaluatedModule(file), isOne));
  }

  it('are as on the disk, whatever the way to them looks like', () => {
    assert.deepEqual(stepsTo('file:///var/task/a%20b.js'), ['var', 'task', 'a b.js']);
    assert.deepEqual(stepsTo('/var/task/a%20b.js'), ['var', 'task', 'a%20b.js']);
    assert.deepEqual(stepsTo('/var/task/what?.js'), ['var', 'task', 'what?.js']);
  });
});
