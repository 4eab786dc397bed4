import * as vscode from 'vscode';
import type { Place, TextRange } from '../lint-thread/answers';

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Plain data, which a thread can be sent. */
export function fromRange({ start, end }: vscode.Range): TextRange {
  return { start: fromPosition(start), end: fromPosition(end) };
}

export function fromPosition({ line, character }: vscode.Position): Place {
  return { line, character };
}
