import assert from 'node:assert/strict';
import { shown } from '../support/values';

/** Each line of code beside what it is known to be. */
function table(rows: readonly (readonly [code: string, expected: string])[]): void {
  for (const [code, expected] of rows) {
    it(`${code.replaceAll('\n', ' ')} → ${expected}`, () => assert.equal(shown(code), expected));
  }
}

describe('what an expression is known to be', () => {
  describe('numbers', () => {
    table([
      ['export const it = 2 * 60 * 1000;', '120000'],
      ['export const it = 120_000;', '120000'],
      ['export const it = -(5 - 6);', '1'],
      ['const SECOND = 1000; export const it = 30 * SECOND;', '30000'],
      ['enum Lock { Short = 30_000, Long = Short * 4, Next } export const it = Lock.Next;', '120001'],
      ['enum Lock { Short = 30_000, Long } export const it = Lock.Long;', '30001'],
      ['enum Lock { Short = 30_000, Long = Short * 4 } export const it = Lock.Long;', '120000'],
      ["import ms from 'ms'; export const it = ms('2m');", '120000'],
      ["import ms from './ms'; export const it = ms('2m');", '?'],
      ["import ms from 'ms'; export const it = ms('a while');", '?'],
      ['export const it = Math.max(30_000, 2 * 60_000);', '120000'],
      ["export const it = parseInt('30000', 10);", '30000'],
    ]);
  });

  describe('numbers from the environment: the default is what is proven', () => {
    table([
      ['export const it = Number(process.env.LOCK_MS) || 30000;', '30000 unless $LOCK_MS'],
      ['export const it = process.env.LOCK_MS ?? 30000;', '30000 unless $LOCK_MS'],
      ["export const it = parseInt(process.env.LOCK_MS || '30000', 10);", '30000 unless $LOCK_MS'],
      ["export const it = +(process.env['LOCK_MS'] ?? 30) * 1000;", '30000 unless $LOCK_MS'],
      ['export const it = process.env.LOCK_MS ? Number(process.env.LOCK_MS) : 30000;', '30000 unless $LOCK_MS'],
      ['const { LOCK_MS = 30000 } = process.env; export const it = Number(LOCK_MS);', '30000 unless $LOCK_MS'],
      ['export const it = Number(process.env.LOCK_MS);', '$LOCK_MS'],
      ['export const it = process.env.REDIS_URL!;', '$REDIS_URL'],
      ["import { env } from 'node:process'; export const it = env.REDIS_URL;", '$REDIS_URL'],
      ['export const it = `redis://${process.env.HOST}:6379`;', '`redis://?:6379`'],
    ]);
  });

  describe('objects', () => {
    table([
      ['const a = 1; export const it = { a, "b": 2, ["c"]: 3 };', '{ a: 1, b: 2, c: 3 }'],
      ['const base = { a: 1, b: 2 }; export const it = { ...base, b: 3 };', '{ a: 1, b: 3 }'],
      ['const base = { a: 1, b: 2 }; export const it = { b: 3, ...base };', '{ b: 2, a: 1 }'],
      ['declare const rest: object; export const it = { a: 1, ...rest, b: 2 };', '{ a: 1 | ?, b: 2, … }'],
      ['declare const on: boolean; export const it = { a: 1, ...(on && { a: 2 }) };', '{ a: 1 | 2 }'],
      ['declare const on: boolean; export const it = { ...(on ? { a: 2 } : {}) };', '{ a: 2 | - }'],
      ['export const it = Object.assign({}, { a: 1 }, { a: 2 });', '{ a: 2 }'],
      ['export const it = Object.freeze({ a: 1 } as const) satisfies object;', '{ a: 1 }'],
      ['const o = { a: { b: [1, 2] } }; export const it = o.a?.b[1];', '2'],
      ['const o = { a: 1 }; export const it = o.b;', '-'],
      [
        'declare const n: string; const o = { a: { b: 1 }, c: { b: 2 } }; export const it = o[n];',
        '{ b: 1 } | { b: 2 } | -',
      ],
      ['declare const n: string; const o = { a: { b: 1 } }; export const it = { ...(o[n] || {}) };', '{ b: 1 | - }'],
      ['declare const n: string; const o = { a: { b: 1 }, c: f() }; export const it = o[n];', '?'],
      ['declare const n: string; const o: any = { a: { b: 1 } }; o[n] = f(); export const it = o[n];', '?'],
      ['const { a: { b }, c = 3 } = { a: { b: 2 } }; export const it = [b, c];', '[2, 3]'],
      ['const o = { get a() { return 1; } }; export const it = o.a;', '1'],
      ['export const it = { a: it.b };', '{ a: - }'],
    ]);
  });

  describe('variables that change', () => {
    table([
      ['let a = 1; a = 2; export const it = a;', '2'],
      ['let a = 1; export const it = [a]; a = 2;', '[1]'],
      ['declare const on: boolean; let a = 1; if (on) a = 2; export const it = [a];', '[1 | 2]'],
      ['declare const on: boolean; let a; if (on) { a = 1; } else { a = 2; } export const it = [a];', '[1 | 2]'],
      ['let a = 1; a++; export const it = a;', '?'],
      ['let a: any = null; async function f() { a = 1; } export const it = a;', '1'],
      ['let a: any = null; function f() { a = 1; } function g() { a = null; } export const it = a;', '1 | null'],
      ['let a: any = null; function f() { a = 1; } function g() { a = 2; } export const it = a;', 'null | 1 | 2'],
      ['let a: any = null; if (!a) a = 1; export const it = a;', '1'],
      ['let a = 1; function f() { a = 2; } export const it = a;', '1 | 2'],
      ['const o: any = { a: 1 }; o.b = { c: 2 }; export const it = o;', '{ a: 1, b: { c: 2 } }'],
      ['const o: any = { a: 1 }; o.a = 2; export const it = o;', '{ a: 2 }'],
      ['const o: any = { s: { a: 1 } }; const s = o.s; s.a = 2; export const it = o;', '{ s: { a: 2 } }'],
      ['const o: any = { a: 1 }; delete o.a; export const it = o;', '{ a: ? }'],
      ['declare const k: string; const o: any = { a: 1 }; o[k] = 2; export const it = o;', '{ a: 1 | ?, … }'],
      ['const o: any = { a: 1 }; Object.assign(o, { b: 2 }); export const it = o;', '{ a: 1, b: 2 }'],
      ["declare function f(x: any): void; let u = 'a'; f(u); export const it = u;", '"a"'],
      ["import { patch } from './patch'; const o = { a: 1 }; patch(o); export const it = o;", '?'],
      ['const o = { a: 1 }; console.log(o); JSON.stringify(o); export const it = o;', '{ a: 1 }'],
      ['function see(x: object) { return x; } const o = { a: 1 }; see(o); export const it = o;', '{ a: 1 }'],
      ['function change(x: any) { x.a = 2; } const o = { a: 1 }; change(o); export const it = o;', '?'],
    ]);
  });

  describe('functions', () => {
    table([
      ['const f = () => ({ a: 1 }); export const it = f();', '{ a: 1 }'],
      ['function f(a: number, b = a * 2) { return { a, b }; } export const it = f(1);', '{ a: 1, b: 2 }'],
      ['function f({ a, b = 2 }: any = {}) { return [a, b]; } export const it = f({ a: 1 });', '[1, 2]'],
      ['function f(...all: number[]) { return all; } export const it = f(1, 2);', '[1, 2]'],
      ['async function f() { return { a: 1 }; } export const it = await f();', '{ a: 1 }'],
      [
        "function f(t: string) { switch (t) { case 'a': case 'b': return 1; default: return 2; } } export const it = [f('b'), f('c')];",
        '[1, 2]',
      ],
      ["function f(t: string) { if (t === 'a') return 1; return 2; } export const it = [f('a'), f('b')];", '[1, 2]'],
      [
        "function f(t: string) { const o: any = { a: 1 }; if (t === 'x') o.b = 2; return o; } export const it = [f('x'), f('y')];",
        '[{ a: 1, b: 2 }, { a: 1 }]',
      ],
      ['declare const on: boolean; function f() { if (on) return 1; } export const it = f();', '1 | undefined'],
      ['function f(): number { return f(); } export const it = f();', '?'],
      ['const make = (a: number) => () => a; export const it = make(3)();', '3'],
    ]);
  });

  describe('classes', () => {
    table([
      [
        'class Config { private lock = 5; get settings() { return { lock: this.lock }; } } export const it = new Config().settings;',
        '{ lock: 5 }',
      ],
      [
        'class Config { constructor(readonly lock: number) {} both() { return [this.lock, 1]; } } export const it = new Config(5).both();',
        '[5, 1]',
      ],
      [
        'class Config { options: object; constructor() { this.options = { a: 1 }; } } export const it = new Config().options;',
        '{ a: 1 }',
      ],
      [
        'class Base { a = 1; } class Config extends Base { b = 2; } const c = new Config(); export const it = [c.a, c.b];',
        '[1, 2]',
      ],
      ['class Config { static readonly LOCK = 5; } export const it = Config.LOCK;', '5'],
      ['class Config { a = 1; change() { this.a = 2; } } export const it = new Config().a;', '1 | 2'],
      ['class Config { a: any = null; async set() { this.a = 2; } } export const it = new Config().a;', '2'],
    ]);
  });

  describe('both ways', () => {
    table([
      ['declare const on: boolean; export const it = on ? 1 : 2;', '1 | 2'],
      ['declare const on: boolean; export const it = on && 1;', 'falsy ? | 1'],
      ['export const it = false || { a: 1 };', '{ a: 1 }'],
      ['export const it = null ?? 5;', '5'],
      ['declare const other: any; export const it = other || 5;', '? | 5'],
    ]);
  });

  describe('what is not known, but that it is truthy, falsy, or neither null nor undefined', () => {
    const other = 'declare const other: any; export const it = ';
    table([
      [`${other}(other || 5) ? 1 : 2;`, '1'],
      [`${other}(other ? other : 5) ? 1 : 2;`, '1'],
      [`${other}(other.a ? other.a : 5) ? 1 : 2;`, '1'],
      [`${other}other ? 5 : other;`, 'falsy ? | 5'],
      [`${other}(other && 5) ?? 7;`, 'falsy ? | 7 | 5'],
      [`${other}(other && 5) || 7;`, '7 | 5'],
      [`${other}(other && 5) === undefined;`, '? | false'],
      [`${other}(other && undefined) ? 1 : 2;`, '2'],
      [`${other}!(other && 0);`, 'true'],
      [`${other}other && false && 5;`, 'falsy ? | false'],
      [`${other}{ a: 1, ...(other && { b: 2 }) };`, '{ a: 1, b: 2 | - }'],
      [`const f = (x = 3) => x; ${other}f(other && 5);`, 'falsy ? | 3 | 5'],
      ['export const it = process.env.A && { a: 1 };', 'falsy $A | { a: 1 }'],
      [`${other}(other.a ? other.b : 5) ? 1 : 2;`, '1 | 2'],
      [`${other}!(other || 5);`, 'false'],
      [`${other}(other || 5) && 2;`, '2'],
      [`${other}(other || 5) ?? 2;`, '? | 5'],
      [`${other}(other ?? 5) || 2;`, '? | 2 | 5'],
      [`${other}(other ?? {}) === undefined;`, 'false'],
      [`${other}(other ?? 0) ? 1 : 2;`, '1 | 2'],
      [`${other}(other || undefined) ? 1 : 2;`, '1 | 2'],
      ['export const it = process.env.A || undefined;', '$A'],
      ['export const it = process.env.A ?? null;', '$A'],
      ['export const it = (process.env.A || undefined) ?? 5;', '5 unless $A'],
      [`${other}new other() ? 1 : 2;`, '1'],
      [`${other}(process.env.A || other || 'x') ? 1 : 2;`, '1'],
      ['export const it = (process.env.A || process.env.B) ? 1 : 2;', '1 | 2'],
      [`${other}[other, other || 5];`, '[?, ? | 5]'],
      [`declare const on: boolean; ${other}(on ? other || 5 : other) ? 1 : 2;`, '1 | 2'],
    ]);
  });

  describe('scopes', () => {
    table([
      ['const a = 1; export const it = ((a: number) => a)(2);', '2'],
      ['const a = 1; function f() { { const a = 2; } return a; } export const it = f();', '1'],
      ['const a = 1; function f() { var a; { a = 2; } return a; } export const it = f();', '2'],
      ['const Number = () => 5; export const it = Number();', '5'],
    ]);
  });
});

describe('values of other files', () => {
  const rows: readonly (readonly [what: string, files: Record<string, string>, expected: string])[] = [
    [
      'what its file adds to it',
      {
        'main.ts': "import { o } from './o'; export const it = o;",
        'o.ts': 'export const o: any = { a: 1 }; o.b = 2;',
      },
      '{ a: 1, b: 2 }',
    ],
    [
      'what its file makes it later',
      { 'main.ts': "import { o } from './o'; export const it = o;", 'o.ts': 'let o: any; o = 1; export { o };' },
      '1',
    ],
    [
      'what a function there leaves as it is',
      {
        'main.ts': "import { see } from './o'; const it = { a: 1 }; see(it); export { it };",
        'o.ts': 'export function see(x: object) { return x; }',
      },
      '{ a: 1 }',
    ],
    [
      'what a function there changes',
      {
        'main.ts': "import { change } from './o'; const it = { a: 1 }; change(it); export { it };",
        'o.ts': 'export function change(x: any) { x.a = 2; }',
      },
      '?',
    ],
    [
      'a named import',
      { 'main.ts': "import { a } from './o'; export const it = a;", 'o.ts': 'export const a = 1;' },
      '1',
    ],
    [
      'a default import',
      { 'main.ts': "import o from './o.js'; export const it = o.a;", 'o.ts': 'export default { a: 1 };' },
      '1',
    ],
    [
      'a namespace',
      { 'main.ts': "import * as o from './o'; export const it = o.a;", 'o.mts': 'export const a = 1;' },
      '1',
    ],
    [
      'a directory',
      { 'main.ts': "import { a } from './o'; export const it = a;", 'o/index.js': 'exports.a = 1;' },
      '1',
    ],
    [
      'passed on',
      {
        'main.ts': "import { b } from './p'; export const it = b;",
        'p.ts': "export * from './q'; export { a as b } from './o';",
        'o.ts': 'export const a = 1;',
        'q.ts': '',
      },
      '1',
    ],
    [
      'module.exports',
      { 'main.ts': "const { a } = require('./o'); export const it = a;", 'o.js': 'module.exports = { a: 1 };' },
      '1',
    ],
    ['JSON', { 'main.ts': "import o from './o.json'; export const it = o.a;", 'o.json': '{ "a": 1 }' }, '1'],
    [
      'tsconfig paths',
      {
        'src/main.ts': "import { a } from '@/o'; export const it = a;",
        'src/o.ts': 'export const a = 1;',
        'tsconfig.json': '{ /* here */ "extends": "./base", }',
        'base.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      },
      '1',
    ],
    [
      'tsconfig baseUrl',
      {
        'src/main.ts': "import { a } from 'lib/o'; export const it = a;",
        'src/lib/o.ts': 'export const a = 1;',
        'tsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }',
      },
      '1',
    ],
    [
      'an npm workspace',
      {
        'apps/web/main.ts': "import { a } from '@acme/o'; export const it = a;",
        'package.json': '{ "workspaces": ["apps/*", "packages/**"] }',
        'packages/o/package.json': '{ "name": "@acme/o", "main": "dist/index.js" }',
        'packages/o/src/index.ts': 'export const a = 1;',
      },
      '1',
    ],
    [
      'a pnpm workspace and exports',
      {
        'apps/web/main.ts': "import { a } from 'o/sub'; export const it = a;",
        'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n',
        'packages/o/package.json': '{ "name": "o", "exports": { "./*": { "import": "./lib/*.mjs" } } }',
        'packages/o/lib/sub.mjs': 'export const a = 1;',
      },
      '1',
    ],
    [
      'a cycle',
      {
        'main.ts': "import { b } from './o'; export const it = b;",
        'o.ts': "import { it } from './main'; export const b = { a: 1, ...it };",
      },
      '{ a: 1 | ?, … }',
    ],
    ['a file that is not there', { 'main.ts': "import { a } from './o'; export const it = a;" }, '?'],
    [
      'only a type',
      { 'main.ts': "import type { a } from './o'; export const it = a;", 'o.ts': 'export const a = 1;' },
      '?',
    ],
  ];
  for (const [what, files, expected] of rows) it(`${what} → ${expected}`, () => assert.equal(shown(files), expected));
});
