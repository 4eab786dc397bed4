import type { RuleFinding } from './finding';

/** The first finding of each cause: queues that share options share what is wrong with them. */
export function oncePerCause(findings: Iterable<RuleFinding>): readonly RuleFinding[] {
  const byCause = new Map<string, RuleFinding>();
  for (const finding of findings) {
    const { file, start, end } = finding.cause ?? { file: '', ...finding };
    const key = `${file}:${start}-${end}`;
    if (!byCause.has(key)) byCause.set(key, finding);
  }
  return [...byCause.values()];
}
