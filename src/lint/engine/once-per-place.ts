import type { RuleFinding } from './finding';

/** The first finding of each place: options that several queues share are told once. */
export function* distinct(findings: Iterable<RuleFinding>): Iterable<RuleFinding> {
  const told = new Set<string>();
  for (const finding of findings) {
    const place = `${finding.start}-${finding.end}`;
    if (!told.has(place)) yield finding;
    told.add(place);
  }
}
