import type { Observations } from './watch';

/** What a watch holds the jobs against. */
export interface Thresholds {
  /** Of the jobs that finished, the share that may have failed for good: 0.02 is 2 %. */
  readonly maxFailureRate: number;
  /** Of the jobs that finished or stand, the share that has to be completed. */
  readonly minCompletion: number;
  /** ms that completed jobs may take on average. */
  readonly maxAvgDuration: number;
  /** null for as many as there are. */
  readonly maxConnections: number | null;
  /** Ids of known causes that no job may fail of. */
  readonly forbiddenCauses: readonly string[];
}

/** How long a deployment is watched, in ms. */
export const DEFAULT_LASTS = 30 * 60_000;

export const DEFAULT_THRESHOLDS: Thresholds = {
  maxFailureRate: 0.02,
  minCompletion: 0.95,
  maxAvgDuration: 60_000,
  maxConnections: null,
  forbiddenCauses: ['missing-lock', 'stalled'],
};

export type CheckState = 'held' | 'breached' | 'unknown';

export interface Check {
  readonly check: 'failure-rate' | 'completion' | 'average-duration' | 'connections' | 'forbidden-causes';
  readonly state: CheckState;
  /** What comes cannot mend it. */
  readonly isFinal: boolean;
  /** A share, ms, or a number of connections or jobs; null where it is not known. */
  readonly value: number | null;
  readonly limit: number;
  /** How many jobs the value is of; null where it is of none. */
  readonly of: number | null;
}

/** The jobs of a watch in numbers. */
export function totalsOf({ queues }: Pick<Observations, 'queues'>) {
  const sum = (number: (queue: Observations['queues'][number]) => number) =>
    queues.reduce((total, queue) => total + number(queue), 0);
  const [completed, failed] = [sum((queue) => queue.completed), sum((queue) => queue.failed)];
  const timed = sum(({ duration }) => duration.jobs);
  return {
    completed,
    failed,
    finished: completed + failed,
    /** ms; null where no duration is known. */
    avgDuration: timed === 0 ? null : sum(({ duration }) => duration.total) / timed,
    timed,
  };
}

/** Each threshold, held against what was seen so far. */
export function checklist(observations: Observations, thresholds: Thresholds): Check[] {
  const { completed, failed, finished, avgDuration, timed } = totalsOf(observations);
  const { maxFailureRate, minCompletion, maxAvgDuration, maxConnections, forbiddenCauses } = thresholds;
  const expected = finished + (observations.standing ?? 0);
  const failureRate = finished === 0 ? null : failed / finished;
  const completion = expected === 0 ? null : completed / expected;
  const causes = observations.queues.flatMap((queue) => queue.causes);
  const forbidden = causes.filter(({ cause }) => cause && forbiddenCauses.includes(cause.id));
  const ofForbidden = forbidden.reduce((jobs, { count }) => jobs + count, 0);
  const { connections } = observations;
  const checks: Check[] = [
    {
      ...{ check: 'failure-rate', value: failureRate, limit: maxFailureRate, of: finished },
      state: stateOf(failureRate, (rate) => rate <= maxFailureRate),
      isFinal: isBeyondChance(failed, finished, maxFailureRate),
    },
    {
      ...{ check: 'completion', value: completion, limit: minCompletion, of: expected },
      state: stateOf(completion, (share) => share >= minCompletion),
      isFinal: false,
    },
    {
      ...{ check: 'average-duration', value: avgDuration, limit: maxAvgDuration, of: timed },
      state: stateOf(avgDuration, (ms) => ms <= maxAvgDuration),
      isFinal: false,
    },
  ];
  if (maxConnections !== null) {
    const state = stateOf(connections, (most) => most <= maxConnections);
    const isFinal = state === 'breached';
    checks.push({ check: 'connections', state, isFinal, value: connections, limit: maxConnections, of: null });
  }
  if (forbiddenCauses.length > 0) {
    const state = stateOf(finished === 0 ? null : ofForbidden, (jobs) => jobs === 0);
    const isFinal = state === 'breached';
    checks.push({ check: 'forbidden-causes', state, isFinal, value: ofForbidden, limit: 0, of: finished });
  }
  return checks;
}

/** `unknown` where no job finished and none stands: nothing can be said of them then. */
export function verdictOf(checks: readonly Check[]): CheckState {
  if (checks.some(({ state }) => state === 'breached')) return 'breached';
  return checks.some(({ check, state }) => check === 'completion' && state === 'held') ? 'held' : 'unknown';
}

function stateOf(value: number | null, isWithin: (value: number) => boolean): CheckState {
  if (value === null) return 'unknown';
  return isWithin(value) ? 'held' : 'breached';
}

const CHANCE = 0.001;

/** Whether so many would fail in less than one of a thousand watches, if the share that may fail does. */
export function isBeyondChance(failed: number, of: number, share: number): boolean {
  if (failed <= of * share) return false;
  if (share <= 0) return true;
  // The terms of the binomial distribution up to `failed`, by their logarithms: `share ** of` is too small a number.
  let term = of * Math.log1p(-share);
  let fewer = 0;
  for (let jobs = 0; jobs < failed; jobs++) {
    fewer += Math.exp(term);
    term += Math.log(((of - jobs) / (jobs + 1)) * (share / (1 - share)));
  }
  return 1 - fewer < CHANCE;
}
