import assert from 'node:assert/strict';
import { lockTimeline, lockVerdict, type LockTiming } from '../../../src/lint/engine/lock-timeline';

const bullsDefaults = { lockDuration: 30_000, lockRenewTime: 15_000, stalledInterval: 30_000 };
const oneMinute = { ms: 60_000, source: 'vercel.json, maxDuration' };

describe('the timeline of a lock', () => {
  const draw = (timing: LockTiming): string[] => lockTimeline(timing).split('\n');

  it('puts the lock and its renewals under the job', () => {
    assert.deepEqual(draw({ ...bullsDefaults, budget: oneMinute }), [
      'job          ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━   60 s (vercel.json, maxDuration)',
      'lock         ━━━━━━━━━━━━━━━━━━                     30 s',
      'renewals              ▴        ▴        ▴        ▴  every 15 s',
      'stall checks                   ▴                 ▴  every 30 s',
    ]);
  });

  it('has no job where no budget is declared', () => {
    assert.deepEqual(draw({ ...bullsDefaults, budget: null }), [
      'lock         ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━   30 s',
      'renewals                       ▴                 ▴  every 15 s',
      'stall checks                                     ▴  every 30 s',
    ]);
  });

  it('has no stall checks where they are off', () => {
    assert.equal(
      draw({ ...bullsDefaults, stalledInterval: 0, budget: null })
        .at(-1)
        ?.replace(/ +/g, ' '),
      'stall checks none',
    );
  });

  it('draws renewals without number as a line', () => {
    const [, , renewals] = draw({ ...bullsDefaults, lockRenewTime: 1000, budget: oneMinute });
    assert.equal(renewals, 'renewals      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄   every 1 s');
  });
});

describe('the verdict on a lock', () => {
  it('warns of a lock that ends before the job', () => {
    assert.equal(
      lockVerdict({ ...bullsDefaults, budget: oneMinute }),
      'Renewals stop while the process is frozen or blocked: then the lock may end 30 s before the job. ' +
        'Another worker may start it again within 60 s.',
    );
  });

  it('is calm about a lock that outlasts the job', () => {
    assert.match(
      lockVerdict({ ...bullsDefaults, lockDuration: 120_000, budget: oneMinute }),
      /^The lock outlasts the job/,
    );
  });

  it('warns of a renewal that comes too late', () => {
    assert.match(lockVerdict({ ...bullsDefaults, lockRenewTime: 30_000, budget: null }), /before its first renewal/);
  });
});
