import type { Random } from './random';

const TYPED = ['x', ' ', '{', '}', '\n', "'", '(', 'const a = 1;\n', '// note\n', '.', ',', '60_000'];

/** `text` with a keystroke at a random place, each time another one: half-typed code as it is while somebody types. */
export function* editsOf(text: string, count: number, random: Random): Iterable<string> {
  for (let i = 0; i < count; i++) {
    const at = random.between(0, text.length);
    yield text.slice(0, at) + random.oneOf(TYPED) + text.slice(at);
  }
}
