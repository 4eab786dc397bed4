import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { TextEdit } from '../engine/finding';
import type { Range } from '../syntax/location';
import { itemsOf, objectLiteralOf, type Item } from './object-items';
import { addedParts, isMoved, isRemoved, newPart, type ObjectChanges } from './object-parts';
import { ownComments, rangeWithComments } from './own-comments';
import { indentationAt, type Style } from './style';

type EditObject = (
  object: typescript.ObjectLiteralExpression,
  changes: ObjectChanges,
  style: Style,
) => readonly TextEdit[];

/** The edits of an object that is laid out over lines: each change in its own place; `editObject` edits those inside. */
export function editLines(
  object: typescript.ObjectLiteralExpression,
  changes: ObjectChanges,
  style: Style,
  editObject: EditObject,
): readonly TextEdit[] {
  const items = itemsOf(object);
  const leaving = items.filter((item) => isRemoved(item, changes) || isMoved(item, changes));
  const kept = items.filter((item) => !leaving.includes(item));
  const additions = addition(object, items, kept.at(-1) ?? null, changes, style);
  return [
    ...kept.flatMap((item) => replacement(item, changes, style, editObject)),
    ...removals(leaving, changes, style),
    ...(additions.length ? additions : danglingComma(items, kept)),
  ];
}

function replacement(
  { node, name }: Item,
  changes: ObjectChanges,
  style: Style,
  editObject: EditObject,
): readonly TextEdit[] {
  const change = name === null ? undefined : changes.set?.[name];
  if (change === undefined) return [];
  const literal = objectLiteralOf(node);
  if (typeof change !== 'string' && literal) return editObject(literal, change, style);
  const { text } = node.getSourceFile();
  const part = newPart(`${node.name!.getText()}: `, change, style);
  const newText = part(indentationAt(text, node.getStart()), '');
  return newText === node.getText() ? [] : [editOf(node, node.getStart(), node.end, newText)];
}

function removals(items: readonly Item[], changes: ObjectChanges, style: Style): readonly TextEdit[] {
  let cleared = 0;
  return items.map((item) => {
    const left = isMoved(item, changes) ? '' : betweenComma(item);
    const { start, end } = left ? rangeOfItem(item) : rangeOf(item, isMoved(item, changes), style);
    const edit = editOf(item.node, Math.max(start, cleared), end, left);
    cleared = end;
    return edit;
  });
}

/**
 * The whole line, or lines, of a property that has them for itself; a comment beside one that is not written again stays,
 * on its line.
 */
function rangeOf({ node, comma }: Item, isMoved: boolean, style: Style): Range {
  const { text } = node.getSourceFile();
  const { start, end } = isMoved ? rangeWithComments(node) : rangeOfItem({ node, comma });
  const before = text.slice(0, start).replace(/[ \t]+$/, '').length;
  if (before > 0 && text[before - 1] !== '\n') return { start: before, end };
  const after = end + /^[ \t]*/.exec(text.slice(end))![0].length;
  if (text.startsWith(style.newline, after)) return { start: before, end: after + style.newline.length };
  return { start, end: after };
}

function rangeOfItem({ node, comma }: Pick<Item, 'node' | 'comma'>): Range {
  return { start: node.getStart(), end: comma?.end ?? node.end };
}

/** The comments in front of the comma of a property; they stay where it goes. */
function betweenComma({ node, comma }: Item): string {
  return comma ? node.getSourceFile().text.slice(node.end, comma.getStart()).trim() : '';
}

/** What goes behind the last property that stays, with the comma between them. */
function addition(
  object: typescript.ObjectLiteralExpression,
  items: readonly Item[],
  last: Item | null,
  changes: ObjectChanges,
  style: Style,
): readonly TextEdit[] {
  const added = addedParts(changes, items, style);
  if (!added.length) return [];
  const { text } = object.getSourceFile();
  const after = last ? (last.comma?.end ?? last.node.end) : object.getStart() + 1;
  const isHugged = last !== null && !text.slice(after, object.end).includes('\n');
  const indentation = isHugged ? indentationAt(text, object.end) : innerIndentation(object, style);
  const separator = isHugged ? ' ' : style.newline + indentation;
  const commaAtEnd = items.length ? object.properties.hasTrailingComma : style.trailingCommas;
  const isLast = (i: number): boolean => i === added.length - 1;
  const parts = added.map((part, i) => separator + part(indentation, !isLast(i) || commaAtEnd ? ',' : ''));
  const isOpen = isHugged && added.some((part, i) => isLast(i) && part(null, '').endsWith('\n'));
  const code = parts.join('') + (isOpen ? style.newline + indentation : '');
  const at = last ? Math.max(after, ownComments(last.node).after.at(-1)?.end ?? 0) : behindComments(text, after);
  const comma = last && !last.comma ? ',' : '';
  const end = isOpen ? at + /^[ \t]*/.exec(text.slice(at))![0].length : at;
  if (at === after) return [editOf(object, at, end, comma + code)];
  return [...(comma ? [editOf(object, after, after, comma)] : []), editOf(object, at, end, code)];
}

/** The end of the comments that follow on the same line. */
function behindComments(text: string, end: number): number {
  return ts.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end;
}

function innerIndentation(object: typescript.ObjectLiteralExpression, style: Style): string {
  const { text } = object.getSourceFile();
  const first = object.properties[0]?.getStart();
  if (first !== undefined && text.slice(object.getStart(), first).includes('\n')) return indentationAt(text, first);
  return indentationAt(text, object.getStart()) + style.indent;
}

/** The comma of the last property that stays, where the object had none at its end. */
function danglingComma(items: readonly Item[], kept: readonly Item[]): readonly TextEdit[] {
  const comma = kept.at(-1)?.comma;
  if (!comma || items.at(-1)?.comma || kept.at(-1) === items.at(-1)) return [];
  return [editOf(comma, comma.getStart(), comma.end, '')];
}

function editOf(node: typescript.Node, start: number, end: number, newText: string): TextEdit {
  return { file: node.getSourceFile().fileName, start, end, newText };
}
