import assert from 'node:assert/strict';
import { failureCause } from '../../../src/bull/causes';
import type { FailureGroup, Observations, QueueObservations } from '../../../src/queues';
import { checklist, DEFAULT_THRESHOLDS, isBeyondChance, verdictOf } from '../../../src/queues/watch/checklist';

const queue = (changes: Partial<QueueObservations>): QueueObservations => ({
  ...{ ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' },
  ...{ completed: 0, failed: 0, duration: { total: 0, jobs: 0 }, causes: [], growth: 0 },
  ...changes,
});
const seen = (changes: Partial<QueueObservations>, more: Partial<Observations> = {}): Observations => ({
  ...{ queues: [queue(changes)], standing: 0, connections: null, unseen: [] },
  ...more,
});
const failures = (reason: string, count: number) => [{ cause: failureCause(reason), count } as FailureGroup];

describe('the checklist of a watch', () => {
  const told = (observations: Observations, changes: Partial<typeof DEFAULT_THRESHOLDS> = {}) => {
    const checks = checklist(observations, { ...DEFAULT_THRESHOLDS, ...changes });
    const not = checks.filter(({ state }) => state !== 'held');
    return [
      verdictOf(checks),
      ...not.map(({ check, state, isFinal }) => `${check} ${state}${isFinal ? ', final' : ''}`),
    ];
  };

  const cases: [seen: string, observations: Observations, told: string[]][] = [
    [
      'no job finished',
      seen({}),
      ['unknown', 'failure-rate unknown', 'completion unknown', 'average-duration unknown', 'forbidden-causes unknown'],
    ],
    ['2 of 100 failed', seen({ completed: 98, failed: 2, duration: { total: 98, jobs: 98 } }), ['held']],
    [
      '3 of 100 failed: chance may have done it',
      seen({ completed: 97, failed: 3, duration: { total: 97, jobs: 97 } }),
      ['breached', 'failure-rate breached'],
    ],
    [
      'the first two failed: chance has not done it',
      seen({ failed: 2 }),
      ['breached', 'failure-rate breached, final', 'completion breached', 'average-duration unknown'],
    ],
    [
      'all completed and were removed, so that their durations are not known',
      seen({ completed: 100 }),
      ['held', 'average-duration unknown'],
    ],
    [
      'nobody takes the jobs that come',
      seen({}, { standing: 8 }),
      [
        'breached',
        'failure-rate unknown',
        'completion breached',
        'average-duration unknown',
        'forbidden-causes unknown',
      ],
    ],
    ['5 % of the jobs stand', seen({ completed: 95, duration: { total: 95, jobs: 95 } }, { standing: 5 }), ['held']],
    [
      'they take 61 s on average',
      seen({ completed: 2, duration: { total: 122_000, jobs: 2 } }),
      ['breached', 'average-duration breached'],
    ],
    [
      'one in a thousand failed of a forbidden cause',
      seen({
        ...{ completed: 999, failed: 1, duration: { total: 999, jobs: 999 } },
        causes: failures('Missing lock for job 7 finished', 1),
      }),
      ['breached', 'forbidden-causes breached, final'],
    ],
    [
      'one in a thousand failed of another cause',
      seen({
        ...{ completed: 999, failed: 1, duration: { total: 999, jobs: 999 } },
        causes: failures('connect ECONNREFUSED 10.0.0.1:5432', 1),
      }),
      ['held'],
    ],
  ];
  for (const [title, observations, expected] of cases) {
    it(`${title}: ${expected[0]}`, () => assert.deepEqual(told(observations), expected));
  }

  it('holds connections against their limit only where there is one', () => {
    const one = { completed: 1, duration: { total: 1, jobs: 1 } };
    assert.deepEqual(told(seen(one, { connections: 33 })), ['held']);
    assert.deepEqual(told(seen(one, { connections: 33 }), { maxConnections: 33 }), ['held']);
    assert.deepEqual(told(seen(one, { connections: 34 }), { maxConnections: 33 }), [
      'breached',
      'connections breached, final',
    ]);
    assert.deepEqual(told(seen(one), { maxConnections: 33 }), ['held', 'connections unknown']);
  });

  it('rules chance out only where a thousand watches would not show it', () => {
    const beyond: [failed: number, of: number, share: number, is: boolean][] = [
      [0, 0, 0.02, false],
      [1, 1, 0.02, false],
      [2, 2, 0.02, true],
      [5, 50, 0.02, false],
      [6, 50, 0.02, true],
      [2_100, 100_000, 0.02, false],
      [2_200, 100_000, 0.02, true],
      [1, 1_000_000, 0, true],
      [1_000, 1_000, 1, false],
    ];
    for (const [failed, of, share, is] of beyond) {
      assert.equal(isBeyondChance(failed, of, share), is, `${failed} of ${of} at ${share}`);
    }
  });
});
