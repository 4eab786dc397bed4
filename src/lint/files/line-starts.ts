import type { Range } from '../syntax/location';

/** A place as VS Code counts: from 0, characters in UTF-16. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** Offsets of one text as lines and characters. Line ends are `\n`, `\r\n` and `\r`, as in VS Code. */
export class LineStarts {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    this.starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length)];
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.starts[low] ?? 0) };
  }

  /** Start and end of a range. */
  places({ start, end }: Range): readonly [Place, Place] {
    return [this.place(start), this.place(end)];
  }

  /** The offset of a place; of the text's end where the text has no such line. */
  offset({ line, character }: Place): number {
    return Math.min((this.starts[line] ?? this.text.length) + character, this.text.length);
  }
}
