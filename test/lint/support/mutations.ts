const SEED = 20_260_924;

const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '`',
  "'",
  '...',
  '=>',
  '?.',
  ';',
  ',',
  '=',
  '<',
  '/*',
  '//',
  '${',
  'new ',
  'await ',
  '\n',
  '#',
  '@',
];

/** `count` ways to spoil a text: parts left out, doubled, moved, and tokens put in; always the same ones. */
export function mutations(text: string, count: number): readonly string[] {
  const random = generator(SEED ^ text.length);
  const place = (): number => Math.floor(random() * (text.length + 1));
  return Array.from({ length: count }, () => {
    const [start = 0, end = 0] = [place(), place()].sort((a, b) => a - b);
    const stop = Math.min(end, start + 80);
    const part = text.slice(start, stop);
    const token = TOKENS[Math.floor(random() * TOKENS.length)] ?? '';
    const kind = Math.floor(random() * 4);
    if (kind === 0) return text.slice(0, start) + text.slice(stop);
    if (kind === 1) return text.slice(0, stop) + part + text.slice(stop);
    if (kind === 2) return text.slice(0, start) + token + text.slice(start);
    const rest = text.slice(0, start) + text.slice(stop);
    const target = Math.floor(random() * (rest.length + 1));
    return rest.slice(0, target) + part + rest.slice(target);
  });
}

/** Mulberry32: small, and good enough to pick places in a text. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
