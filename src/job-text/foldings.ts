import { frameOf, isOwn } from '../queues/causes/stack-frames';
import { textIn } from './shown-frames';

/** Lines of a document, counted from 0: all after the first are hidden where it is folded. */
export interface Folding {
  readonly start: number;
  readonly end: number;
  /** They are frames of Node and of libraries, below a line that is none. */
  readonly isOfLibraries: boolean;
}

/** What can be folded in what `jobText` has made: what is in brackets, and in stack traces the frames that are not of the person's own code. */
export function foldings(text: string): Folding[] {
  const lines = text.split('\n');
  return [...brackets(lines), ...libraries(lines)];
}

/** Each value stands on a line of its own, and so does each bracket that is closed on another. */
function* brackets(lines: readonly string[]): Iterable<Folding> {
  const open: number[] = [];
  for (const [i, line] of lines.entries()) {
    if (/^ *[}\]]/.test(line)) {
      const start = open.pop();
      if (start !== undefined && i - 1 > start) yield { start, end: i - 1, isOfLibraries: false };
    }
    if (/[{[]$/.test(line)) open.push(i);
  }
}

/** A trace that has no frame of the person's own code has nothing that these could hide. */
function* libraries(lines: readonly string[]): Iterable<Folding> {
  const start = lines.indexOf('  "stacktrace": [') + 1;
  if (start === 0) return;
  let trace: Folding[] = [];
  let hasOwn = false;
  let above = start;
  const untilHere = (i: number) => {
    if (i - 1 > above) trace.push({ start: above, end: i - 1, isOfLibraries: true });
    above = i;
  };
  for (let i = start; i < lines.length && !lines[i]?.startsWith('  ]'); i++) {
    const frame = frameOf(textIn(lines[i] ?? ''));
    if (frame && !isOwn(frame)) continue;
    untilHere(i);
    hasOwn ||= frame !== null;
    if (!lines[i]?.startsWith('    ]')) continue;
    if (hasOwn) yield* trace;
    [trace, hasOwn] = [[], false];
  }
}
