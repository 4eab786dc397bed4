import assert from 'node:assert/strict';
import { RedisProblem, type ActionOutcome, type JobId } from '../../src/queues';
import { describeOutcome, isWholeSuccess } from '../../src/actions/outcome';
import { WORDS } from '../../src/actions/words';

const ENDS = ['done', 'gone', 'notInState', 'locked', 'finished', 'repeats', 'refused', 'unsent', 'unknown'] as const;

type Numbers = Partial<Record<(typeof ENDS)[number], number>>;

function outcome(numbers: Numbers, problem: RedisProblem | null = null): ActionOutcome {
  const jobs = (number: number) => Array.from({ length: number }, () => ({}) as JobId);
  const ends = Object.fromEntries(ENDS.map((end) => [end, jobs(numbers[end] ?? 0)])) as Record<keyof Numbers, JobId[]>;
  return { ...ends, problem };
}

describe('the outcome of an action', () => {
  const lost = new RedisProblem('timed-out', 'timed out', 'staging: 127.0.0.1:6379 did not answer in time.');
  const denied = new RedisProblem('permission', 'not permitted', 'staging: Redis does not let bob use ZREM.');

  const table: readonly (readonly [ActionOutcome, string])[] = [
    [outcome({ done: 1 }), 'Retried 1 job.'],
    [outcome({ done: 1_170 }), 'Retried 1,170 jobs.'],
    [
      outcome({ done: 1_170, gone: 4, locked: 2 }),
      'Retried 1,170 jobs. 4 were already gone, 2 are locked by a worker.',
    ],
    [outcome({ notInState: 1 }), 'Retried 0 jobs. 1 was no longer failed.'],
    [outcome({ done: 1_000, unsent: 1 }), 'Retried 1,000 jobs. 1 was not sent.'],
    [outcome({ done: 1_000, unsent: 3_000 }), 'Retried 1,000 jobs. 3,000 were not sent.'],
    [
      outcome({ done: 2, finished: 1 }),
      'Retried 2 jobs. 1 had finished meanwhile (Missing lock) and was left as it is.',
    ],
    [
      outcome({ refused: 3 }, denied),
      'Retried 0 jobs. 3 were refused by Redis and left as they are. staging: Redis does not let bob use ZREM.',
    ],
    [
      outcome({ done: 5, unknown: 2, unsent: 3 }, lost),
      'Retried 5 jobs. 2 may have been retried or not, 3 were not sent. staging: 127.0.0.1:6379 did not answer in time.',
    ],
  ];
  for (const [is, sentence] of table) {
    it(`is told as: ${sentence}`, () => assert.equal(describeOutcome(is, WORDS.retry, 'failed'), sentence));
  }

  it('says how many of those that were let run have failed since', () => {
    const told = (numbers: Numbers, failedSince: number) =>
      describeOutcome(outcome(numbers), WORDS.retry, 'failed', failedSince);
    assert.equal(told({ done: 40 }, 22), 'Retried 40 jobs. 22 of the retried have failed since.');
    assert.equal(
      told({ done: 40, gone: 2 }, 1),
      'Retried 40 jobs. 2 were already gone. 1 of the retried has failed since.',
    );
  });

  it('is told in the words of each action, and of the state that the jobs were in', () => {
    const said = outcome({ done: 2, notInState: 1, repeats: 1, unknown: 1 });
    assert.equal(
      describeOutcome(said, WORDS.remove, 'delayed'),
      'Removed 2 jobs. 1 was no longer delayed, 1 is the next run of a repeatable job, ' +
        '1 may have been removed or not.',
    );
  });

  it('says a number for every way in which a job can end, and they add up to what was asked for', () => {
    const numbers = Object.fromEntries(ENDS.map((end, i) => [end, 1_000 * 2 ** i])) as Record<keyof Numbers, number>;
    const said = [...describeOutcome(outcome(numbers), WORDS.retry, 'failed').matchAll(/[\d,]+/g)]
      .map(([number]) => Number(number.replaceAll(',', '')))
      .filter((number) => number > 0);
    const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
    assert.equal(sum(said), sum(Object.values(numbers)));
  });

  it('is a whole success only where every job was retried', () => {
    assert.equal(isWholeSuccess(outcome({ done: 2 })), true);
    assert.equal(isWholeSuccess(outcome({})), false);
    assert.equal(isWholeSuccess(outcome({ done: 2 }, lost)), false);
    for (const end of ENDS.slice(1)) assert.equal(isWholeSuccess(outcome({ done: 2, [end]: 1 })), false, end);
  });
});
