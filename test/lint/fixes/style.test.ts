import assert from 'node:assert/strict';
import { parseFile } from '../../../src/lint/syntax/parsed-file';
import { indentationAt, inStyle, styleOf, type Style } from '../../../src/lint/fixes/style';

const read = (text: string): Style => styleOf(parseFile('queue.ts', text));

const prettier: Style = {
  indent: '  ',
  newline: '\n',
  quote: "'",
  semicolons: true,
  trailingCommas: true,
  bracketSpacing: true,
};

describe('the style of a file', () => {
  it('is as Prettier would have it where the file shows nothing', () => {
    assert.deepEqual(read(''), prettier);
  });

  it('is read off tabs, double quotes, no semicolons and no trailing commas', () => {
    const text = 'import Bull from "bull"\n\nexport const q = new Bull("q", {\n\tsettings: {lockDuration: 1}\n})\n';
    assert.deepEqual(read(text), {
      indent: '\t',
      newline: '\n',
      quote: '"',
      semicolons: false,
      trailingCommas: false,
      bracketSpacing: false,
    });
  });

  it('follows the majority', () => {
    const text = `const a = 'a';\nconst b = "b";\nconst c = 'c'\nconst d = "it's";\nconst e = "it's";\n`;
    assert.equal(read(text).quote, "'");
    assert.equal(read(text).semicolons, true);
  });

  it('is read off the braces of imports, exports and patterns too', () => {
    assert.equal(read(`import {a} from 'a';\nexport {a};\nconst b = { a };\n`).bracketSpacing, false);
    const text = `const { a } = require('a');\nconst { b } = require('b');\nmodule.exports = {a, b};\n`;
    assert.equal(read(text).bracketSpacing, true);
    assert.equal(read(`import {\n  a,\n  b\n} from 'a';\n`).trailingCommas, false);
  });

  it('keeps Windows line ends and four spaces', () => {
    const style = read('function f() {\r\n    return 1;\r\n}\r\n');
    assert.equal(style.newline, '\r\n');
    assert.equal(style.indent, '    ');
  });

  it('does not read quotes off JSX', () => {
    assert.equal(styleOf(parseFile('a.tsx', `const a = <a href="x" title="y">{'z'}</a>;`)).quote, "'");
  });
});

describe('code in a style', () => {
  const code = `const a = {\n  b: ['c', { d: 1 }],\n};\ncall(a, {\n  e: {\n    f: 1,\n  },\n});`;

  it('stays as it is in our own', () => {
    assert.equal(inStyle(code, prettier), code);
  });

  it('is written as the file is', () => {
    const style: Style = {
      indent: '\t',
      newline: '\r\n',
      quote: '"',
      semicolons: false,
      trailingCommas: false,
      bracketSpacing: false,
    };
    assert.equal(
      inStyle(code, style),
      'const a = {\r\n\tb: ["c", {d: 1}]\r\n}\r\ncall(a, {\r\n\te: {\r\n\t\tf: 1\r\n\t}\r\n})',
    );
  });

  it('stands where it is put', () => {
    assert.equal(inStyle('{\n  a: 1,\n\n  b: 2,\n}', prettier, '    '), '{\n      a: 1,\n\n      b: 2,\n    }');
  });

  it('knows the indentation of a line', () => {
    assert.equal(indentationAt('a\n\t b(c)', 6), '\t ');
    assert.equal(indentationAt('a', 1), '');
  });
});
