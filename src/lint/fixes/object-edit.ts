import type typescript from 'typescript';
import type { TextEdit } from '../engine/finding';
import { editLines } from './object-edit-lines';
import { holderOf, itemsOf } from './object-items';
import { braces, fits, partsAfter, type ObjectChanges } from './object-parts';
import { indentationAt, type Style } from './style';

export type { ObjectChanges } from './object-parts';

/**
 * The edits that change `object`, none where it is so already. They do not overlap, but those of two calls for one
 * object may: put all changes into one. An object on one line stays on it when the line is short enough; else it is laid
 * out over several, together with the one-line objects around it.
 */
export function editObject(
  object: typescript.ObjectLiteralExpression,
  changes: ObjectChanges,
  style: Style,
): readonly TextEdit[] {
  const isRewritten = isOnOneLine(object) && !isReplacement(object, changes);
  return isRewritten ? editOneLine(object, changes, style) : editLines(object, changes, style, editObject);
}

/** Only other values for properties that are there: the layout stays as it is. */
function isReplacement(
  object: typescript.ObjectLiteralExpression,
  { set = {}, remove = [], move = [], add = [] }: ObjectChanges,
): boolean {
  if (remove.length > 0 || move.length > 0 || add.length > 0) return false;
  const names = new Set(itemsOf(object).map(({ name }) => name));
  return Object.entries(set).every(([name, value]) => names.has(name) && typeof value === 'string');
}

function isOnOneLine(object: typescript.ObjectLiteralExpression): boolean {
  return !object.getText().includes('\n');
}

function editOneLine(
  object: typescript.ObjectLiteralExpression,
  changes: ObjectChanges,
  style: Style,
): readonly TextEdit[] {
  let [outer, all] = [object, changes];
  for (let holder = holderOf(outer); holder && isOnOneLine(holder.object); holder = holderOf(outer)) {
    all = { set: { [holder.name]: all } };
    outer = holder.object;
  }
  const { fileName: file, text } = object.getSourceFile();
  const [start, end] = [outer.getStart(), outer.end];
  const parts = partsAfter(outer, all, style);
  const bracketSpacing = outer.properties.length ? text[start + 1] === ' ' : style.bracketSpacing;
  const inline = braces(parts, { ...style, bracketSpacing }, null);
  const isNoLonger = !inline.includes('\n') && inline.length <= end - start;
  const staysInline = isNoLonger || fits(inline, widthAround(text, start, end));
  const newText = staysInline ? inline : braces(parts, style, indentationAt(text, start));
  return newText === text.slice(start, end) ? [] : [{ file, start, end, newText }];
}

/** How much of the lines that hold a range is outside of it. */
function widthAround(text: string, start: number, end: number): number {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  return text.slice(from, to < 0 ? undefined : to).trimEnd().length - (end - start);
}
