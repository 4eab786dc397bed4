import { afterSpace, atOnce, charactersEnd, wholeStringEnd, wordEnd } from './json-lexer';

/** A value in a JSON text, or the end of one that has others in it. */
export interface JsonEvent {
  /** `open` and `close` of an object or a list; `broken` where the rest of the text is no JSON. */
  readonly type: 'scalar' | 'open' | 'close' | 'broken';
  /** Keys, and positions in lists. The same array each time: it holds until the next event. */
  readonly path: readonly string[];
  /** Where it begins; of `close`, where what was opened has ended. */
  readonly start: number;
  readonly end: number;
  /** The text ends within it, as that of a cut field does. */
  readonly isCut: boolean;
}

interface Container {
  readonly closer: '}' | ']';
  /** -1 in an object. */
  index: number;
}

/** The values of a JSON text in their order, each with its path. Nothing is parsed: it may be 50 MB, deep, or cut. */
export function* jsonValues(text: string): Generator<JsonEvent, void> {
  const path: string[] = [];
  const open: Container[] = [];
  const event = (type: JsonEvent['type'], start: number, end = text.length, isCut = false): JsonEvent => ({
    ...{ type, path, start, end, isCut },
  });
  let at = afterSpace(text, 0);
  function* broken(): Generator<JsonEvent, void> {
    yield event('broken', at);
  }
  let isFirst = true;
  while (at < text.length) {
    const container = open.at(-1);
    if (container && (!isFirst || text[at] === container.closer)) {
      if (text[at] === container.closer) {
        open.pop();
        if (!isFirst) path.pop();
        yield event('close', at + 1, at + 1);
        isFirst = false;
        at = afterSpace(text, at + 1);
        if (open.length === 0) break;
        continue;
      }
      if (text[at] !== ',') return yield* broken();
      path.pop();
      at = afterSpace(text, at + 1);
      if (at >= text.length) return;
    }
    if (container?.closer === '}') {
      const keyEnd = wholeStringEnd(text, at);
      if (keyEnd < 0) return isCutString(text, at) ? undefined : yield* broken();
      path.push(stringIn(text.slice(at, keyEnd)));
      at = afterSpace(text, keyEnd);
      if (at >= text.length) return;
      if (text[at] !== ':') return yield* broken();
      at = afterSpace(text, at + 1);
    } else if (container) {
      path.push(String(++container.index));
    }
    const opener = text[at];
    if (opener === '{' || opener === '[') {
      yield event('open', at, at + 1);
      open.push({ closer: opener === '{' ? '}' : ']', index: -1 });
      isFirst = true;
      at = afterSpace(text, at + 1);
      continue;
    }
    const end = opener === '"' ? wholeStringEnd(text, at) : wordEnd(text, at);
    const isNumber = opener !== '"' && end === text.length && open.length > 0;
    const isCut = end < 0 ? isCutString(text, at) || isCutWord(text, at) : isNumber;
    if (end < 0 && !isCut) return yield* broken();
    yield event('scalar', at, end < 0 ? text.length : end, isCut);
    if (end < 0) return;
    isFirst = false;
    at = afterSpace(text, end);
    if (open.length === 0) break;
  }
  if (at < text.length) {
    path.length = 0;
    yield* broken();
  }
}

/** What a string of JSON says. */
export function stringIn(json: string): string {
  return json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1);
}

/** The rest of the text is the beginning of a string. */
function isCutString(text: string, at: number): boolean {
  const stop = atOnce(charactersEnd(text, at));
  return stop >= 0 && /^(?:\\(?:u[\da-fA-F]{0,3})?)?$/.test(text.slice(stop, stop + 6));
}

function isCutWord(text: string, at: number): boolean {
  const rest = text.slice(at, at + 6);
  return rest === '-' || ['true', 'false', 'null'].some((word) => rest !== '' && word.startsWith(rest));
}
