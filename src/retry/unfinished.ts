import type { FailedSurvey, JobId } from '../queues';

/** The failed jobs whose handler had not succeeded, in their order. */
export function unfinished({ ids, finished }: Pick<FailedSurvey, 'ids' | 'finished'>): JobId[] {
  const finishedKeys = new Set(finished.map(({ key }) => key));
  return ids.filter(({ key }) => !finishedKeys.has(key));
}
