import type { FailureCauses, FailureGroup, JobId } from '../../queues';
import type { QueueFolder } from './folders';

/** The failed jobs of a queue that have one cause. */
export interface JobsOfCause {
  readonly queue: QueueFolder;
  readonly ids: readonly JobId[];
  /** As `RetryOptions` has it. */
  readonly failedAt: ReadonlyMap<string, number>;
}

/** Those that have it now. */
export async function jobsOfCause(
  queue: QueueFolder,
  causes: FailureCauses,
  group: Pick<FailureGroup, 'key'>,
): Promise<JobsOfCause> {
  const { jobId } = await import('../../queues');
  await causes.refresh();
  const jobs = causes.jobsOf(group).map(({ id, time }) => ({ id: jobId(id), time }));
  return { queue, ids: jobs.map(({ id }) => id), failedAt: new Map(jobs.map(({ id, time }) => [id.key, time])) };
}
