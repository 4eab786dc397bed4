/** Why a job is in the failed list, as far as its `failedReason` tells. */
export interface FailureCause {
  readonly id: 'missing-lock' | 'stalled' | 'missing-key' | 'lock-mismatch' | 'timeout' | 'connection' | 'no-handler';
  /** A noun phrase for people: "Missing lock". */
  readonly title: string;
  /** One or two sentences on what happened. */
  readonly explanation: string;
  /** The handler had succeeded before the job was marked as failed: to retry it is to do its work twice. */
  readonly alreadyFinished: boolean;
}

interface KnownFailure extends FailureCause {
  readonly pattern: RegExp;
}

const knownFailures: readonly KnownFailure[] = [
  {
    id: 'missing-lock',
    title: 'Missing lock',
    pattern: /^Missing lock for job .* finished$/s,
    explanation:
      'The job outlived its lock, was failed as stalled, and then finished: its handler succeeded, so its work is done.',
    alreadyFinished: true,
  },
  {
    id: 'missing-lock',
    title: 'Missing lock',
    pattern: /^Missing lock for job .* (failed|delayed|retry)$/s,
    explanation: 'The job outlived its lock, was failed as stalled, and then its handler failed too.',
    alreadyFinished: false,
  },
  {
    id: 'stalled',
    title: 'Stalled',
    pattern: /^job stalled more than (allowable limit|maxStalledCount)/,
    explanation:
      'The process that ran the job stopped renewing its lock: it was frozen, blocked, killed, or lost its Redis.',
    alreadyFinished: false,
  },
  {
    id: 'missing-key',
    title: 'Missing key',
    pattern: /^Missing key for job /,
    explanation: 'The job was removed from Redis while it ran, by a person, by code, or by eviction.',
    alreadyFinished: false,
  },
  {
    id: 'lock-mismatch',
    title: 'Lock mismatch',
    pattern: /^Lock mismatch for job /,
    explanation: 'Another worker held the lock when this one finished: the job ran twice.',
    alreadyFinished: false,
  },
  {
    id: 'timeout',
    title: 'Timeout',
    pattern: /^Promise timed out after \d+ milliseconds|^operation timed out$/,
    explanation: "The job took longer than Bull's own timeout option allows.",
    alreadyFinished: false,
  },
  {
    id: 'connection',
    title: 'Connection closed',
    pattern: /^Connection is closed\.$/,
    explanation: 'A Redis command in the handler met a closed connection.',
    alreadyFinished: false,
  },
  {
    id: 'no-handler',
    title: 'No handler',
    pattern: /^Missing process handler for job type /,
    explanation: 'The worker that took the job has no processor of that name.',
    alreadyFinished: false,
  },
];

/** The known cause of a failure; null where the text is the application's own error. Texts: bull 4.16.5 lib/scripts.js:287-297. */
export function failureCause(failedReason: string): FailureCause | null {
  return knownFailures.find(({ pattern }) => pattern.test(failedReason)) ?? null;
}
