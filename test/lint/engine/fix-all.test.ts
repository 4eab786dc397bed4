import assert from 'node:assert/strict';
import type { Finding, Fix, TextEdit } from '../../../src/lint/engine/finding';
import { fixesTogether, textsAfter, type FixTarget } from '../../../src/lint/engine/fix-all';
import { fix } from '../../../src/lint/engine/rule';

const texts: Readonly<Record<string, string>> = { 'a.ts': 'abcdefghij', 'b.ts': '0123456789', 'locked.ts': 'xyz' };
const target: FixTarget = { read: (path) => texts[path] ?? null, isWritable: (path) => path !== 'locked.ts' };

function finding(fixes: readonly Fix[], rest: Partial<Finding> = {}): Finding {
  const place = { rule: 'tls-dropped', file: 'a.ts', start: 0, end: 1, related: [], unnecessary: false };
  const cause = { file: 'a.ts', start: 0, end: 1 };
  return { ...place, cause, about: [cause], message: '', severity: 'warning', fixes: () => fixes, ...rest };
}

function edit(file: string, start: number, end: number, newText: string): TextEdit {
  return { file, start, end, newText };
}

/** The files that change when what goes together is applied. */
function after(...fixes: Fix[]): Record<string, string> {
  const findings = fixes.map((each) => finding([each]));
  return Object.fromEntries(textsAfter(fixesTogether(findings, target), (path) => target.read(path)));
}

describe('fixing all', () => {
  it('applies fixes that leave one another alone, in several files', () => {
    const one = fix('One', [edit('a.ts', 0, 1, 'A'), edit('b.ts', 3, 3, '-')]);
    const two = fix('Two', [edit('a.ts', 9, 10, 'J')]);
    assert.deepEqual(after(one, two), { 'a.ts': 'AbcdefghiJ', 'b.ts': '012-3456789' });
  });

  it('leaves the later of two that overlap to the next round', () => {
    assert.deepEqual(after(fix('One', [edit('a.ts', 2, 5, '!')]), fix('Two', [edit('a.ts', 4, 6, '?')])), {
      'a.ts': 'ab!fghij',
    });
  });

  it('leaves the later of two that insert at one place to the next round: both may add the same import', () => {
    const imported = fix('Import', [edit('a.ts', 0, 0, 'import;')]);
    assert.deepEqual(after(imported, imported), { 'a.ts': 'import;abcdefghij' });
  });

  it('leaves the later of two that reach into one another to the next round: each knows of one property only', () => {
    const move = (from: number, to: number) =>
      fix('Move', [edit('a.ts', from, from + 1, ''), edit('a.ts', to, to, '{}')]);
    assert.deepEqual(after(move(1, 6), move(3, 4)), { 'a.ts': 'acdef{}ghij' });
  });

  it('leaves the later of two that make the same file to the next round', () => {
    const pool = (at: number, text: string) =>
      fix('Share', [edit('a.ts', at, at, '+')], { newFiles: [{ file: 'pool.ts', text }] });
    assert.deepEqual(after(pool(1, 'first'), pool(5, 'second')), { 'a.ts': 'a+bcdefghij', 'pool.ts': 'first' });
  });

  it('takes the preferred fix only, all of it or nothing', () => {
    const other = fix('Other', [edit('a.ts', 0, 1, 'x')], { isPreferred: false });
    const half = fix('Half', [edit('a.ts', 0, 1, 'x'), edit('locked.ts', 0, 1, 'x')]);
    const gone = fix('Gone', [edit('nowhere.ts', 0, 1, 'x')]);
    const taken = fix('Taken', [], { newFiles: [{ file: 'b.ts', text: '' }] });
    assert.deepEqual(after(other, half, gone, taken), {});
  });

  it('leaves a hint to a person, unless it removes what does nothing', () => {
    const offer = fix('Share', [edit('a.ts', 0, 1, '')]);
    const hint = finding([offer], { severity: 'hint' });
    assert.deepEqual(fixesTogether([hint], target), []);
    assert.deepEqual(fixesTogether([{ ...hint, unnecessary: true }], target), [offer]);
  });
});
