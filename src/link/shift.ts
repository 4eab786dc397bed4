import type { CodePlace, Place, PlacedQueue, TextRange } from '../lint-thread/answers';

/** What was typed: a range of the text before, and what stands there now. */
export interface TextChange {
  readonly range: TextRange;
  readonly text: string;
}

/** The queues with their places in a file where they are after a change of its text, until the code is read again. */
export function shifted(queues: readonly PlacedQueue[], file: string, changes: readonly TextChange[]): PlacedQueue[] {
  const place = <T extends CodePlace>(of: T): T => (of.file === file ? { ...of, range: moved(of.range, changes) } : of);
  return queues.map((queue) =>
    isIn(file, queue)
      ? {
          ...place(queue),
          head: queue.file === file ? moved(queue.head, changes) : queue.head,
          processors: queue.processors.map(place),
          producers: queue.producers.map(place),
          budget: queue.budget && { ...queue.budget, place: queue.budget.place && place(queue.budget.place) },
          findings: queue.findings.map(place),
        }
      : queue,
  );
}

/** Whether a queue has a place in a file. */
function isIn(file: string, queue: PlacedQueue): boolean {
  const { processors, producers, budget, findings } = queue;
  const isHere = (of: CodePlace): boolean => of.file === file;
  return (
    [processors, producers, findings].some((places: readonly CodePlace[]) => places.some(isHere)) ||
    isHere(queue) ||
    budget?.place?.file === file
  );
}

function moved({ start, end }: TextRange, changes: readonly TextChange[]): TextRange {
  // VS Code gives them from the end of the text to its start, each as if it were the only one.
  return changes.reduce<TextRange>(
    (range, change) => ({ start: movedPlace(range.start, change), end: movedPlace(range.end, change) }),
    { start, end },
  );
}

function movedPlace(place: Place, { range, text }: TextChange): Place {
  if (isBefore(place, range.end)) return isBefore(range.start, place) ? range.start : place;
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  const line = place.line + lines.length - 1 - (range.end.line - range.start.line);
  if (place.line > range.end.line) return { line, character: place.character };
  const before = lines.length === 1 ? range.start.character : 0;
  return { line, character: before + last.length + place.character - range.end.character };
}

export function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
