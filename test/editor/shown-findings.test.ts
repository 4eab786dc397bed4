import assert from 'node:assert/strict';
import { ShownFindings } from '../../src/editor/shown-findings';
import type { PlacedFinding, TextRange } from '../../src/lint-thread/answers';

function range(line: number, character: number, endLine = line, endCharacter = character): TextRange {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

function finding(message: string): PlacedFinding {
  const of = { rule: 'lock-duration', page: '', severity: 'warning', unnecessary: false, related: [] } as const;
  return { ...of, message, range: range(4, 10, 5, 2) };
}

const found = [finding('too short')];

describe('the findings that VS Code shows', () => {
  it('are still the same where another line was typed in', () => {
    const shown = new ShownFindings(found);
    shown.edited([{ range: range(3, 7), text: 'x' }]);
    shown.edited([{ range: range(6, 0, 6, 9), text: '' }]);
    assert.ok(shown.areStill([finding('too short')]));
  });

  it('are not where others are found', () => {
    assert.ok(!new ShownFindings(found).areStill([finding('shorter')]));
    assert.ok(!new ShownFindings(found).areStill([]));
  });

  it('may be elsewhere once their lines were typed in, or lines came or went', () => {
    const edits = [
      { range: range(4, 0), text: ' ' },
      { range: range(5, 7), text: ' ' },
      { range: range(0, 0), text: '\n' },
      { range: range(9, 0, 10, 0), text: '' },
    ];
    for (const edit of edits) {
      const shown = new ShownFindings(found);
      shown.edited([edit]);
      // Taken back, as by undo.
      shown.edited([{ range: range(0, 0), text: '' }]);
      assert.ok(!shown.areStill(found), JSON.stringify(edit));
    }
  });
});
