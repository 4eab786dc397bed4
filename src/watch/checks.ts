import type { Check, Thresholds } from '../queues/watch/checklist';
import { count, duration, plural } from '../words';

/** `failure rate: 12.5 % of 8 jobs, at most 2 %`: what a check has found, and what it was held against. */
export function describeCheck(check: Check, thresholds: Thresholds): string {
  const { found, limit } = wordsOf(check, thresholds);
  return `${titleOf(check)}: ${found}, ${limit}`;
}

export function titleOf({ check }: Check): string {
  return check.replace('-', ' ');
}

/** A check in a few words: what was found, and what may be. */
export function wordsOf(
  check: Check,
  { forbiddenCauses }: Thresholds,
): { readonly found: string; readonly limit: string } {
  const { value, limit, of } = check;
  const ofJobs = ` of ${plural(of ?? 0, 'job')}`;
  const found = (text: (value: number) => string) => (value === null ? 'not known' : text(value));
  switch (check.check) {
    case 'failure-rate':
      return { found: found((share) => percent(share) + ofJobs), limit: `at most ${percent(limit)}` };
    case 'completion':
      return { found: found((share) => percent(share) + ofJobs), limit: `at least ${percent(limit)}` };
    case 'average-duration':
      return { found: found((ms) => duration(ms) + ofJobs), limit: `at most ${duration(limit)}` };
    case 'connections':
      return { found: found((most) => `${count(most)} at once`), limit: `at most ${count(limit)}` };
    case 'forbidden-causes':
      return { found: found((jobs) => plural(jobs, 'job')), limit: `none of ${forbiddenCauses.join(', ')}` };
  }
}

/** `0.6 %`: of a share that is not quite 0 or 1, never `0 %` or `100 %`. */
export function percent(share: number): string {
  const rounded = Math.round(share * 1_000) / 10;
  if (rounded === 0 && share > 0) return 'under 0.1 %';
  if (rounded === 100 && share < 1) return 'over 99.9 %';
  return `${rounded} %`;
}
