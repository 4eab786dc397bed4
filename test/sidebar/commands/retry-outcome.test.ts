import assert from 'node:assert/strict';
import { RedisProblem, type JobId, type RetryOutcome } from '../../../src/queues';
import { describeOutcome, isWholeSuccess } from '../../../src/sidebar/commands/retry-outcome';

const jobs = (number: number) => Array.from({ length: number }, () => ({}) as JobId);

function outcome(
  numbers: Partial<Record<Exclude<keyof RetryOutcome, 'problem'>, number>>,
  problem: RedisProblem | null = null,
): RetryOutcome {
  const { retried = 0, gone = 0, notFailed = 0, locked = 0, left = 0, unanswered = 0 } = numbers;
  return {
    retried: jobs(retried),
    gone: jobs(gone),
    notFailed: jobs(notFailed),
    locked: jobs(locked),
    left: jobs(left),
    unanswered: jobs(unanswered),
    problem,
  };
}

describe('the outcome of a retry', () => {
  const lost = new RedisProblem('timed-out', 'timed out', 'staging: 127.0.0.1:6379 did not answer in time.');

  for (const [is, sentence] of [
    [outcome({ retried: 1 }), 'Retried 1 job.'],
    [outcome({ retried: 1_170 }), 'Retried 1,170 jobs.'],
    [
      outcome({ retried: 1_170, gone: 4, locked: 2 }),
      'Retried 1,170 jobs. 4 were already gone, 2 are locked by a worker.',
    ],
    [outcome({ notFailed: 1 }), 'Retried 0 jobs. 1 was no longer failed.'],
    [outcome({ retried: 1_000, left: 1 }), 'Retried 1,000 jobs. 1 was not reached and is still failed.'],
    [outcome({ retried: 1_000, left: 3_000 }), 'Retried 1,000 jobs. 3,000 were not reached and are still failed.'],
    [
      outcome({ retried: 5, unanswered: 2, left: 3 }, lost),
      'Retried 5 jobs. 2 are not known: Redis did not answer, and they are waiting or still failed, ' +
        '3 were not reached and are still failed. staging: 127.0.0.1:6379 did not answer in time.',
    ],
  ] as const) {
    it(`is told as: ${sentence}`, () => assert.equal(describeOutcome(is), sentence));
  }

  it('is a whole success only where every job was retried', () => {
    assert.equal(isWholeSuccess(outcome({ retried: 2 })), true);
    assert.equal(isWholeSuccess(outcome({})), false);
    assert.equal(isWholeSuccess(outcome({ retried: 2, gone: 1 })), false);
    assert.equal(isWholeSuccess(outcome({ retried: 2 }, lost)), false);
  });
});
