const space = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
/** A part of what stands in a string: bounded, as a pattern remembers each of its rounds. */
const characters = /(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,2000}/y;

/** Where the match that begins at `at` ends; -1 where none does. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at >= 0 && pattern.test(text) ? pattern.lastIndex : -1;
}

export function afterSpace(text: string, at: number): number {
  return text.charCodeAt(at) > 0x20 ? at : end(space, text, at);
}

/** Where the number, `true`, `false` or `null` at `at` ends; -1 where there is none. */
export function wordEnd(text: string, at: number): number {
  return /[a-z]/.test(text[at] ?? '') ? end(word, text, at) : end(number, text, at);
}

/**
 * Where the characters of the string at `at` end: at its quote, unless it is cut or no string of JSON; -1 where none
 * begins there. Yields nothing of the text: only the chance of a pause.
 */
export function* charactersEnd(text: string, at: number): Generator<string, number> {
  if (text[at] !== '"') return -1;
  let next = at + 1;
  for (let more = next; more >= 0; more = end(characters, text, next)) {
    next = more;
    yield '';
  }
  return next;
}

/** Where the string at `at` ends, at once; -1 where there is none. */
export function wholeStringEnd(text: string, at: number): number {
  const close = text[at] === '"' ? text.indexOf('"', at + 1) : -1;
  if (close >= 0 && !SPECIAL.test(text.slice(at + 1, close))) return close + 1;
  return atOnce(stringEnd(text, at));
}

/** What a generator returns, without pauses. */
export function atOnce<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const SPECIAL = /[\\\u0000-\u001f]/;

/** Where the string at `at` ends; -1 where there is none. Yields as `charactersEnd` does. */
export function* stringEnd(text: string, at: number): Generator<string, number> {
  const next = yield* charactersEnd(text, at);
  return text[next] === '"' ? next + 1 : -1;
}
