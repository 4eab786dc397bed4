import type { FailedSurvey, JobId } from '../queues';

/** The failed jobs whose handler had not succeeded, in their order. Two queues may have jobs with one id. */
export function unfinished({ ids, finished }: Pick<FailedSurvey, 'ids' | 'finished'>): JobId[] {
  const areFinished = new Set(finished);
  return ids.filter((id) => !areFinished.has(id));
}
