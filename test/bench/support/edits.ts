import type { Random } from './random';

const LINES = [
  "const more = await load({ id: 'x', total: 1 });\n",
  'if (found.length > 3) return [];\n',
  '// What is left over is told of later.\n',
  'audit.process(4, async (job) => ({ id: job.id, `${job.data.name}` }));\n',
  "export const audit = new Bull('audit', { redis, settings: { lockDuration: 60_000 } });\n",
  'for (const row of rows) {\n  if (row.total > 10) total += row.total;\n}\n',
  'attempts: 5, removeOnComplete: true,\n',
];

/**
 * `count` versions of a text as a person types into it, one keystroke after the other: lines at random places, fitting or
 * not, half typed until they are whole. Each is taken out again before the next.
 */
export function* editsOf(text: string, count: number, random: Random): Iterable<string> {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  for (let made = 0; made < count;) {
    const at = random.oneOf(starts);
    const line = random.oneOf(LINES);
    for (let typed = 1; typed <= line.length && made < count; typed++, made++) {
      yield text.slice(0, at) + line.slice(0, typed) + text.slice(at);
    }
  }
}
