import type { JobId } from '../job-id';
import type { RedisProblem } from '../redis/problem';

/** What became of each job that an action was asked for; every id is in exactly one of the lists. */
export interface ActionOutcome {
  readonly done: JobId[];
  /** Its hash is not there any more. */
  readonly gone: JobId[];
  /** It had left the state by then, or its key is no job: it was left as it is. */
  readonly notInState: JobId[];
  /** A worker holds its lock. */
  readonly locked: JobId[];
  /** Its handler had succeeded, which the person was not told or did not want. */
  readonly finished: JobId[];
  /** It is the next run of a repeatable job, which would end with it. */
  readonly repeats: JobId[];
  /** Redis refused to change it: it was left as it is. */
  readonly refused: JobId[];
  /** Never sent: cancelled, or the connection was lost, closed or made read-only before. */
  readonly unsent: JobId[];
  /** Sent, and the connection was lost before the answer, or Redis stopped half way: done or not, never lost. */
  readonly unknown: JobId[];
  /** What ended it early; null where it ran to its end or was cancelled. */
  readonly problem: RedisProblem | null;
}

export const ENDS = [
  'done',
  'gone',
  'notInState',
  'locked',
  'finished',
  'repeats',
  'refused',
  'unsent',
  'unknown',
] as const;

export type End = (typeof ENDS)[number];

export function emptyOutcome(): ActionOutcome {
  const ends = Object.fromEntries(ENDS.map((end) => [end, []])) as unknown as Record<End, JobId[]>;
  return { ...ends, problem: null };
}

/** The account of all of them, with the first problem that there was. */
export function together(outcomes: readonly ActionOutcome[]): ActionOutcome {
  const all = emptyOutcome();
  for (const outcome of outcomes) for (const end of ENDS) for (const job of outcome[end]) all[end].push(job);
  return { ...all, problem: outcomes.find(({ problem }) => problem !== null)?.problem ?? null };
}

/** How many jobs it tells of. */
export function jobsIn(outcome: ActionOutcome): number {
  return ENDS.reduce((sum, end) => sum + outcome[end].length, 0);
}
