import { setImmediate as pause } from 'node:timers/promises';

/** Levels that get lines of their own; what is nested deeper stays on its line. */
const DEEPEST = 100;

/** Pieces between two looks at the clock. */
const PIECES = 100;

/** ms that are worked without a pause. */
const SLICE = 10;

const space = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
/** A part of what stands in a string: bounded, as a pattern remembers each of its rounds. */
const characters = /(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,2000}/y;

/**
 * JSON with its whitespace made anew and every other character as it was: numbers that no JavaScript can hold, keys that
 * stand twice, escapes. Made piece by piece, so that nothing else waits for 50 MB of it.
 *
 * @param level how deep it stands in what is around it
 * @returns null where it is no JSON
 */
export async function indentJson(text: string, level = 0): Promise<string | null> {
  const chunks: string[] = [];
  let pieces: string[] = [];
  let since = performance.now();
  const all = indented(text, level);
  for (;;) {
    const { done, value } = all.next();
    if (done) return value ? [...chunks, ...pieces].join('') : null;
    if (pieces.push(value) < PIECES) continue;
    chunks.push(pieces.join(''));
    pieces = [];
    if (performance.now() - since < SLICE) continue;
    await pause();
    since = performance.now();
  }
}

/** @returns whether it was JSON up to its end */
function* indented(text: string, level: number): Generator<string, boolean> {
  const closers: string[] = [];
  const line = (depth: number) => (depth > DEEPEST ? '' : `\n${'  '.repeat(level + depth)}`);
  let at = afterSpace(text, 0);
  let isOpened = false;
  for (;;) {
    const closer = closers.at(-1);
    if (!isOpened || text[at] !== closer) {
      if (closer !== undefined) yield line(closers.length);
      if (closer === '}') {
        const keyEnd = yield* stringEnd(text, at);
        const colon = afterSpace(text, keyEnd);
        if (keyEnd < 0 || text[colon] !== ':') return false;
        yield `${text.slice(at, keyEnd)}: `;
        at = afterSpace(text, colon + 1);
      }
      const opener = text[at];
      if (opener === '{' || opener === '[') {
        yield opener;
        closers.push(opener === '{' ? '}' : ']');
        isOpened = true;
        at = afterSpace(text, at + 1);
        continue;
      }
      const valueEnd = text[at] === '"' ? yield* stringEnd(text, at) : wordEnd(text, at);
      if (valueEnd < 0) return false;
      yield text.slice(at, valueEnd);
      isOpened = false;
      at = afterSpace(text, valueEnd);
    }
    for (; text[at] === closers.at(-1) && closers.length > 0; at = afterSpace(text, at + 1), isOpened = false) {
      if (!isOpened) yield line(closers.length > DEEPEST ? closers.length : closers.length - 1);
      yield closers.pop() as string;
    }
    if (closers.length === 0) return at === text.length;
    if (text[at] !== ',') return false;
    yield ',';
    isOpened = false;
    at = afterSpace(text, at + 1);
  }
}

/** Where the match that begins at `at` ends; -1 where none does. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at >= 0 && pattern.test(text) ? pattern.lastIndex : -1;
}

function afterSpace(text: string, at: number): number {
  return text.charCodeAt(at) > 0x20 ? at : end(space, text, at);
}

function wordEnd(text: string, at: number): number {
  return /[a-z]/.test(text[at] ?? '') ? end(word, text, at) : end(number, text, at);
}

/** Yields nothing of the text: only the chance of a pause. */
function* stringEnd(text: string, at: number): Generator<string, number> {
  if (text[at] !== '"') return -1;
  let next = at + 1;
  for (let more = next; more >= 0; more = end(characters, text, next)) {
    next = more;
    yield '';
  }
  return text[next] === '"' ? next + 1 : -1;
}
