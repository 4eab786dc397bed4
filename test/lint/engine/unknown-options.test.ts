import assert from 'node:assert/strict';
import { check, underlined } from '../support/lint';
import { limiterBounceBack } from '../../../src/lint/rules/limiter-bounce-back';
import type { Finding } from '../../../src/lint/engine/finding';

/** The hints about a file, with no rule that says anything. */
function hints(code: string, showUnknown = true): readonly Finding[] {
  return check(limiterBounceBack, code, { showUnknown });
}

function told(code: string): string[] {
  return hints(code).map((finding) => `${underlined(finding, code)}: ${finding.message}`);
}

describe('bullLens.showUnknown', () => {
  const code = `import Bull from 'bull';
export const make = (lockDuration: number) => new Bull('a', { settings: { lockDuration, stalledInterval: 30_000 } });
`;

  it('tells as a hint which option the code does not show', () => {
    assert.deepEqual(told(code), [
      'lockDuration: The code does not show what `settings.lockDuration` is, so the rules about it are silent.',
    ]);
    assert.deepEqual(
      hints(code).map(({ rule, severity }) => [rule, severity]),
      [['unknown-options', 'hint']],
    );
  });

  it('is off by default', () => {
    assert.deepEqual(hints(code, false), []);
  });

  it('tells of an argument, of options and of a spread that are unknown', () => {
    assert.deepEqual(
      told(`import Bull from 'bull';
import { config, options } from '@acme/config';
new Bull('a', config.get('queue'));
new Bull('b', 'redis://localhost', options);
new Bull('c', { ...options, prefix: 'shop' });`),
      [
        "config.get('queue'): The code does not show what this argument is, so the rules about it are silent.",
        'options: The code does not show the options of this queue, so the rules about it are silent.',
        "{ ...options, prefix: 'shop' }: The code does not show all of the options of this queue, so the rules about it are silent.",
      ],
    );
  });

  it('says nothing of a queue that is wholly known, or of what no rule looks at', () => {
    assert.deepEqual(
      told(`import Bull from 'bull';
export const make = (prefix: string) => new Bull('a', { prefix, redis: { host: process.env.HOST }, limiter: undefined });`),
      [],
    );
  });

  it('can be disabled by a comment, like a rule', () => {
    assert.deepEqual(
      told(`import Bull from 'bull';
export const make = (max: number) =>
  // bull-lens-disable-next-line unknown-options -- the caller knows
  new Bull('a', { limiter: { max, duration: 1000 } });`),
      [],
    );
  });
});
