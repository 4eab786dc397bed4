import assert from 'node:assert/strict';
import { secondsAndMilliseconds } from '../../../src/lint/rules/seconds-and-milliseconds';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined } from '../support/lint';

const withOptions = (options: string): string =>
  `import Bull from 'bull';\nexport const mail = new Bull('mail', ${options});\n`;

describe('seconds-and-milliseconds', () => {
  it('warns of a drainDelay that is plainly meant in ms', () => {
    const code = withOptions('{ settings: { drainDelay: 5000 } }');
    const [finding, ...rest] = check(secondsAndMilliseconds, code);
    assert.ok(finding);
    assert.deepEqual(rest, []);
    assert.equal(underlined(finding, code), 'drainDelay: 5000');
    assert.equal(
      finding.message,
      'drainDelay is in seconds: an idle queue blocks its connection for 5,000 s at a time. 5 s would be `drainDelay: 5`.',
    );
  });

  it('warns of ms that are plainly meant in seconds', () => {
    const [finding] = check(secondsAndMilliseconds, withOptions('{ settings: { lockDuration: 60 } }'));
    assert.equal(
      finding?.message,
      'lockDuration is in milliseconds: this is 60 ms. 60 s would be `lockDuration: 60000`.',
    );
  });

  const fixes: readonly [string, string][] = [
    ['{ settings: { drainDelay: 5000 } }', '{ settings: { drainDelay: 5 } }'],
    ['{ settings: { lockDuration: 30 } }', '{ settings: { lockDuration: 30000 } }'],
    ['{ settings: { stalledInterval: 30 } }', '{ settings: { stalledInterval: 30000 } }'],
    ['{ defaultJobOptions: { timeout: 20 } }', '{ defaultJobOptions: { timeout: 20000 } }'],
    ['{ limiter: { max: 1000, duration: 60 } }', '{ limiter: { max: 1000, duration: 60000 } }'],
    ['{ limiter: { max: 10, duration: 1 } }', '{ limiter: { max: 10, duration: 1000 } }'],
    [
      '{ settings: { lockDuration: 30, drainDelay: 10_000 }, limiter: { max: 1, duration: 30 } }',
      '{ settings: { lockDuration: 30000, drainDelay: 10 }, limiter: { max: 1, duration: 30000 } }',
    ],
  ];
  for (const [before, after] of fixes) {
    it(`fix: ${before}`, () => {
      assert.deepEqual(assertFixLaws(secondsAndMilliseconds, withOptions(before)), { 'queue.ts': withOptions(after) });
    });
  }

  it('offers no drainDelay that an old Redis refuses', () => {
    const [finding] = check(secondsAndMilliseconds, withOptions('{ settings: { drainDelay: 1500 } }'));
    assert.match(finding?.message ?? '', /1\.5 s would be `drainDelay: 1\.5`\.$/);
    assert.deepEqual(finding?.fixes(), []);
  });

  const right = {
    'short but plain values':
      '{ limiter: { max: 5, duration: 1000 }, settings: { lockDuration: 5000 }, defaultJobOptions: { timeout: 500 } }',
    'a drainDelay of five minutes': '{ settings: { drainDelay: 300 } }',
    'a limiter that spaces jobs by ms': '{ limiter: { max: 1, duration: 100 } }',
    'what is not known': '{ settings: { lockDuration: seconds, drainDelay: delay } }',
    zero: '{ settings: { drainDelay: 0 }, defaultJobOptions: { timeout: 0 } }',
  };
  for (const [name, options] of Object.entries(right)) {
    it(`says nothing of ${name}`, () => assert.deepEqual(check(secondsAndMilliseconds, withOptions(options)), []));
  }

  it('speaks of what a producer gives its jobs, and not of its lock', () => {
    const code = `${withOptions('{ settings: { lockDuration: 60 }, defaultJobOptions: { timeout: 60 } }')}mail.add({ to });\n`;
    assert.deepEqual(
      check(secondsAndMilliseconds, code).map((finding) => underlined(finding, code)),
      ['timeout: 60'],
    );
  });

  it('takes the age of finished jobs for seconds', () => {
    const said = (age: string): readonly string[] =>
      check(
        secondsAndMilliseconds,
        `import Bull from 'bull';
new Bull('mail', { defaultJobOptions: { removeOnComplete: { age: ${age} } } });`,
      ).map(({ message }) => message);
    assert.deepEqual(said('2 * 24 * 60 * 60 * 1000'), [
      'The age in removeOnComplete is in seconds: jobs are kept for 2,000 days. 172,800 s would be `age: 172800`.',
    ]);
    assert.equal(said('60 * 60 * 1000').length, 1);
    for (const right of ['3600', '24 * 3600', '30 * 24 * 3600', '90 * 86400', 'process.env.AGE'])
      assert.deepEqual(said(right), [], right);
  });
});
