/** A stretch of text for people and tools: lines and columns (UTF-16 units) count from 1, the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines and columns of the offsets in one text. */
export class Positions {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  }

  span(start: number, end: number): Span {
    const [line, column] = this.at(start);
    const [endLine, endColumn] = this.at(end);
    return { line, column, endLine, endColumn };
  }

  private at(offset: number): [line: number, column: number] {
    const next = this.starts.findIndex((start) => start > offset);
    const line = next === -1 ? this.starts.length : next;
    return [line, offset - (this.starts[line - 1] ?? 0) + 1];
  }
}
