/** Bull's defaults for AdvancedSettings (bull 4.16.5 lib/queue.js:226-240); ms, except where the name says otherwise. */
export const DEFAULT_SETTINGS = {
  lockDuration: 30_000,
  stalledInterval: 30_000,
  maxStalledCount: 1,
  guardInterval: 5_000,
  retryProcessDelay: 5_000,
  /** Seconds: the timeout of BRPOPLPUSH (lib/queue.js:1246). */
  drainDelay: 5,
} as const;

/** What Bull uses for `lockRenewTime` where it is unset or 0 (lib/queue.js:239). */
export function defaultLockRenewTime(lockDuration: number): number {
  return lockDuration / 2;
}

/** The job budget of the incident that the serverless block was made for; used where no budget is declared. */
export const SERVERLESS_JOB_BUDGET = 60_000;

export interface ServerlessSettings {
  readonly lockDuration: number;
  readonly lockRenewTime: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly guardInterval: number;
  readonly retryProcessDelay: number;
}

/** The settings block that the quick fix inserts, for jobs that may run `jobBudget` ms. */
export function serverlessSettings(jobBudget: number): ServerlessSettings {
  const lockDuration = 2 * jobBudget;
  return {
    lockDuration,
    lockRenewTime: lockDuration / 2,
    stalledInterval: 60_000,
    maxStalledCount: 3,
    guardInterval: 5_000,
    retryProcessDelay: 5_000,
  };
}

/** The limiter of the fix's second entry: two jobs a second. */
export const SERVERLESS_LIMITER = { max: 10, duration: 5_000, bounceBack: false } as const;
