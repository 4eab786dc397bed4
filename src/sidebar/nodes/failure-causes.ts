import { failureCause } from '../../bull/causes';
import type { JobRow } from '../../queues';
import { count } from '../../words';

const OTHER = 'other';

/** `9 Missing lock, 1 Stalled, 2 other`; empty where no job failed for a known cause. */
export function failureCauses(rows: readonly JobRow[]): string {
  const causes = new Map<string, number>();
  for (const { failedReason } of rows) {
    const title = failureCause(failedReason ?? '')?.title ?? OTHER;
    causes.set(title, (causes.get(title) ?? 0) + 1);
  }
  if ((causes.get(OTHER) ?? 0) === rows.length) return '';
  const isOther = (title: string) => Number(title === OTHER);
  const groups = [...causes].sort(([a, jobs], [b, others]) => isOther(a) - isOther(b) || others - jobs);
  return groups.map(([title, jobs]) => `${count(jobs)} ${title}`).join(', ');
}
