import type { Construction } from '../constructions/construction';
import { alternatives, option, truthiness } from '../evaluation/inspect-value';
import type { SingleValue, Value } from '../evaluation/value';
import { literal } from '../evaluation/build-value';
import { DEFAULT_PREFIX } from '../../bull/keys';
import { madeByCallers, type CallSources } from './factory-calls';

/** A text as far as the code tells it: null stands for a part that is not known, so that `[null]` is any text at all. */
export type KnownText = readonly (string | null)[];

const ANY: KnownText = [null];

/** What a text may be, each once; with `[null]` among them where it may be something else. */
export function knownTexts(value: Value): readonly KnownText[] {
  return distinct(alternatives(value).flatMap(textsIn));
}

function textsIn(value: SingleValue): readonly KnownText[] {
  if (value.kind === 'text') return [value.parts];
  if (value.kind !== 'literal' || value.value === undefined || value.value === null) return [ANY];
  const text = [String(value.value)];
  return value.certainty === 'default' ? [text, ANY] : [text];
}

export function distinct(texts: readonly KnownText[]): readonly KnownText[] {
  return [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()];
}

/** What the queues are called that a place makes, those of a factory's calls in other files among them. */
export function namesOf(construction: Construction, isCountOpen: boolean, sources: CallSources): readonly KnownText[] {
  const own = knownTexts(construction.name);
  if (!own.some(isAny)) return own;
  const given = distinct(namesFromCalls(construction, sources));
  // What a parameter is when all of its function's calls are known: what they give.
  const rest = given.length > 0 && !isCountOpen ? own.filter((text) => !isAny(text)) : own;
  return distinct([...rest, ...given]);
}

export function isAny(text: KnownText): boolean {
  return text.length === 1 && text[0] === null;
}

function namesFromCalls(construction: Construction, sources: CallSources): readonly KnownText[] {
  return madeByCallers(construction, sources).flatMap(({ args: [name] }) => (name ? knownTexts(name) : []));
}

/** What its keys start with: `redis.keyPrefix`, where there is one, wins over `prefix` (bull 4.16.5 lib/queue.js:138). */
export function prefixesOf({ options }: Construction): readonly KnownText[] {
  const keyPrefix = option(options, 'redis', 'keyPrefix');
  const texts = alternatives(keyPrefix).flatMap((single) => {
    const isGiven = truthiness(single);
    if (isGiven === true) return textsIn(single);
    const own = alternatives(option(options, 'prefix')).flatMap((prefix) =>
      textsIn(truthiness(prefix) === false ? literal(DEFAULT_PREFIX, prefix.at) : prefix),
    );
    return isGiven === false ? own : [...own, ANY];
  });
  return distinct(texts);
}
