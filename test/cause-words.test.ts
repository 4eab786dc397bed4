import assert from 'node:assert/strict';
import { failureCause } from '../src/bull/causes';
import type { FailureGroup } from '../src/queues';
import { patternOf } from '../src/queues/causes/pattern';
import { causeTooltip, describeCause, isHeldBack, labelOfCause } from '../src/cause-words';

const now = 1_790_000_000_000;

function group(message: string, changes: Partial<FailureGroup> = {}): FailureGroup {
  const { text } = patternOf({ message, trace: null });
  return {
    ...{ key: text, pattern: text, errorClass: null, cause: failureCause(message), count: 3 },
    ...{ firstSeen: now - 600_000, lastSeen: now - 120_000, times: [], trend: [0, 1, 2, 0, 0, 0, 0, 0], ran: null },
    ...{ names: [], frame: null, samples: [], messages: [message] },
    ...changes,
  };
}

describe('the row of a cause', () => {
  it('begins with its count, then says what it is: Bull’s own by their title, others by what they say', () => {
    const labels = [
      group('Missing lock for job 7 finished', { count: 1_204 }),
      group('job stalled more than allowable limit'),
      group('Missing process handler for job type reminder'),
      group('read ECONNRESET'),
      group('Order 81 not found'),
      group('', { errorClass: 'TypeError' }),
      group(''),
    ].map(labelOfCause);
    assert.deepEqual(labels, [
      '1,204  Missing lock',
      '3  Stalled',
      '3  No handler: reminder',
      '3  read ECONNRESET',
      '3  Order ‹number› not found',
      '3  TypeError',
      '3  no reason given',
    ]);
  });

  it('says what matters before one acts, then its age, and how it went on where there are several', () => {
    assert.equal(describeCause(group('read ECONNRESET', { count: 9 }), now), 'the other side hung up · 2 min ▁▅█▁▁▁▁▁');
    assert.equal(describeCause(group('no stock'), now), '2 min');
    assert.equal(describeCause(group('no stock', { lastSeen: null, firstSeen: null, trend: [] }), now), '');
  });

  it('is marked where its jobs had done their work, or are not to be retried yet', () => {
    const isMarked = (message: string) => isHeldBack(group(message));
    const marked = [
      'Missing lock for job 7 finished',
      'Missing process handler for job type reminder',
      'NOAUTH Authentication required.',
    ];
    const others = [
      'Missing lock for job 7 failed',
      'job stalled more than allowable limit',
      'read ECONNRESET',
      'connect ECONNREFUSED 10.0.0.1:5432',
      'no stock',
      '',
    ];
    assert.deepEqual([marked.filter(isMarked), others.filter(isMarked)], [marked, []]);
  });

  it('keeps what is written from right to left apart from its count and its age', () => {
    assert.equal(labelOfCause(group('שגיאה')), '3  \u2068שגיאה\u2069');
  });

  it('has the pattern, samples, the diagnosis, the place in the code and the jobs in its tooltip', () => {
    const lines = causeTooltip(
      group('Order 81 not found', {
        messages: ['Order 81 not found', 'Order 9 not found'],
        names: ['__default__', 'send', 'x\n'],
        frame: { name: 'load', file: '/var/task/dist/orders.js', line: 12, column: 3 },
      }),
      { size: 43, isCut: false },
    ).split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'Order ‹number› not found',
      'For example: Order 81 not found',
      'For example: Order 9 not found',
    ]);
    assert.match(lines[3] ?? '', /^3 of 43 failed jobs \(7 %\), since /);
    assert.deepEqual(lines.slice(4), ['In the code: load (task/dist/orders.js:12)', 'Jobs: send, x']);
  });

  it('has of a long message the line that tells why, once', () => {
    const message = (file: string) =>
      `\nInvalid \`prisma.order.update()\` invocation in\n${file}:3:4\n\n\nRecord 71 not found.`;
    const lines = causeTooltip(
      group(message('/app/a.js'), { messages: [message('/app/a.js'), message('/app/b.js')] }),
      {
        ...{ size: 3, isCut: false },
      },
    ).split('\n');
    assert.deepEqual(lines.slice(0, 2), [
      'prisma.order: Record ‹number› not found.',
      'For example: prisma.order: Record 71 not found.',
    ]);
    assert.match(lines[2] ?? '', /^3 of 3 failed jobs/);
  });
});
