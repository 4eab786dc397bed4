import assert from 'node:assert/strict';
import { askAction, type AskedJobs } from '../../src/actions/question';
import { jobIdFromKey, type ActionOutcome } from '../../src/queues';

const asked: AskedJobs = {
  ...{ state: 'failed', queues: [{ name: 'orders', jobs: 1_204 }], connection: 'staging', cause: null },
};

function outcome(ends: Partial<Record<keyof ActionOutcome, number>>): ActionOutcome {
  const jobs = (number = 0) => Array.from({ length: number }, (_, i) => jobIdFromKey(`text:${i + 71}`));
  return {
    ...{ done: jobs(ends.done), gone: jobs(ends.gone), notInState: jobs(ends.notInState), locked: jobs(ends.locked) },
    ...{
      finished: jobs(ends.finished),
      repeats: jobs(ends.repeats),
      refused: [],
      unsent: [],
      unknown: [],
      problem: null,
    },
  };
}

describe('the question before an action', () => {
  it('says what, where and how many, and its button how many of them', () => {
    assert.deepEqual(askAction('remove', outcome({ done: 1_189, locked: 3, gone: 12 }), asked), {
      message: 'Remove 1,204 failed jobs of orders on staging?',
      detail:
        '12 were already gone, 3 are locked by a worker: they stay as they are.\n\n' +
        'Their data and logs are deleted for good.',
      answers: [{ title: 'Remove 1,189', finishedToo: false }],
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

  it('says that discarded jobs have failed then, and can be retried', () => {
    const { message, detail, answers } = askAction('discard', outcome({ done: 2, locked: 1, repeats: 1 }), {
      ...asked,
      state: 'delayed',
    });
    assert.equal(message, 'Discard 4 delayed jobs of orders on staging?');
    assert.equal(
      detail,
      '1 is locked by a worker, 1 is the next run of a repeatable job: they stay as they are.\n\n' +
        'They are moved to Failed without running. Their data, attempts and stack traces stay, and a retry lets them run after all.',
    );
    assert.deepEqual(answers, [{ title: 'Discard 2', finishedToo: false }]);
  });

  it('offers to begin those anew, too, that had finished, and says that their work is done twice', () => {
    const { message, detail, answers } = askAction('retryAsNew', outcome({ done: 9, finished: 2 }), asked);
    assert.equal(message, 'Retry 11 failed jobs of orders on staging as new?');
    assert.match(detail, /^2 of them had already finished \(Missing lock\): .* do the work twice\.\n\nThey begin anew/);
    assert.deepEqual(
      answers.map(({ title, finishedToo }) => [title, finishedToo]),
      [
        ['Retry 9', false],
        ['Retry All 11', true],
        ['Retry All 11 at a Pace…', true],
      ],
    );
    const only = askAction('retryAsNew', outcome({ finished: 1 }), asked);
    assert.match(only.message, /^Retry job \d+ of orders on staging as new\?$/);
    assert.deepEqual(only.answers, [{ title: 'Retry Anyway', finishedToo: true }]);
  });

  it('offers a pace where many jobs are let run, and none where they are removed', () => {
    const titles = (action: 'promote' | 'retryAsNew' | 'copy' | 'remove') =>
      askAction(action, outcome({ done: 100 }), asked).answers.map(({ title }) => title);
    assert.deepEqual(titles('promote'), ['Promote 100', 'Promote 100 at a Pace…']);
    assert.deepEqual(titles('retryAsNew'), ['Retry 100', 'Retry 100 at a Pace…']);
    assert.deepEqual(titles('copy'), ['Copy 100', 'Copy 100 at a Pace…']);
    assert.deepEqual(titles('remove'), ['Remove 100']);
  });

  it('names the queue that jobs are copied to, and the number of each that they are of', () => {
    const queues = [
      { name: 'orders', jobs: 2 },
      { name: 'mail', jobs: 1 },
    ];
    const { message, detail } = askAction('copy', outcome({ done: 3 }), { ...asked, queues, to: 'later' });
    assert.equal(message, 'Copy 3 failed jobs of 2 queues to later on staging?');
    assert.match(detail, /^2 of orders, 1 of mail\.\n\nCopied are name, data and options\. Not copied are their id/);
    assert.match(detail, /their copies wait for a worker, first for the delay that their options may have\.$/);
  });
});
