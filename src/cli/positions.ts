import { LineStarts } from '../lint/files/line-starts';

/** A stretch of text for people and tools: lines and columns (UTF-16 units) count from 1, the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines and columns of the offsets in one text. */
export class Positions {
  private readonly lines: LineStarts;

  constructor(text: string) {
    this.lines = new LineStarts(text);
  }

  span(start: number, end: number): Span {
    const [from, to] = this.lines.places({ start, end });
    return { line: from.line + 1, column: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
  }
}
