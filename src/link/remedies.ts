import type { QueueRef } from '../bull/keys';
import type { FoundThere } from '../lint-thread/answers';
import { type CodeQueues, uniquePlaces } from './code-queues';

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

/** The findings about the code of a queue that tell why its jobs failed of a cause: those of the most likely rule. */
export function remedies(queues: CodeQueues, ref: QueueRef, cause: string): readonly FoundThere[] {
  const findings = queues.constructions(ref).flatMap((queue) => queue.findings);
  for (const rule of rulesByCause[cause] ?? []) {
    const own = findings.filter((finding) => finding.rule === rule);
    if (own.length > 0) return uniquePlaces(own);
  }
  return [];
}

/** A finding that somebody was led to from the failures of a queue. */
export interface FollowedRemedy {
  readonly ref: QueueRef;
  readonly rule: string;
}

/** Whether the code makes the queue still, and the finding is gone. */
export function isApplied({ ref, rule }: FollowedRemedy, queues: CodeQueues): boolean {
  const made = queues.constructions(ref);
  return made.length > 0 && !made.some(({ findings }) => findings.some((finding) => finding.rule === rule));
}

/** What else it takes once the code is mended. */
export function nextStep({ ref, rule }: FollowedRemedy, finished: string | null): string {
  const done = `The code of ${ref.name} has no finding of ${rule} any more. Its workers run what was deployed last:`;
  if (finished === null) return `${done} deploy this change, then retry the failed jobs.`;
  return `${done} deploy this change. Then retry what had not finished: to retry a job of ${finished} repeats its work.`;
}
