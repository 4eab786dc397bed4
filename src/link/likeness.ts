import type { KnownText } from '../lint';

/** Whether a text in code is one in Redis: surely, perhaps (what is known of it fits), or surely not. */
export type Likeness = 'same' | 'possible' | 'other';

export function likeness(known: KnownText, actual: string): Likeness {
  if (!known.includes(null)) return known.join('') === actual ? 'same' : 'other';
  const head = known[0] ?? '';
  const tail = known.at(-1) ?? '';
  if (!actual.startsWith(head) || !actual.endsWith(tail) || actual.length < head.length + tail.length) return 'other';
  let at = head.length;
  for (const part of known.slice(1, -1)) {
    const found = actual.indexOf(part ?? '', at);
    if (found < 0) return 'other';
    at = found + (part ?? '').length;
  }
  return at <= actual.length - tail.length ? 'possible' : 'other';
}

/** The likeness of the one that is most like it. */
export function bestLikeness(known: readonly KnownText[], actual: string): Likeness {
  const all = known.map((text) => likeness(text, actual));
  return all.includes('same') ? 'same' : all.includes('possible') ? 'possible' : 'other';
}

/** Whether nothing at all is known of a text. */
export function isAny(known: KnownText): boolean {
  return known.every((part) => part === null);
}
