import type { Finding } from './finding';

/** The first finding of each rule about each cause: queues that share options share what is wrong with them. */
export function oncePerCause(findings: readonly Finding[]): readonly Finding[] {
  const byCause = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, start, end } = finding.cause;
    const key = `${finding.rule} ${file}:${start}-${end}`;
    if (!byCause.has(key)) byCause.set(key, finding);
  }
  return [...byCause.values()];
}
