import type { QueueRef } from '../bull/keys';
import type { CodePlace, FoundThere, PlacedQueue } from '../lint-thread/answers';
import { type CodeQueues, uniquePlaces } from './code-queues';
import { bestLikeness } from './likeness';
import { isBefore } from './shift';

/**
 * Which rules find in the code what makes jobs fail of a known cause, the most likely first. The page of each cause
 * leads to the pages of these.
 */
export const rulesByCause: Readonly<Record<string, readonly string[]>> = {
  'missing-lock': ['lock-duration', 'lock-renew-time', 'seconds-and-milliseconds'],
  stalled: ['lock-duration', 'lock-renew-time', 'stalled-checks', 'graceful-shutdown'],
  'lock-mismatch': ['lock-duration', 'lock-renew-time'],
  'no-handler': ['missing-handler'],
  'connection-closed': ['graceful-shutdown'],
  'max-retries-per-request': ['shared-connections'],
  'redis-no-auth': ['ignored-option'],
};

/** Whether the code may show why jobs failed. */
export function mayBeInCode(cause: string): boolean {
  return cause in rulesByCause;
}

/** Its findings are each about the jobs of one `add()`, not about the queue. */
const OF_JOBS = 'missing-handler';

/**
 * The findings about the code of a queue that tell why its jobs failed of a cause: those of the most likely rule.
 *
 * @param jobs what these jobs are called
 */
export function remedies(
  queues: CodeQueues,
  ref: QueueRef,
  cause: string,
  jobs: readonly string[],
): readonly FoundThere[] {
  for (const rule of rulesByCause[cause] ?? []) {
    const found = findingsOf(queues.constructions(ref), rule, jobs);
    if (found.length > 0) return uniquePlaces(found);
  }
  return [];
}

function findingsOf(made: readonly PlacedQueue[], rule: string, jobs: readonly string[]): readonly FoundThere[] {
  return made.flatMap(({ findings, producers }) => {
    const own = findings.filter((finding) => finding.rule === rule);
    if (rule !== OF_JOBS) return own;
    const adding = producers.filter((producer) => jobs.some((name) => bestLikeness(producer.jobs, name) !== 'other'));
    return own.filter((finding) => adding.some((producer) => isIn(finding, producer)));
  });
}

function isIn(inner: CodePlace, outer: CodePlace): boolean {
  return (
    inner.file === outer.file &&
    !isBefore(inner.range.start, outer.range.start) &&
    !isBefore(outer.range.end, inner.range.end)
  );
}

/** A finding that somebody was led to from the failures of a queue. */
export interface FollowedRemedy {
  readonly ref: QueueRef;
  readonly rule: string;
  /** What the failed jobs are called. */
  readonly jobs: readonly string[];
}

/** Whether the code makes the queue still, and the finding is gone. */
export function isApplied({ ref, rule, jobs }: FollowedRemedy, queues: CodeQueues): boolean {
  const made = queues.constructions(ref);
  return made.length > 0 && findingsOf(made, rule, jobs).length === 0;
}

/** What else it takes once the code is mended. */
export function nextStep({ ref, rule, jobs }: FollowedRemedy, finished: string | null): string {
  const ofJobs = rule === OF_JOBS ? ` for jobs named ${jobs.join(', ')}` : '';
  const done = `The code of ${ref.name} has no finding of ${rule}${ofJobs} any more. Its workers run what was deployed last:`;
  if (finished === null) return `${done} deploy this change, then retry the failed jobs.`;
  return `${done} deploy this change. Then retry what had not finished: to retry a job of ${finished} repeats its work.`;
}
