import assert from 'node:assert/strict';
import { inGroups } from '../../src/actions/groups';

const groupsOf = (...jobs: number[]) =>
  inGroups(jobs.map((length) => ({ ids: Array.from({ length }, String) }))).map((group) =>
    group.map(({ ids }) => ids.length),
  );

describe('jobs of several queues', () => {
  it('are dealt with together, up to as many as one script changes', () => {
    assert.deepEqual(groupsOf(400, 600, 1, 999, 1_000), [[400, 600], [1, 999], [1_000]]);
    assert.deepEqual(groupsOf(...Array.from({ length: 60 }, () => 10)), [Array.from({ length: 60 }, () => 10)]);
  });

  it('are dealt with alone where they are more than that, and in their order', () => {
    assert.deepEqual(groupsOf(10, 5_000, 20, 30), [[10], [5_000], [20, 30]]);
    assert.deepEqual(groupsOf(), []);
  });
});
