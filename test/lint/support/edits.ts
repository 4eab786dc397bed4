import assert from 'node:assert/strict';
import type { Fix, TextEdit } from '../../../src/lint/engine/finding';

/** A text after edits, which must not overlap; those at the same place come in their order. */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, 'start' | 'end' | 'newText'>[]): string {
  const sorted = edits
    .map((edit, i) => ({ ...edit, i }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.i - b.i);
  let [result, at] = ['', 0];
  for (const { start, end, newText } of sorted) {
    assert.ok(start >= at && end >= start && end <= text.length, `An edit overlaps another: ${start}-${end}`);
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** The files of a workspace after a fix. */
export function applyFix(files: Readonly<Record<string, string>>, fix: Fix): Record<string, string> {
  const after = { ...files };
  for (const file of new Set(fix.edits.map((edit) => edit.file))) {
    const text = files[file];
    assert.ok(text !== undefined, `A fix edits ${file}, which is not there`);
    after[file] = applyEdits(
      text,
      fix.edits.filter((edit) => edit.file === file),
    );
  }
  for (const { file, text } of fix.newFiles) {
    assert.ok(!(file in files), `A fix makes ${file}, which is there`);
    after[file] = text;
  }
  return after;
}
