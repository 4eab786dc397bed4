import assert from 'node:assert/strict';
import type { JobRow } from '../../../src/queues';
import { failureCauses } from '../../../src/sidebar/nodes/failure-causes';

const failed = (...reasons: (string | null)[]) => reasons.map((failedReason) => ({ failedReason }) as JobRow);
const times = (count: number, reason: string) => Array.from({ length: count }, () => reason);

const missingLock = 'Missing lock for job 71 finished';
const stalled = 'job stalled more than allowable limit';

describe('The causes of the failed jobs', () => {
  it('are counted, the most frequent first, and those that are not known last', () => {
    assert.equal(
      failureCauses(failed('no order', 'no price', 'no stock', stalled, missingLock, missingLock, null)),
      '2 Missing lock, 1 Stalled, 4 other',
    );
  });

  it('are grouped as all numbers are', () => {
    assert.equal(failureCauses(failed(...times(1_204, missingLock))), '1,204 Missing lock');
  });

  it('are not said where none is known, or nothing failed', () => {
    assert.equal(failureCauses(failed('no order', null)), '');
    assert.equal(failureCauses([]), '');
  });
});
