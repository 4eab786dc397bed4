import assert from 'node:assert/strict';
import { LineStarts } from '../../src/lint/files/line-starts';
import { shifted } from '../../src/link/shift';
import { queue } from './support/placed';

const TEXT = `import Bull from 'bull';\n\nexport const mail = new Bull('mail', {});\n// the end\n`;
const WORD = `new Bull('mail', {})`;

/** What the place of `new Bull(…)` holds after one range of the text was replaced. */
function after(start: number, end: number, text: string): string {
  const lines = new LineStarts(TEXT);
  const from = TEXT.indexOf(WORD);
  const range = { start: lines.place(from), end: lines.place(from + WORD.length) };
  const change = { range: { start: lines.place(start), end: lines.place(end) }, text };
  const [moved] = shifted([queue(0, [['mail']], { range })], 'queue.ts', [change]);
  const now = TEXT.slice(0, start) + text + TEXT.slice(end);
  const there = new LineStarts(now);
  return now.slice(there.offset(moved!.range.start), there.offset(moved!.range.end));
}

describe('a place moves with what is typed', () => {
  const start = TEXT.indexOf(WORD);
  const inside = TEXT.indexOf('{}') + 1;
  it('above it', () => assert.equal(after(0, 0, '// two\n// lines\n'), WORD));
  it('above it, when lines go', () => assert.equal(after(0, TEXT.indexOf('export'), ''), WORD));
  it('before it in its line', () => assert.equal(after(start - 7, start, 'queue =\n  '), WORD));
  it('where it begins', () => assert.equal(after(start, start, 'await '), WORD));
  it('in it', () => assert.equal(after(inside, inside, '\n  limiter,\n'), `new Bull('mail', {\n  limiter,\n})`));
  it('below it', () => assert.equal(after(TEXT.length - 4, TEXT.length, 'x\ny'), WORD));
  it('over its end', () => assert.equal(after(inside, TEXT.length, '}'), WORD.slice(0, -2)));
  it('of another file does not move it', () => {
    const place = queue(3, [['mail']]);
    const change = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' };
    assert.deepEqual(shifted([place], 'other.ts', [change]), [place]);
  });
});
