import assert from 'node:assert/strict';
import { outlineOf } from '../../../src/lint/modules/outline';

describe('the outline of a text', () => {
  const importsOf = (text: string): readonly string[] => outlineOf(text).imports;
  const exportsOf = (text: string): readonly string[] | null => outlineOf(text).exports;

  it('has what is loaded, in every form', () => {
    assert.deepEqual(importsOf("import a from './a';\nimport { b,\n  c } from './b';\nimport * as d from './d';"), [
      './a',
      './b',
      './d',
    ]);
    assert.deepEqual(
      importsOf("import './a';\nexport * from './b';\nexport { c } from './c';\nexport * as d from './d'"),
      ['./a', './b', './c', './d'],
    );
    assert.deepEqual(importsOf('const a = require(\'./a\').a;\nconst b = await import("./b");'), ['./a', './b']);
    assert.deepEqual(importsOf("import a = require('./a');\nimport b, { type B } from './b'"), ['./b', './a']);
    assert.deepEqual(importsOf("import type from './a';\nimport type, { a } from './b';"), ['./a', './b']);
  });

  it('tells whether names of modules are computed', () => {
    const computes = (text: string): boolean => outlineOf(text).loadsComputed;
    assert.deepEqual(
      ['require(join(a, b))', 'import(file)', 'require(`./${name}`)', "require('./' + name)"].filter(computes).length,
      4,
    );
    assert.deepEqual(
      [
        "require('./a')",
        'require(`./a`)',
        "import(/* webpackChunkName: 'a' */ './a')",
        'loader.require(a)',
        '// require(a)',
      ].filter(computes),
      [],
    );
    assert.deepEqual(importsOf("require(`./a`);\nimport(/* webpackChunkName: 'b' */ './b')"), ['./a', './b']);
  });

  it('leaves out what only types come from, and comments', () => {
    assert.deepEqual(
      importsOf("import type { A } from './a';\nexport type { B } from './b';\nexport type * from './c';"),
      [],
    );
    assert.deepEqual(
      importsOf("// import a from './a';\n/* import './b' */\n * const c = require('./c')\n  // require('./d')"),
      [],
    );
  });

  it('tells what is passed on whole', () => {
    assert.deepEqual(outlineOf("export * from './a';\nexport * as b from './b';\nexport { c } from './c';").stars, [
      './a',
    ]);
  });

  it('has the names that are exported', () => {
    assert.deepEqual(
      exportsOf(
        'export const a = 1;\nexport async function b() {}\nexport abstract class C {}\nexport const enum D {}',
      ),
      ['a', 'b', 'C', 'D'],
    );
    assert.deepEqual(exportsOf("export { a, b as c, d as default } from './a';\nexport * as e from './e';"), [
      'a',
      'c',
      'default',
      'e',
    ]);
    assert.deepEqual(exportsOf('export default class {}'), ['default']);
    assert.deepEqual(exportsOf("import a from './a';\na();"), []);
    assert.deepEqual(exportsOf("export interface A {}\nexport * from './a';"), []);
  });

  it('says that it cannot tell', () => {
    assert.equal(exportsOf('export const { a, b } = c;'), null);
    assert.equal(exportsOf('module.exports = { a };'), null);
    assert.equal(exportsOf('const a = 1;'), null);
  });

  it('is made of any text', () => {
    for (const text of [
      '',
      'import',
      'export',
      "import from '",
      'export {',
      'export * from',
      'import(',
      '\u2028export',
      'export const',
    ]) {
      assert.doesNotThrow(() => outlineOf(text), text);
    }
  });
});
