import assert from 'node:assert/strict';
import { askAction, type AskedJobs } from '../../src/actions/question';
import { jobIdFromKey, type ActionOutcome } from '../../src/queues';

const asked: AskedJobs = { state: 'failed', queue: 'orders', connection: 'staging', cause: null };

function outcome(ends: Partial<Record<keyof ActionOutcome, number>>): ActionOutcome {
  const jobs = (number = 0) => Array.from({ length: number }, (_, i) => jobIdFromKey(`text:${i + 71}`));
  return {
    ...{ done: jobs(ends.done), gone: jobs(ends.gone), notInState: jobs(ends.notInState), locked: jobs(ends.locked) },
    ...{ finished: [], repeats: jobs(ends.repeats), refused: [], unsent: [], unknown: [], problem: null },
  };
}

describe('the question before an action', () => {
  it('says what, where and how many, and its button how many of them', () => {
    assert.deepEqual(askAction('remove', outcome({ done: 1_189, locked: 3, gone: 12 }), asked), {
      message: 'Remove 1,204 failed jobs of orders on staging?',
      detail:
        '12 were already gone, 3 are locked by a worker: they stay as they are.\n\n' +
        'Their data and logs are deleted for good.',
      answer: 'Remove 1,189',
    });
  });

  it('names a single job, and the cause that all have', () => {
    const { message, detail } = askAction('remove', outcome({ done: 1 }), { ...asked, cause: 'no stock' });
    assert.equal(message, 'Remove job 71 of orders on staging (no stock)?');
    assert.equal(detail, 'Its data and logs are deleted for good.');
  });

  it('says that work is never done', () => {
    const { detail } = askAction('remove', outcome({ done: 2, repeats: 1 }), { ...asked, state: 'delayed' });
    assert.match(detail, /^1 is the next run of a repeatable job: it stays as it is\.\n\n.*work is never done\.$/);
    const promoted = askAction('promote', outcome({ done: 2 }), { ...asked, state: 'delayed' });
    assert.match(promoted.detail, /^They wait for a worker at once/);
  });
});
