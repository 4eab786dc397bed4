import assert from 'node:assert/strict';
import { failureCause } from '../../../src/bull/causes';
import { diagnosisOf, sparkline } from '../../../src/queues/causes/diagnosis';
import type { FailureGroup } from '../../../src/queues/causes/failure-group';

const now = new Date(2026, 10, 26, 14, 30).getTime();
const MINUTE = 60_000;

function group(changes: Partial<FailureGroup>): FailureGroup {
  return {
    ...{ key: 'k', pattern: 'no stock', errorClass: null, cause: null, count: 1, firstSeen: null, lastSeen: null },
    ...{ times: [], trend: [], ran: null, names: [], frame: null, samples: [], messages: [] },
    ...changes,
  };
}

describe('the diagnosis of a group of failures', () => {
  it('is a sentence with its evidence, then what is known of the cause', () => {
    const cause = failureCause('Missing lock for job 7 finished');
    const missingLock = group({
      ...{ cause, count: 28, firstSeen: now - 28 * MINUTE, lastSeen: now - 2 * MINUTE },
      ran: { shortest: 45_100, longest: 64_900 },
    });
    assert.equal(
      diagnosisOf(missingLock, { size: 43, isCut: false }, now),
      '28 of 43 failed jobs (65 %), since Nov 26, 2026, 2:02 PM, the last one 2 min ago; ' +
        'each failed 45.1 sec to 1 min after it had started. ' +
        'The job outlived its lock, was failed as stalled, and then finished: its handler succeeded, so its work is done.',
    );
  });

  it('says what to do first, and leaves out what is not known', () => {
    const noHandler = group({ cause: failureCause('Missing process handler for job type reminder') });
    const said = diagnosisOf(noHandler, { size: 100_000, isCut: true }, now);
    assert.match(said, /^1 of the newest 100,000 failed jobs \(under 1 %\)\. .* First: Deploy a worker/);
    assert.equal(diagnosisOf(group({}), { size: 1, isCut: false }, now), '1 of 1 failed job (100 %).');
  });
});

describe('a sparkline', () => {
  it('has a bar for each number, the highest of them full', () => {
    assert.equal(sparkline([0, 1, 2, 4, 8]), '▁▂▃▅█');
    assert.equal(sparkline([0, 0]), '');
    assert.equal(sparkline([]), '');
  });
});
