import type { Finding } from './finding';

/** The first finding of each rule about each cause, for all that the others are about: queues that share options share what is wrong with them. */
export function oncePerCause(findings: readonly Finding[]): readonly Finding[] {
  const byCause = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, start, end } = finding.cause;
    const key = `${finding.rule} ${file}:${start}-${end}`;
    const first = byCause.get(key);
    byCause.set(key, first ? { ...first, about: [...first.about, ...finding.about] } : finding);
  }
  return [...byCause.values()];
}
