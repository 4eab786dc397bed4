import assert from 'node:assert/strict';
import { limiterBounceBack } from '../../../src/lint/rules/limiter-bounce-back';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(limiterBounceBack, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

const LOST =
  '`bounceBack: true` loses jobs: one over the limit leaves the active list and is put nowhere. Without it Bull delays the job.';

describe('limiter-bounce-back', () => {
  const code = `import Bull from 'bull';

export const crm = new Bull('crm', {
  limiter: {
    max: 100,
    duration: 60_000,
    bounceBack: true, // keeps them in order
  },
});
`;

  it('is an error: such a limiter loses jobs', () => {
    assert.deepEqual(said(code), [`bounceBack: true: ${LOST}`]);
    assert.equal(check(limiterBounceBack, code)[0]?.severity, 'error');
  });

  it('takes bounceBack away', () => {
    assert.equal(
      assertFixLaws(limiterBounceBack, code)['queue.ts'],
      `import Bull from 'bull';

export const crm = new Bull('crm', {
  limiter: {
    max: 100,
    duration: 60_000,
    // keeps them in order
  },
});
`,
    );
  });

  it('tells it once where queues share the limiter, and fixes it in the file that has it', () => {
    const workspace = {
      'queues.ts': `import Bull from 'bull';
import { limiter } from './limiter';
export const a = new Bull('a', { limiter });
`,
      'limiter.ts': `export const limiter = { max: 1, duration: 1000, bounceBack: true };\n`,
    };
    assert.deepEqual(said(workspace), [`{ limiter }: ${LOST}`]);
    assert.equal(
      assertFixLaws(limiterBounceBack, workspace)['limiter.ts'],
      `export const limiter = { max: 1, duration: 1000 };\n`,
    );
    const shared = `const Bull = require('bull');
const options = { limiter: { max: 1, duration: 1000, bounceBack: true } };
new Bull('a', options);
new Bull('b', options);`;
    assert.equal(said({ 'queue.js': shared }).length, 1);
  });

  it('is true of one branch that has it', () => {
    assert.deepEqual(
      said(`import Bull from 'bull';
new Bull('a', { limiter: { max: 1, duration: 1000, bounceBack: process.env.STRICT === '1' ? true : false } });`),
      [`bounceBack: process.env.STRICT === '1' ? true : false: ${LOST}`],
    );
  });

  it('says nothing of bounceBack that is false, absent or unknown', () => {
    assert.deepEqual(
      said(`import Bull from 'bull';
new Bull('a', { limiter: { max: 1, duration: 1000, bounceBack: false } });
new Bull('b', { limiter: { max: 1, duration: 1000 } });
export const make = (strict: boolean) =>
  new Bull('c', { limiter: { max: 1, duration: 1000, bounceBack: strict } });`),
      [],
    );
  });

  it('is an error for a limiter without max or duration: the constructor throws', () => {
    const throws = 'the constructor throws `Limiter requires `max` and `duration` options`.';
    assert.deepEqual(
      said({
        'queue.js': `const Bull = require('bull');
new Bull('a', { limiter: { max: 10 } });
new Bull('b', { limiter: { duration: 1000, max: 0 } });
new Bull('c', { limiter: {} });`,
      }),
      [
        `limiter: { max: 10 }: This limiter has no \`duration\`: ${throws}`,
        `limiter: { duration: 1000, max: 0 }: This limiter has no \`max\`: ${throws}`,
        `limiter: {}: This limiter has no \`max\` and no \`duration\`: ${throws}`,
      ],
    );
  });

  it('says nothing where max or duration may be there', () => {
    assert.deepEqual(
      said(`import Bull from 'bull';
export const make = (max: number, more: object) => [
  new Bull('a', { limiter: { max, duration: 1000 } }),
  new Bull('b', { limiter: { max: 10, ...more } as Bull.RateLimiter }),
  new Bull('c', { limiter: max > 0 ? { max, duration: 1000 } : undefined }),
];`),
      [],
    );
  });
});
