import assert from 'node:assert/strict';
import type { Finding } from '../../../src/lint/engine/finding';
import type { LintSettings } from '../../../src/lint/engine/settings';
import { lockDuration } from '../../../src/lint/rules/lock-duration';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

const BULL = `import Bull from 'bull';\n`;
const CONSUMER = `${BULL}const mail = new Bull('mail');\nmail.process(send);\n`;

describe('lock-duration', () => {
  it('holds Bull’s default of 30 s against the budget, whose place it links', () => {
    const files = {
      'lib/queue.ts': CONSUMER,
      'api/send.ts': `import '../lib/queue';\n`,
      'vercel.json': '{ "functions": { "api/**": { "maxDuration": 300 } } }',
    };
    const finding = only(files);
    assert.equal(
      finding.message,
      "A job may run 300 s (vercel.json, maxDuration) but its lock lasts 30 s (Bull's default). " +
        'If the process is frozen or blocked for longer, the job runs twice or fails with Missing lock.',
    );
    assert.equal(finding.severity, 'warning');
    assert.equal(underlined(finding, files), "new Bull('mail'");
    const [related] = finding.related;
    assert.equal(related?.message, 'A job may run 300 s.');
    assert.equal(files['vercel.json'].slice(related.start, related.end), '"maxDuration": 300');
  });

  it('underlines a lockDuration that is written, and says so', () => {
    const code = `${BULL}// @jobBudget 2m
const mail = new Bull('mail', {
  settings: { lockDuration: 60 * 1000 },
});
mail.process(send);`;
    const finding = only(code);
    assert.match(finding.message, /^A job may run 120 s \(@jobBudget\) but its lock lasts 60 s \(lockDuration\)\./);
    assert.equal(underlined(finding, code), 'lockDuration: 60 * 1000');
  });

  it('names the environment variable that may say otherwise', () => {
    const code = `${BULL}const mail = new Bull('mail', { settings: { lockDuration: Number(process.env.LOCK_MS) || 20000 } });
mail.process(send);`;
    assert.match(
      only(code, { defaultJobBudget: '45s' }).message,
      /lock lasts 20 s \(lockDuration, unless LOCK_MS is set\)/,
    );
  });

  it('points to options in another file', () => {
    const files = {
      'queue.ts': `${BULL}import { options } from './options';\nconst mail = new Bull('mail', options);\nmail.process(send);\n`,
      'options.ts': `export const options = { settings: { lockDuration: 40_000 } };\n`,
    };
    const finding = only(files, { defaultJobBudget: '60s' });
    assert.equal(underlined(finding, files), 'options');
    const [related] = finding.related;
    assert.equal(related?.file, 'options.ts');
    assert.equal(files['options.ts'].slice(related.start, related.end), 'lockDuration: 40_000');
  });

  it('tells options that several queues share once, for the longest jobs', () => {
    const code = `${BULL}const settings = { lockDuration: 20_000 };
// @jobBudget 30s
const a = new Bull('a', { settings });
// @jobBudget 90s
const b = new Bull('b', { settings });
a.process(one);
b.process(two);`;
    assert.match(only(code).message, /^A job may run 90 s/);
  });

  it('is an error where Redis refuses the lock, budget or not', () => {
    const code = `${BULL}export const mail = new Bull('mail', { settings: { lockDuration: 0 } });\n`;
    const finding = only(code);
    assert.equal(finding.severity, 'error');
    assert.equal(
      finding.message,
      'Redis refuses a lock of 0 ms (invalid expire time): no job of this queue is ever run.',
    );
    assert.deepEqual(assertFixLaws(lockDuration, code), {
      'queue.ts': code.replace('lockDuration: 0', 'lockDuration: 30000'),
    });
  });

  describe('says why it offers no fix', () => {
    for (const [code, why] of [
      [
        `class Sub extends Bull { constructor(...args) { super(...args); } }\nconst mail = new Sub('mail');`,
        'it hands its arguments to Bull as a list',
      ],
      [
        `const mail = new Bull('mail', { redis: {}, settings: Object.assign({ lockDuration: 9_000 }, {}) });`,
        'its options are made by code that cannot be followed',
      ],
    ] as const) {
      it(`where ${why}`, () => {
        const finding = only(`${BULL}${code}\nmail.process(send);\n`, { defaultJobBudget: '60s' });
        assert.deepEqual(finding.fixes(), []);
        assert.equal(finding.whyNoFix?.(), `Insert serverless settings is not offered here: ${why}`);
      });
    }

    it('but not where it does', () => {
      assert.equal(only(CONSUMER, { defaultJobBudget: '60s' }).whyNoFix?.(), null);
    });
  });

  describe('where the calls of a factory differ', () => {
    const FACTORY = `${BULL}export const make = (name: string, { lockDuration }: { lockDuration?: number } = {}) =>
  new Bull(name, { settings: { lockDuration } });
`;
    const budget = { defaultJobBudget: '60s' };

    it('is told of the one call whose lock is too short, with no fix that the others would get too', () => {
      const code = `${FACTORY}make('mail', { lockDuration: 120_000 }).process(send);
make('sms', { lockDuration: 40_000 }).process(text);`;
      const finding = only(code, budget);
      assert.match(finding.message, /^`sms`: A job may run 60 s \(.*\) but its lock lasts 40 s \(lockDuration\)\./);
      assert.equal(underlined(finding, code), '40_000');
      assert.deepEqual(finding.fixes(), []);
      assert.match(finding.whyNoFix?.() ?? '', /^No fix is offered here: /);
    });

    it('is told of a call that leaves Bull’s default', () => {
      const code = `${FACTORY}make('mail', { lockDuration: 120_000 }).process(send);\nmake('sms').process(text);`;
      const finding = only(code, budget);
      assert.match(finding.message, /^`sms`: .* its lock lasts 30 s \(Bull's default\)\./);
      assert.equal(underlined(finding, code), "make('sms'");
    });

    it('leads to a call in another file', () => {
      const files = {
        'queues.ts': FACTORY,
        'mail.ts': `import { make } from './queues';\nmake('mail', { lockDuration: 120_000 }).process(send);\n`,
        'sms.ts': `import { make } from './queues';\nmake('sms', { lockDuration: 40_000 }).process(text);\n`,
      };
      const finding = only(files, budget);
      assert.match(finding.message, /^`sms`: /);
      const called = finding.related.find(({ message }) => message === '`sms` is made by this call.');
      assert.equal(called?.file, 'sms.ts');
      assert.equal(files['sms.ts'].slice(called.start, called.end), '40_000');
    });

    it('is told once where the locks of all calls are too short', () => {
      const code = `${FACTORY}make('mail', { lockDuration: 20_000 }).process(send);
make('sms', { lockDuration: 40_000 }).process(text);`;
      assert.match(only(code, budget).message, /^A job may run 60 s /);
    });

    it('holds each queue against the budget of its own name', () => {
      const code = `${FACTORY}make('mail').process(send);\nmake('video').process(render);`;
      assert.match(only(code, { jobBudgets: { video: '5m' } }).message, /^`video`: A job may run 300 s /);
    });

    const quiet = {
      'whose queue only gets jobs': `make('sms', { lockDuration: 40_000 }).add({ to });`,
      'in a test': null,
      'of a queue that another call makes too': `make('mail', { lockDuration: 40_000 });`,
      'whose lock is not known': `make('sms', { lockDuration: Number(process.env.LOCK_MS) }).process(text);`,
    };
    for (const [what, call] of Object.entries(quiet)) {
      it(`says nothing of a call ${what}`, () => {
        const files = {
          'queues.ts': `${FACTORY}make('mail', { lockDuration: 120_000 }).process(send);\n${call ?? ''}\n`,
          ...(call === null && {
            'sms.test.ts': `import { make } from './queues';\nmake('sms', { lockDuration: 40_000 }).process(text);\n`,
          }),
        };
        assert.deepEqual(check(lockDuration, files, budget), []);
      });
    }
  });

  describe('says nothing', () => {
    const quiet: Readonly<Record<string, readonly [Workspace, Partial<LintSettings>?]>> = {
      'where no budget is declared': [CONSUMER],
      'where the lock is as long as the budget': [CONSUMER, { defaultJobBudget: '30s' }],
      'of a queue that only adds: the lock is the consumer’s': [
        `${BULL}const mail = new Bull('mail');\nmail.add({ to });\n`,
        { defaultJobBudget: '60s' },
      ],
      'where the lock is not known': [
        `${BULL}export const make = (lockDuration: number) => new Bull('mail', { settings: { lockDuration } });`,
        { defaultJobBudget: '60s' },
      ],
      'where it is long enough on one path': [
        `${BULL}export const mail = new Bull('mail', { settings: { lockDuration: isProd ? 90_000 : 10_000 } });`,
        { defaultJobBudget: '60s' },
      ],
    };
    for (const [name, [workspace, settings]] of Object.entries(quiet)) {
      it(name, () => assert.deepEqual(check(lockDuration, workspace, settings), []));
    }
  });

  it('speaks of a queue that is handed out, since whoever takes it may process', () => {
    const code = `${BULL}const mail = new Bull('mail');\nregister(mail);\n`;
    only(code, { defaultJobBudget: '60s' });
  });
});

function only(workspace: Workspace, settings: Partial<LintSettings> = {}): Finding {
  const [finding, ...rest] = check(lockDuration, workspace, settings);
  assert.ok(finding, 'There is a finding');
  assert.deepEqual(rest, []);
  return finding;
}
