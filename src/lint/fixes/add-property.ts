import type typescript from 'typescript';
import type { TextEdit } from '../engine/finding';
import { itemsOf } from './object-items';
import { editObject } from './object-edit';
import { element } from './part';
import type { Style } from './style';

/**
 * Puts a property, or another element, behind the last one, or in the place of one of that name. An object on one line
 * stays on it, so that a comment for the next line still speaks of all of it.
 */
export function addProperty(
  object: typescript.ObjectLiteralExpression,
  code: string,
  style: Style,
): readonly TextEdit[] {
  const same = itemsOf(object).find(({ name }) => name === /^\w*/.exec(code)![0])?.node;
  const { fileName: file } = object.getSourceFile();
  if (same) return [{ file, start: same.getStart(), end: same.end, newText: code }];
  const last = object.properties.at(-1);
  if (!last || object.getText().includes('\n')) return editObject(object, { add: [element(code)] }, style);
  return [{ file, start: last.end, end: last.end, newText: `, ${code}` }];
}
