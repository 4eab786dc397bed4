import { setImmediate as pause } from 'node:timers/promises';

/** Pieces between two looks at the clock. */
const PIECES = 100;

/** ms that are worked without a pause. */
const SLICE = 10;

/** The pieces of a text joined, with pauses between them, so that nothing else waits for 50 MB of it. */
export async function joinInSlices<T>(
  all: Generator<string, T>,
): Promise<{ readonly text: string; readonly result: T }> {
  const chunks: string[] = [];
  let pieces: string[] = [];
  let since = performance.now();
  for (;;) {
    const { done, value } = all.next();
    if (done) return { text: [...chunks, ...pieces].join(''), result: value };
    if (pieces.push(value) < PIECES) continue;
    chunks.push(pieces.join(''));
    pieces = [];
    if (performance.now() - since < SLICE) continue;
    await pause();
    since = performance.now();
  }
}
