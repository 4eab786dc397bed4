import assert from 'node:assert/strict';
import { contributes } from '../../package.json';
import { DEFAULT_LASTS, DEFAULT_THRESHOLDS } from '../../src/queues/watch/checklist';
import { durationIn, planOf, shareIn, unknownCauses } from '../../src/watch/plan';

describe('the plan of a watch', () => {
  const standard = { lasts: DEFAULT_LASTS, thresholds: DEFAULT_THRESHOLDS };

  it('is that of the design, where nothing is written', () => assert.deepEqual(planOf({}), standard));

  it('is the same where the settings are left as they are', () => {
    const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
    const written = settings
      .filter(([key]) => key.startsWith('bullLens.watch.'))
      .map(([key, value]) => [key.slice('bullLens.watch.'.length), (value as { default: unknown }).default]);
    assert.equal(written.length, 6);
    assert.deepEqual(planOf(Object.fromEntries(written) as object), standard);
  });

  it('is what is written', () =>
    assert.deepEqual(
      planOf({
        ...{ for: '10m', maxFailureRate: '0.5%', minCompletion: '99', maxAvgDuration: '1.5s' },
        ...{ maxConnections: 0, forbiddenCauses: [] },
      }),
      {
        lasts: 600_000,
        thresholds: {
          ...{ maxFailureRate: 0.005, minCompletion: 0.99, maxAvgDuration: 1_500 },
          ...{ maxConnections: 0, forbiddenCauses: [] },
        },
      },
    ));

  it('has no duration, share or cause that is none', () => {
    const nothing = ['', 'soon', '-5m', '0s', 'x'.repeat(200), undefined, null, 30, {}];
    assert.deepEqual(nothing.map(durationIn), Array(nothing.length).fill(null));
    assert.deepEqual(['', 'few', '101%', '-1%', '2 %', null, {}].map(shareIn), Array(7).fill(null));
    assert.deepEqual(unknownCauses(['stalled', 'bad-luck', 7]), ['bad-luck', 7]);
  });
});
