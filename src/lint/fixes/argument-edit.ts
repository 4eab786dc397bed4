import type typescript from 'typescript';
import type { TextEdit } from '../engine/finding';
import { addedParts, fitted, type ObjectChanges } from './object-parts';
import { indentationAt, inStyle, type Style } from './style';

type Call = typescript.NewExpression | typescript.CallExpression;

/** Puts an argument behind the last one: code as this codebase would write it, or a new object. */
export function addArgument(call: Call, value: string | ObjectChanges, style: Style): TextEdit {
  const { text } = call.getSourceFile();
  const last = call.arguments?.at(-1);
  if (!last) {
    const inside = call.arguments ? call.end - 1 : call.end;
    const code = written(value, style, text, inside, inside);
    return editOf(call, inside, inside, call.arguments ? code : `(${code})`);
  }
  const hasOwnLine = /\n\s*$/.test(text.slice(last.getFullStart(), last.getStart()));
  if (!hasOwnLine) return editOf(call, last.end, last.end, `, ${written(value, style, text, last.end, last.end)}`);
  const indentation = indentationAt(text, last.getStart());
  return editOf(call, last.end, last.end, `,${style.newline}${indentation}${writtenAt(value, style, indentation, 1)}`);
}

/** Puts code as this codebase would write it, or a new object, in the place of an expression. */
export function replaceExpression(node: typescript.Expression, value: string | ObjectChanges, style: Style): TextEdit {
  const { text } = node.getSourceFile();
  return editOf(node, node.getStart(), node.end, written(value, style, text, node.getStart(), node.end));
}

/** `value` in the place of a range, on one line if that line stays short. */
function written(value: string | ObjectChanges, style: Style, text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const behind = text.slice(end, lineEnd < 0 ? undefined : lineEnd).trimEnd();
  const indentation = indentationAt(text, start);
  return writtenAt(value, style, indentation, start - lineStart - indentation.length + behind.length);
}

function writtenAt(value: string | ObjectChanges, style: Style, indentation: string, besides: number): string {
  if (typeof value === 'string') return inStyle(value, style, indentation);
  return fitted(addedParts(value, [], style), style, indentation, indentation.length + besides);
}

function editOf(node: typescript.Node, start: number, end: number, newText: string): TextEdit {
  return { file: node.getSourceFile().fileName, start, end, newText };
}
