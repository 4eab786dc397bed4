import assert from 'node:assert/strict';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Project, ProjectCache } from '../../../src/lint/files/project';
import { Snapshot } from '../../../src/lint/files/snapshot';
import { memberOfModule } from '../../../src/lint/evaluation/module-values';
import { PartialEvaluator } from '../../../src/lint/evaluation/partial-evaluator';
import { show } from '../support/values';

/** What the names of a file are, asked for one after the other of one evaluator, each with a full tank. */
function answers(code: string, names: readonly string[]): Readonly<Record<string, string>> {
  const project = new Project(new Snapshot(new MemoryFiles({ 'main.ts': code })), new ProjectCache());
  const file = project.parse('main.ts');
  assert.ok(file);
  const evaluator = new PartialEvaluator(project);
  const asked = names.map((name) => {
    evaluator.refuel();
    return [name, show(memberOfModule(file, name, evaluator))] as const;
  });
  return Object.fromEntries(asked.sort(([a], [b]) => a.localeCompare(b)));
}

/** All orders of some names. */
function orders(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length < 2) return [names];
  return names.flatMap((name) => orders(names.filter((each) => each !== name)).map((rest) => [name, ...rest]));
}

describe('the answers do not depend on what was asked before', () => {
  const circles: Readonly<Record<string, string>> = {
    'two that spread each other': 'export const a = { x: 1, ...b }; export const b = { y: 2, ...a };',
    'three in a ring': 'export const a = [...b, 1]; export const b = [...c, 2]; export const c = [...a, 3];',
    'two rings with a name in common':
      'export const a = { x: 1, ...b, ...c }; export const b = { y: 2, ...a }; export const c = { z: 3, ...a };',
    'a ring within a ring':
      'export const a = { x: 1, ...b }; export const b = { y: 2, ...c }; export const c = { z: 3, ...b, ...a };',
    'functions that call each other':
      'export function a() { return [1, b()]; } export function b() { return [2, a()]; } export const c = [a(), b()];',
    'a default that leads back': 'export const a = b || 1; export const b = a || 2; export const c = { a, b };',
    'a circle, and one that only looks on':
      'export const a = { ...b }; export const b = { ...a, x: 1 }; export const c = { ...a };',
  };
  for (const [what, code] of Object.entries(circles)) {
    it(what, () => {
      const names = ['a', 'b', 'c'].filter((name) => new RegExp(`export (const|function) ${name}\\b`).test(code));
      const [first = [], ...others] = orders(names);
      const expected = answers(code, first);
      for (const order of others) assert.deepEqual(answers(code, order), expected, order.join(' then '));
      for (const name of names) assert.equal(answers(code, [name])[name], expected[name], `${name} alone`);
    });
  }

  it('what was read on an empty tank is read again on a full one', () => {
    const row = `[${Array<string>(400).fill('0').join(', ')}]`;
    const data = Array<string>(50).fill(row).join(', ');
    const code = `export const big = [${data}, it]; export const last = big[50]; const it = { lock: 2 * 60 * 1000 };`;
    for (const order of [
      ['big', 'last'],
      ['last', 'big', 'last'],
    ])
      assert.equal(answers(code, order)['last'], '{ lock: 120000 }');
  });

  it('what was read from too deep is read again from above, and the other way round', () => {
    const chain = Array.from({ length: 200 }, (_, i) => `export const v${i} = v${i + 1};`).join('\n');
    const code = `${chain}\nexport const v200 = 1;`;
    for (const order of [
      ['v0', 'v150'],
      ['v150', 'v0'],
    ])
      assert.deepEqual(answers(code, order), { v0: '?', v150: '1' });
  });
});
