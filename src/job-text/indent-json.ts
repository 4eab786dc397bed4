import { joinInSlices } from '../job-data/in-slices';
import { afterSpace, stringEnd, wordEnd } from '../job-data/json-lexer';

/** Levels that get lines of their own; what is nested deeper stays on its line. */
const DEEPEST = 100;

/**
 * JSON with its whitespace made anew and every other character as it was: numbers that no JavaScript can hold, keys that
 * stand twice, escapes. Made piece by piece, so that nothing else waits for 50 MB of it.
 *
 * @param level how deep it stands in what is around it
 * @returns null where it is no JSON
 */
export function indentJson(text: string, level = 0): Promise<string | null> {
  return spaced(text, level);
}

/** The same with no whitespace between its parts, as JavaScript writes it. */
export function compactJson(text: string): Promise<string | null> {
  return spaced(text, null);
}

async function spaced(text: string, level: number | null): Promise<string | null> {
  const { text: all, result: isJson } = await joinInSlices(indented(text, level));
  return isJson ? all : null;
}

/** `level` is null for no whitespace. @returns whether it was JSON up to its end */
function* indented(text: string, level: number | null): Generator<string, boolean> {
  const closers: string[] = [];
  const line = (depth: number) => (level === null || depth > DEEPEST ? '' : `\n${'  '.repeat(level + depth)}`);
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
        yield `${text.slice(at, keyEnd)}:${level === null ? '' : ' '}`;
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
