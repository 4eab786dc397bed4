import assert from 'node:assert/strict';
import { jobIdFromKey, type FailedSurvey } from '../../src/queues';
import { askRetry } from '../../src/actions/retry-question';

/** So many failed jobs, of which so many have something that a person would want to know. */
function survey(
  jobs: number,
  numbers: Partial<Record<'finished' | 'exhausted' | 'stalled' | 'prioritized' | 'gone' | 'locked', number>> = {},
): FailedSurvey {
  const ids = Array.from({ length: jobs }, (_, i) => jobIdFromKey(`text:${i + 1}`));
  const { finished = 0, exhausted = 0, stalled = 0, prioritized = 0 } = numbers;
  const others = (number = 0) => Array.from({ length: number }, (_, i) => jobIdFromKey(`text:other ${i}`));
  return {
    ...{ ids, gone: others(numbers.gone), locked: others(numbers.locked) },
    ...{ finished: ids.slice(0, finished), exhausted, stalled, prioritized },
  };
}

const ask = (about: FailedSurvey) => askRetry(about, [{ name: 'ai-parsing', jobs: about.ids.length }], 'staging');

describe('The question before a retry', () => {
  it('says what, where and how many, and its button is the verb', () => {
    const { message, detail, answers } = ask(survey(1_204));
    assert.equal(message, 'Retry 1,204 failed jobs of ai-parsing on staging?');
    assert.equal(detail, undefined);
    assert.deepEqual(
      answers.map(({ title, ids, finishedToo }) => [title, ids.length, finishedToo]),
      [
        ['Retry 1,204', 1_204, false],
        ['Retry 1,204 at a Pace…', 1_204, false],
      ],
    );
  });

  it('offers to leave out the jobs whose handler had succeeded', () => {
    const { message, detail, answers } = ask(survey(1_204, { finished: 28 }));
    assert.equal(message, 'Retry 1,204 failed jobs of ai-parsing on staging?');
    assert.match(detail ?? '', /^28 of them had already finished \(Missing lock\): .* do the work twice\.$/);
    assert.deepEqual(
      answers.map(({ title, ids, finishedToo }) => [title, ids.length, finishedToo]),
      [
        ['Retry 1,176', 1_176, false],
        ['Retry 1,176 at a Pace…', 1_176, false],
        ['Retry All 1,204', 1_204, true],
        ['Retry All 1,204 at a Pace…', 1_204, true],
      ],
    );
    assert.ok(!answers[0]?.ids.some(({ text }) => Number(text) <= 28));
  });

  it('counts those that cannot be retried, and offers the others', () => {
    const { message, detail, answers } = ask(survey(9, { gone: 12, locked: 1 }));
    assert.equal(message, 'Retry 22 failed jobs of ai-parsing on staging?');
    assert.equal(detail, '12 were already gone, 1 is locked by a worker: they stay as they are.');
    assert.deepEqual(
      answers.map(({ title }) => title),
      ['Retry 9'],
    );
  });

  it('offers a pace where there are so many that it makes a difference', () => {
    const paced = (about: FailedSurvey) => ask(about).answers.map(({ jobsAtPace }) => jobsAtPace);
    assert.deepEqual(paced(survey(9)), [undefined]);
    assert.deepEqual(paced(survey(10)), [undefined, 10]);
    assert.deepEqual(paced(survey(43, { finished: 43 })), [undefined, 43]);
    assert.deepEqual(paced(survey(43, { finished: 36 })), [undefined, undefined, 43]);
  });

  it('names each of several queues with its jobs, and tells apart those that have one id', () => {
    const [orders, mail] = [survey(2, { finished: 1 }), survey(1)];
    const all = { ...orders, ids: [...orders.ids, ...mail.ids] };
    const queues = [
      { name: 'mail', jobs: 1 },
      { name: 'orders', jobs: 2 },
    ];
    const { message, detail, answers } = askRetry(all, queues, 'staging');
    assert.equal(message, 'Retry 3 failed jobs of 2 queues on staging?');
    assert.match(detail ?? '', /^2 of orders, 1 of mail\.\n\n1 of them had already finished/);
    assert.deepEqual(answers[0]?.ids, [orders.ids[1], mail.ids[0]]);
  });

  it('names a single job', () => {
    const { message, detail, answers } = ask(survey(1, { finished: 1 }));
    assert.equal(message, 'Retry job 1 of ai-parsing on staging?');
    assert.match(detail ?? '', /^It had already finished/);
    assert.deepEqual(
      answers.map(({ title, finishedToo }) => [title, finishedToo]),
      [['Retry Anyway', true]],
    );
  });

  for (const [about, sentence] of [
    [
      survey(10, { exhausted: 3 }),
      '3 of them have used up all attempts, and Bull does not count them anew: each runs once more, without backoff.',
    ],
    [
      survey(10, { exhausted: 10 }),
      'All of them have used up all attempts, and Bull does not count them anew: each runs once more, without backoff.',
    ],
    [
      survey(1, { exhausted: 1 }),
      'It has used up all attempts, and Bull does not count them anew: it runs once more, without backoff.',
    ],
    [
      survey(10, { stalled: 1 }),
      "1 of them has stalled before, and Bull goes on counting: where maxStalledCount is 1, Bull's default, " +
        'the next stall fails it for good.',
    ],
    [
      survey(10, { stalled: 2 }),
      "2 of them have stalled before, and Bull goes on counting: where maxStalledCount is 1, Bull's default, " +
        'the next stall fails such a job for good.',
    ],
    [
      survey(10, { prioritized: 2 }),
      '2 of them have a priority, and Bull does not heed it at a retry: each waits its turn like a job without one.',
    ],
  ] as const) {
    it(`says before what a retry does not reset: ${sentence}`, () => assert.equal(ask(about).detail, sentence));
  }

  it('says each thing in a paragraph of its own', () => {
    assert.equal(ask(survey(9, { finished: 1, exhausted: 2, stalled: 3 })).detail?.split('\n\n').length, 3);
  });
});
