import assert from 'node:assert/strict';
import { Grouping, isVague } from '../../../src/queues/causes/grouping';
import { patternOf } from '../../../src/queues/causes/pattern';
import { labelledFailures } from './support/labelled';

describe('the groups of failures', () => {
  it('are those of their patterns, whatever was grouped before them', () => {
    const grouping = new Grouping();
    const failures = labelledFailures().filter(({ failure }) => !isVague(failure.message));
    const expected = new Map<string, number>();
    failures.forEach(({ failure: { message } }, i) => {
      grouping.add(`${i}`, i, { reason: message, name: '', processedOn: null });
      const { key } = patternOf({ message, trace: null });
      expected.set(key, (expected.get(key) ?? 0) + 1);
    });
    assert.deepEqual(new Map(grouping.summary(1).map(({ key, count }) => [key, count])), expected);
  });

  it('are told apart by a port, whatever else is alike', () => {
    const grouping = new Grouping();
    const ports = [27_017, 11_211, 5_432];
    ports.forEach((port, i) =>
      grouping.add(`${i}`, i, {
        reason: `connect ECONNREFUSED 10.0.0.1:${port}`,
        name: '',
        processedOn: null,
      }),
    );
    assert.equal(grouping.summary(1).length, 3);
  });
});
