import type { Location, SourceFiles } from '../lint';
import { LineStarts } from '../lint/files/line-starts';
import type { Place, TextRange } from './answers';

/** The engine's offsets as lines and characters, and back. Good for as long as no text changes: make it, use it, drop it. */
export class Places {
  private readonly lines = new Map<string, LineStarts>();

  constructor(private readonly files: SourceFiles) {}

  range(location: Location): TextRange {
    const [start, end] = this.linesOf(location.file).places(location);
    return { start, end };
  }

  /** Where a range of the file is for the engine. */
  location(file: string, { start, end }: TextRange): Location {
    return { file, start: this.offset(file, start), end: this.offset(file, end) };
  }

  offset(file: string, place: Place): number {
    return this.linesOf(file).offset(place);
  }

  private linesOf(file: string): LineStarts {
    let lines = this.lines.get(file);
    if (!lines) this.lines.set(file, (lines = new LineStarts(this.files.read(file) ?? '')));
    return lines;
  }
}
