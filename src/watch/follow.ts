import { setTimeout as pause } from 'node:timers/promises';
import type { Observations, RedisProblem, Watch } from '../queues';
import { checklist, verdictOf, type Check, type CheckState, type Thresholds } from '../queues/watch/checklist';

/** ms between two looks, unless a job fails meanwhile, or jobs are missed sooner. */
const BETWEEN_LOOKS = 5_000;
const LEAST_BETWEEN_LOOKS = 100;
/** ms in which more jobs may fail of the same. */
const AFTER_FAILURE = 500;

/** A watch that has begun. */
export interface BegunWatch {
  readonly redis: { readonly name: string; readonly endpoint: string };
  readonly commit: string | null;
  /** ms since the epoch */
  readonly startedAt: number;
  readonly thresholds: Thresholds;
}

/** A watch after a look. */
export interface WatchNow extends BegunWatch {
  /** ms */
  readonly left: number;
  /** Why it could not look just now: the numbers are those of the look before; null where it could. */
  readonly problem: string | null;
  readonly checks: readonly Check[];
  readonly observations: Observations;
}

export interface EndedWatch extends Omit<WatchNow, 'left' | 'problem'> {
  readonly endedAt: number;
  readonly verdict: CheckState;
}

/** Who is told how a watch goes. */
export interface Follower {
  /** It could not look, where the next look may: once for each reason. */
  problem(message: string): void;
  /** After a problem it could look. */
  answersAgain(): void;
  /** A threshold is not held, or not any more in a way that can be mended: once for each. */
  breach(check: Check): void;
  looked(watch: WatchNow): void;
}

/**
 * Holds the jobs that finish from now on against the thresholds, until `lasts` ms are over, one is breached for good, or
 * `stop` says so.
 *
 * @throws RedisProblem where no look will be possible, or the last one was not
 */
export async function follow(
  watched: Watch,
  begun: BegunWatch,
  { lasts, stop }: { readonly lasts: number; readonly stop?: AbortSignal },
  follower: Follower,
): Promise<EndedWatch> {
  const { thresholds } = begun;
  const betweenLooks = Math.min(BETWEEN_LOOKS, Math.max(LEAST_BETWEEN_LOOKS, thresholds.maxAvgDuration / 4));
  const end = performance.now() + lasts;
  const told = new Map<Check['check'], boolean>();
  let lost: string | null = null;
  const now = () => ({ observations: watched.observations, checks: checklist(watched.observations, thresholds) });
  follower.looked({ ...begun, left: lasts, problem: null, ...now() });
  for (;;) {
    await nextLook(watched, Math.min(betweenLooks, end - performance.now()), stop);
    const isOver = performance.now() >= end || stop?.aborted === true;
    const problem = await lookAt(watched, isOver);
    if (problem && problem.message !== lost) follower.problem(problem.message);
    if (!problem && lost !== null) follower.answersAgain();
    lost = problem?.message ?? null;
    const { observations, checks } = now();
    for (const check of checks) {
      if (check.state !== 'breached') told.delete(check.check);
      else if (told.get(check.check) !== check.isFinal) {
        told.set(check.check, check.isFinal);
        follower.breach(check);
      }
    }
    if (isOver || checks.some(({ isFinal }) => isFinal)) {
      return { ...begun, endedAt: Date.now(), verdict: verdictOf(checks), checks, observations };
    }
    follower.looked({ ...begun, left: end - performance.now(), problem: lost, checks, observations });
  }
}

/** Why it could not look, where the next look may; null where it could. @throws RedisProblem where no look will */
async function lookAt(watched: Watch, isLast: boolean): Promise<RedisProblem | null> {
  try {
    await watched.look();
    return null;
  } catch (error) {
    if (isLast || !isRedisProblem(error) || error.needsPerson || error.kind === 'permission') throw error;
    return error;
  }
}

function isRedisProblem(error: unknown): error is RedisProblem {
  return error instanceof Error && error.name === 'RedisProblem';
}

/** Resolves when the time is over, or soon after a job has failed, with those that fail together. */
async function nextLook(watched: Watch, ms: number, stop?: AbortSignal): Promise<void> {
  const failure = new AbortController();
  const listening = watched.onDidFail(() => failure.abort());
  const signal = stop ? AbortSignal.any([failure.signal, stop]) : failure.signal;
  await pause(Math.max(0, ms), undefined, { signal }).catch(() => {});
  listening.dispose();
  if (failure.signal.aborted && !stop?.aborted) await pause(Math.min(AFTER_FAILURE, Math.max(0, ms)));
}
