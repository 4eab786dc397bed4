import type typescript from 'typescript';
import { itemsOf, nameText, objectLiteralOf, type Item } from './object-items';
import { element, type Part } from './part';
import { withComments } from './relocated';
import { inStyle, type Style } from './style';

/** What becomes of an object literal. */
export interface ObjectChanges {
  /**
   * By property name: code for its value, as this codebase would write it (`inStyle` translates), or changes of the
   * object that is its value. A property that is not there is added at the end, in this order. The caller sees to it
   * that no spread behind a property that is there overrides it.
   */
  readonly set?: Readonly<Record<string, string | ObjectChanges>>;
  /** Properties that go, with their commas; comments stay. A name that is not there is no error. */
  readonly remove?: readonly string[];
  /** Properties that go with the comments that speak of them, since they are written again: elsewhere, or last by `set`. */
  readonly move?: readonly string[];
  /** Whole elements that come last, such as properties that move here from another object. */
  readonly add?: readonly Part[];
}

/** Prettier's own default: what fits here may stay on one line in nearly every codebase. */
const WIDTH = 80;

export function fits(text: string, besides: number): boolean {
  return !text.includes('\n') && besides + text.length <= WIDTH;
}

/** `{ … }` on one line where `indentation` is null, else each part on a line of its own, one level deeper. */
export function braces(parts: readonly Part[], style: Style, indentation: string | null): string {
  if (!parts.length) return '{}';
  if (indentation === null) {
    const space = style.bracketSpacing ? ' ' : '';
    const code = parts.map((part, i) => part(null, i < parts.length - 1 ? ',' : ''));
    return `{${space}${code.join(' ')}${space}}`;
  }
  const deeper = indentation + style.indent;
  const commaAtEnd = style.trailingCommas ? ',' : '';
  const lines = parts.map((part, i) => deeper + part(deeper, i < parts.length - 1 ? ',' : commaAtEnd));
  return `{${style.newline}${lines.join(style.newline)}${style.newline}${indentation}}`;
}

/** The same on one line if it fits beside what else is there, else over several. */
export function fitted(parts: readonly Part[], style: Style, indentation: string, besides: number): string {
  const inline = braces(parts, style, null);
  return fits(inline, besides) ? inline : braces(parts, style, indentation);
}

/** The parts of a one-line object after the changes; a comment beside a property that goes stays, at the next one. */
export function partsAfter(
  object: typescript.ObjectLiteralExpression,
  changes: ObjectChanges,
  style: Style,
): readonly Part[] {
  const items = itemsOf(object);
  let left = items.length ? '' : commentIn(object);
  const kept = items.flatMap((item): Part[] => {
    if (isMoved(item, changes)) return [];
    const [before, after] = item.comments;
    if (isRemoved(item, changes)) {
      left += [before, after].map((comment) => comment.trim() && `${comment.trim()} `).join('');
      return [];
    }
    const change = item.name === null ? undefined : changes.set?.[item.name];
    const part = change === undefined ? element(item.node.getText()) : changedPart(item.node, change, style);
    const start = left + before;
    left = '';
    return [(indentation, comma) => start + part(indentation, '') + after + comma];
  });
  const added = addedParts(changes, items, style);
  if (!left) return [...kept, ...added];
  const [first, ...rest] = added;
  if (first) return [...kept, (indentation, comma) => left + first(indentation, comma), ...rest];
  const last = kept.at(-1);
  const before = (indentation: string | null): string => (last ? `${last(indentation, '')} ` : '');
  return [...kept.slice(0, -1), (indentation, comma) => before(indentation) + left.trimEnd() + comma];
}

export function isRemoved({ name }: Item, { remove = [] }: ObjectChanges): boolean {
  return name !== null && remove.includes(name);
}

export function isMoved({ name }: Item, { move = [] }: ObjectChanges): boolean {
  return name !== null && move.includes(name);
}

/** What an object without properties holds on its line. */
function commentIn(object: typescript.ObjectLiteralExpression): string {
  const inner = object.getText().slice(1, -1).trim();
  return inner && `${inner} `;
}

/** What `changes` add: what they set and `items` do not have, and whole elements. */
export function addedParts(changes: ObjectChanges, items: readonly Item[], style: Style): readonly Part[] {
  const set = Object.entries(changes.set ?? {}).flatMap(([name, change]) => {
    const present = items.find((item) => item.name === name);
    const part = newPart(`${nameText(name)}: `, change, style);
    if (present && isMoved(present, changes)) return withComments(present.node, part);
    return !present || isRemoved(present, changes) ? part : [];
  });
  return [...set, ...(changes.add ?? [])];
}

function changedPart(node: typescript.ObjectLiteralElementLike, change: string | ObjectChanges, style: Style): Part {
  const literal = objectLiteralOf(node);
  if (typeof change === 'string' || !literal) return newPart(`${node.name!.getText()}: `, change, style);
  const text = node.getSourceFile().text;
  const before = text.slice(node.getStart(), literal.getStart());
  return bracesPart(before, partsAfter(literal, change, style), text.slice(literal.end, node.end), style);
}

export function newPart(prefix: string, change: string | ObjectChanges, style: Style): Part {
  if (typeof change === 'string') {
    return (indentation, comma) => inStyle(prefix + change, style, indentation ?? '') + comma;
  }
  return bracesPart(prefix, addedParts(change, [], style), '', style);
}

function bracesPart(before: string, parts: readonly Part[], after: string, style: Style): Part {
  return (indentation, comma) => {
    const besides = (indentation ?? '').length + before.length + after.length + 1;
    const object = indentation === null ? braces(parts, style, null) : fitted(parts, style, indentation, besides);
    return before + object + after + comma;
  };
}
