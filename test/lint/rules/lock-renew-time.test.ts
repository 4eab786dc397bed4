import assert from 'node:assert/strict';
import { lockRenewTime } from '../../../src/lint/rules/lock-renew-time';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined } from '../support/lint';

const withSettings = (settings: string): string =>
  `import Bull from 'bull';\nexport const mail = new Bull('mail', { settings: ${settings} });\n`;

describe('lock-renew-time', () => {
  it('is an error where a lock ends before it is renewed', () => {
    const code = withSettings('{ lockDuration: 60_000, lockRenewTime: 60_000 }');
    const [finding, ...rest] = check(lockRenewTime, code);
    assert.ok(finding);
    assert.deepEqual(rest, []);
    assert.equal(finding.severity, 'error');
    assert.equal(underlined(finding, code), 'lockRenewTime: 60_000');
    assert.equal(
      finding.message,
      'lockRenewTime (60 s) is as long as lockDuration (60 s): a lock ends before it is renewed, ' +
        'so a longer job runs twice or fails with Missing lock.',
    );
  });

  it('is a warning above half of the lock', () => {
    const [finding] = check(lockRenewTime, withSettings('{ lockRenewTime: 20000 }'));
    assert.equal(finding?.severity, 'warning');
    assert.equal(
      finding.message,
      "lockRenewTime (20 s) is more than half of lockDuration (30 s, Bull's default): " +
        'a renewal that comes 10 s late finds the lock gone.',
    );
  });

  it('is an error where Node cannot wait that long', () => {
    const endless = check(lockRenewTime, withSettings('{ lockDuration: 2 ** 33 }'));
    assert.match(
      endless[0]?.message ?? '',
      /^Node takes a timer of 4,294,967,296 ms \(half of lockDuration\) for one of 1 ms: .+ renewed without pause\.$/,
    );
    const negative = check(lockRenewTime, withSettings('{ lockRenewTime: -1 }'));
    assert.match(negative[0]?.message ?? '', /^Node takes a timer of -1 ms \(lockRenewTime\)/);
  });

  const fixes: readonly [string, string][] = [
    ['{ lockDuration: 60_000, lockRenewTime: 60_000 }', '{ lockDuration: 60_000, lockRenewTime: 30000 }'],
    ['{ lockRenewTime: 20000 /* often */ }', '{ lockRenewTime: 15000 /* often */ }'],
    ['{ lockRenewTime: 2 ** 40 }', '{ lockRenewTime: 15000 }'],
  ];
  for (const [before, after] of fixes) {
    it(`fix: ${before}`, () => {
      assert.deepEqual(assertFixLaws(lockRenewTime, withSettings(before)), { 'queue.ts': withSettings(after) });
    });
  }

  it('fix: both branches of a conditional, and a shorthand', () => {
    const code = `import Bull from 'bull';
const lockRenewTime = 50_000;
export const mail = new Bull('mail', {
  settings: process.env.FAST ? { lockDuration: 40_000, lockRenewTime } : { lockRenewTime: 30_000 },
});
`;
    const after = code.replace('lockRenewTime }', 'lockRenewTime: 20000 }').replace('30_000 }', '15000 }');
    assert.deepEqual(assertFixLaws(lockRenewTime, code), { 'queue.ts': after });
  });

  const right = {
    'exactly half': '{ lockDuration: 120000, lockRenewTime: 60000 }',
    'none: Bull takes half': '{ lockDuration: 120000 }',
    '0, which Bull reads as none': '{ lockRenewTime: 0 }',
    often: '{ lockRenewTime: 1000 }',
    'a lock that is not known': '{ lockDuration: config.lock, lockRenewTime: 60000 }',
    'a lock that is long enough on one path': '{ lockDuration: isProd ? 120000 : 30000, lockRenewTime: 60000 }',
    'right on one path': 'isProd ? {} : { lockRenewTime: 60000 }',
  };
  for (const [name, settings] of Object.entries(right)) {
    it(`says nothing of ${name}`, () => assert.deepEqual(check(lockRenewTime, withSettings(settings)), []));
  }

  it('says nothing of a queue that only adds', () => {
    const code = `${withSettings('{ lockRenewTime: 60000 }')}mail.add({ to });\n`;
    assert.deepEqual(check(lockRenewTime, code), []);
  });

  it('offers no number where the environment says the lock', () => {
    const code = withSettings('{ lockDuration: Number(process.env.LOCK_MS) || 30000, lockRenewTime: 30000 }');
    const [finding] = check(lockRenewTime, code);
    assert.match(finding?.message ?? '', /lockDuration \(30 s, unless LOCK_MS is set\)/);
    assert.deepEqual(finding?.fixes(), []);
  });

  it('is told, and set right, where one call of a factory alone gives it', () => {
    const code = `import Bull from 'bull';
export const make = (name: string, options: Bull.QueueOptions) => new Bull(name, options);
make('mail', { settings: { lockDuration: 120_000 } }).process(send);
make('sms', { settings: { lockDuration: 40_000, lockRenewTime: 40_000 } }).process(text);
`;
    const [finding, ...rest] = check(lockRenewTime, code);
    assert.deepEqual(rest, []);
    assert.match(finding?.message ?? '', /^`sms`: lockRenewTime \(40 s\) is as long as lockDuration \(40 s\): /);
    assert.deepEqual(assertFixLaws(lockRenewTime, code), {
      'queue.ts': code.replace('lockRenewTime: 40_000', 'lockRenewTime: 20000'),
    });
  });
});
