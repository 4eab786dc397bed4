import assert from 'node:assert/strict';
import { stalledChecks } from '../../../src/lint/rules/stalled-checks';
import { applyFix } from '../support/edits';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined } from '../support/lint';

const withSettings = (settings: string): string =>
  `import Bull from 'bull';\nexport const mail = new Bull('mail', { settings: ${settings} });\n`;

describe('stalled-checks', () => {
  it('warns of stalledInterval: 0, and puts Bull’s default there', () => {
    const code = withSettings('{ stalledInterval: 0 }');
    const [finding, ...rest] = check(stalledChecks, code);
    assert.ok(finding);
    assert.deepEqual(rest, []);
    assert.equal(finding.severity, 'warning');
    assert.equal(underlined(finding, code), 'stalledInterval: 0');
    assert.equal(
      finding.message,
      'stalledInterval: 0 does not switch the check off: Bull makes one when process() starts, ' +
        'and Redis refuses it (invalid expire time).',
    );
    assert.deepEqual(assertFixLaws(stalledChecks, code), { 'queue.ts': withSettings('{ stalledInterval: 30000 }') });
  });

  it('tells maxStalledCount: 0, and changes it only when asked', () => {
    const code = withSettings('{ maxStalledCount: 0 }');
    const [finding] = check(stalledChecks, code);
    assert.equal(finding?.severity, 'information');
    assert.match(finding.message, /^maxStalledCount: 0 fails a job the first time that it stalls/);
    const [fix, ...others] = finding.fixes();
    assert.deepEqual(others, []);
    assert.equal(fix?.title, "Set maxStalledCount to 1 (Bull's default)");
    assert.equal(fix.isPreferred, false);
    assert.deepEqual(applyFix({ 'queue.ts': code }, fix), { 'queue.ts': withSettings('{ maxStalledCount: 1 }') });
    assertFixLaws(stalledChecks, code);
  });

  it('warns of an interval that Node cannot wait', () => {
    const code = withSettings('{ stalledInterval: 2 ** 40 }');
    assert.equal(
      check(stalledChecks, code)[0]?.message,
      'Node takes a timer of 1,099,511,627,776 ms for one of 1 ms: this queue checks for stalled jobs without pause.',
    );
    assert.deepEqual(assertFixLaws(stalledChecks, code), { 'queue.ts': withSettings('{ stalledInterval: 30000 }') });
  });

  it('tells checks that are rare beside the lock', () => {
    const [finding] = check(stalledChecks, withSettings('{ stalledInterval: 3_600_000 }'));
    assert.equal(finding?.severity, 'information');
    assert.equal(
      finding.message,
      "A lock lasts 30 s (Bull's default), but stalled jobs are looked for every 3,600 s only: " +
        'a job whose process died waits up to 7,200 s.',
    );
  });

  it('tells each of two in its place', () => {
    const code = withSettings('{ stalledInterval: 0, maxStalledCount: 0 }');
    assert.deepEqual(
      check(stalledChecks, code).map((finding) => underlined(finding, code)),
      ['stalledInterval: 0', 'maxStalledCount: 0'],
    );
  });

  it('names the environment variable that may say otherwise, and leaves it', () => {
    const [finding] = check(stalledChecks, withSettings('{ stalledInterval: Number(process.env.STALLED_MS) || 0 }'));
    assert.match(finding?.message ?? '', / \(Unless STALLED_MS is set\.\)$/);
    assert.deepEqual(finding?.fixes(), []);
  });

  const right = {
    'usual values': '{ lockDuration: 300000, stalledInterval: 30000, maxStalledCount: 3 }',
    'an interval that spares a metered Redis': '{ stalledInterval: 300_000 }',
    'rare checks for a long lock': '{ lockDuration: 3_600_000, stalledInterval: 3_600_000 }',
    'what is not known': '{ stalledInterval: interval, maxStalledCount: count }',
    'what is right on one path': '{ stalledInterval: isTest ? 0 : 30000 }',
  };
  for (const [name, settings] of Object.entries(right)) {
    it(`says nothing of ${name}`, () => assert.deepEqual(check(stalledChecks, withSettings(settings)), []));
  }

  it('says nothing of a queue that only adds', () => {
    assert.deepEqual(check(stalledChecks, `${withSettings('{ stalledInterval: 0 }')}mail.add({ to });\n`), []);
  });
});
