import assert from 'node:assert/strict';
import { jobOptions } from '../../../src/lint/rules/job-options';
import { applyFix } from '../support/edits';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(jobOptions, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

const mail = (code: string, options = ''): Workspace => ({
  'queue.js': `const Bull = require('bull');\nconst mail = new Bull('mail'${options && `, ${options}`});\n${code}\n`,
});

describe('job-options', () => {
  describe('names', () => {
    for (const [option, says] of [
      ['job_id: 1', 'job option `job_id`: its name is `jobId`'],
      ["jobID: 'a'", 'job option `jobID`: its name is `jobId`'],
      ['retries: 3', 'job option `retries`: `attempts` counts all tries, the first included'],
      ['removeOnCompleted: true', 'job option `removeOnCompleted`: the nearest is `removeOnComplete`'],
      ['lockDuration: 5', 'job option `lockDuration`: `lockDuration` is an option in the queue’s `settings`'],
      ["deduplication: { id: 'a' }", "job option `deduplication`: it is BullMQ's; Bull has `debounce` since 4.16"],
    ] as const) {
      it(option, () => {
        const [finding, ...others] = check(jobOptions, mail(`mail.add({}, { attempts: 2, ${option} });`));
        assert.deepEqual(others, []);
        assert.equal(finding?.message, `Bull has no ${says}. This one does nothing.`);
        assert.equal(finding.severity, 'warning');
        assert.equal(underlined(finding, mail(`mail.add({}, { attempts: 2, ${option} });`)), option);
      });
    }

    it('of nothing that is known are information', () => {
      const [finding] = check(jobOptions, mail(`mail.add({}, { tenant: 7 });`));
      assert.equal(finding?.message, 'Bull has no job option `tenant`. This one does nothing.');
      assert.equal(finding.severity, 'information');
    });

    it('that a handler reads are meant', () => {
      assert.deepEqual(said(mail(`mail.add({}, { retries: 7 });\nmail.process(({ opts }) => opts.retries);`)), []);
      assert.deepEqual(said(mail(`mail.add({}, { tenant: 7 });\nmail.process((job) => use(job.opts, 'tenant'));`)), []);
    });

    it('are found after a name, in addBulk, and in a constant', () => {
      assert.equal(said(mail(`mail.add('welcome', {}, { job_id: 1 });`)).length, 1);
      assert.equal(said(mail(`mail.addBulk([{ data: {}, opts: { job_id: 1 } }]);`)).length, 1);
      const shared = `const options = { job_id: 1 };\nmail.add({}, options);\nmail.add([], options);`;
      assert.deepEqual(
        said(mail(shared)).map((each) => each.split(': Bull')[0]),
        ['job_id: 1'],
      );
    });

    it('are not looked for in data', () => {
      assert.deepEqual(said(mail(`mail.add('welcome', { job_id: 1, delay: 'a' });`)), []);
      assert.deepEqual(said(mail(`exports.add = (data) => mail.add(data, { job_id: 1 });`)), []);
    });

    it('are renamed by hand, for what did nothing would begin to', () => {
      const code = {
        'queue.ts': `import Bull from 'bull';\nconst mail = new Bull('mail');\nconst maxAttempts = 3;\nmail.add({}, { job_id: 'a', maxAttempts } as object); // both\n`,
      };
      assert.match(
        assertFixLaws(jobOptions, code)['queue.ts'] ?? '',
        /\{ jobId: 'a', attempts: maxAttempts \} as object\); \/\/ both/,
      );
      for (const option of ['job_id: order.id', 'removeOnCompleted: true', 'maxAttempts: 3']) {
        const [fix] = check(jobOptions, mail(`mail.add({}, { ${option} });`))[0]?.fixes() ?? [];
        assert.equal(fix?.isPreferred, false, option);
      }
      assert.deepEqual(check(jobOptions, mail(`mail.add({}, { retries: 3 });`))[0]?.fixes(), []);
      const both = mail(`mail.add({}, { job_id: 'a', jobId: 'b' });`);
      assert.deepEqual(check(jobOptions, both)[0]?.fixes(), []);
    });
  });

  describe('values', () => {
    it('a delay in words', () => {
      const nan = '`delay` is a number of ms. Bull reads this text as NaN, and the job starts at once.';
      assert.deepEqual(said(mail(`mail.add({}, { delay: '5 minutes' });`)), [`delay: '5 minutes': ${nan}`]);
      assert.equal(said(mail('mail.add({}, { delay: `${process.env.N} minutes` });')).length, 1);
      assert.equal(said(mail('', `{ defaultJobOptions: { delay: '10s' } }`)).length, 1);
      for (const delay of [
        "'60000'",
        '60000',
        "' 5e3 '",
        'Number(process.env.MS)',
        'process.env.MS',
        '`${n}`',
        '`${n}0`',
      ]) {
        assert.deepEqual(said(mail(`mail.add({}, { delay: ${delay} });`)), [], delay);
      }
    });

    const ENV = 'process.env.VALUE';
    /** Options that are wrong, and what is right of the same. */
    const TABLE: Readonly<Record<string, { wrong: readonly string[]; right: readonly string[]; says: RegExp }>> = {
      'a priority that is no number': {
        wrong: ["priority: 'high'", 'priority: true', 'priority: { level: 1 }', "priority: 'high', delay: 0"],
        right: ["priority: '1'", 'priority: 1', 'priority: null', 'priority: level', `priority: ${ENV}`],
        says: /^`priority` is a number, from 1, the highest\. With this one `add\(\)` rejects/,
      },
      'a priority that is no number, of a job that waits': {
        wrong: ["priority: 'high', delay: 5000", "priority: 'high', repeat: { every: 5000 }"],
        right: ["priority: 'high', delay", 'priority: 2, delay: 5000'],
        says: /This one does nothing in a job that is delayed\.$/,
      },
      'attempts in words': {
        wrong: ["attempts: 'three'", 'attempts: true', 'attempts: {}', 'attempts: Infinity'],
        right: [
          "attempts: '3'",
          "attempts: '3 times'",
          'attempts: 3',
          `attempts: ${ENV}`,
          'attempts: null',
          'attempts: n',
        ],
        says: /^`attempts` is a number\. Bull reads this one as NaN, and tries the job once\.$/,
      },
      'a backoff without a type': {
        wrong: [
          "attempts: 3, backoff: '5000'",
          "attempts: 3, backoff: 'exponential'",
          `attempts: 3, backoff: ${ENV}`,
          'attempts: 3, backoff: { delay: 5000 }',
          'attempts: 3, backoff: true',
        ],
        right: [
          'attempts: 3, backoff: 5000',
          `attempts: 3, backoff: Number(${ENV})`,
          "attempts: 3, backoff: { type: 'fixed', delay: 5000 }",
          'attempts: 3, backoff: { type, delay: 5000 }',
          'attempts: 3, backoff: { ...shared }',
          "backoff: '5000'",
          "attempts: 1, backoff: '5000'",
          "attempts: n, backoff: '5000'",
        ],
        says: /it stays active until it counts as stalled\.$/,
      },
      'a backoff of text that is a number': {
        wrong: [
          "attempts: 3, backoff: { type: 'fixed', delay: '5000' }",
          `attempts: 3, backoff: { type: 'fixed', delay: ${ENV} }`,
        ],
        right: [
          "attempts: 3, backoff: { type: 'exponential', delay: '5000' }",
          "backoff: { type: 'fixed', delay: '5000' }",
        ],
        says: /the job is tried again centuries later\.$/,
      },
      'a backoff in words': {
        wrong: [
          "attempts: 3, backoff: { type: 'fixed', delay: '5s' }",
          "attempts: 3, backoff: { type: 'exponential', delay: '5s' }",
        ],
        right: ["attempts: 3, backoff: { type: 'mine', delay: '5s' }"],
        says: /The job is tried again at once\.$/,
      },
      'a timeout that is no positive number': {
        wrong: ["timeout: '5000'", `timeout: ${ENV}`, 'timeout: -1', 'timeout: true', 'timeout: `${n}000`'],
        right: [
          'timeout: 5000',
          'timeout: 0',
          'timeout: null',
          `timeout: Number(${ENV})`,
          `timeout: +${ENV}`,
          'timeout: n',
        ],
        says: /With this one the job fails as soon as it starts/,
      },
      'a delay that is an object': {
        wrong: ['delay: { minutes: 5 }'],
        right: ['delay: null', 'delay: Number(minutes)'],
        says: /^`delay` is a number of ms\. Bull reads this object as NaN/,
      },
      'a no that is text': {
        wrong: ["lifo: 'false'", "lifo: 'no'"],
        right: ["lifo: 'true'", 'lifo: false', 'lifo: 0', `lifo: ${ENV}`],
        says: /^Bull takes any text for true: the newest job is taken first\.$/,
      },
      'an id that is an object': {
        wrong: ['jobId: { order: 7 }'],
        right: ["jobId: 'a'", 'jobId: order.id', 'jobId: null'],
        says: /Every object is the id `\[object Object\]`/,
      },
      'what is kept, as text': {
        wrong: ["removeOnComplete: 'false'", "removeOnFail: '100'", "removeOnComplete: 'all'"],
        right: ["removeOnComplete: 'true'", 'removeOnFail: 100', `removeOnFail: ${ENV}`, "removeOnComplete: ''"],
        says: /Bull takes this text for true, and removes each (completed|failed) job at once\.$/,
      },
      'null for what is kept': {
        wrong: ['removeOnComplete: null', 'removeOnFail: null'],
        right: ['removeOnComplete: undefined', 'removeOnFail: false'],
        says: /leaves the job in no list\. `false` keeps (completed|failed) jobs\.$/,
      },
      'a count that is text': {
        wrong: [
          "removeOnComplete: { count: '100' }",
          `removeOnFail: { count: ${ENV} }`,
          'removeOnFail: { count: true }',
        ],
        right: ['removeOnComplete: { count: 100 }', 'removeOnComplete: { count: n }'],
        says: /^`count` is a number\./,
      },
      'an age in words': {
        wrong: ["removeOnComplete: { age: '1 hour' }"],
        right: ["removeOnComplete: { age: '3600' }", `removeOnComplete: { age: ${ENV} }`],
        says: /^`age` is a number of seconds\./,
      },
      'a repeat that is none': {
        wrong: ["repeat: '* * * * *'", 'repeat: true', 'repeat: 5000'],
        right: ["repeat: { cron: '* * * * *' }", 'repeat: null', 'repeat: false', 'repeat: often'],
        says: /^`repeat` is an object with `cron` or `every`\. With this one `add\(\)` rejects\.$/,
      },
      'both times': {
        wrong: ["repeat: { cron: '* * * * *', every: 5000 }"],
        right: ["repeat: { cron: '* * * * *', every: undefined }", "repeat: { cron: '* * * * *', every }"],
        says: /^`repeat` has both `cron` and `every`: `add\(\)` rejects\.$/,
      },
      'every in words': {
        wrong: ["repeat: { every: '5 minutes' }"],
        right: ['repeat: { every: 5000 }', 'repeat: { every: n }'],
        says: /^`every` is a number of ms, and this is text\. With this one `add\(\)` rejects\.$/,
      },
      'every as text that is a number': {
        wrong: ["repeat: { every: '5000' }", `repeat: { every: ${ENV} }`],
        right: [`repeat: { every: Number(${ENV}) }`],
        says: /the job runs centuries later\.$/,
      },
      'no end that is null': {
        wrong: ['repeat: { every: 5000, endDate: null }', 'repeat: { every: 5000, limit: null }'],
        right: ['repeat: { every: 5000, endDate: undefined }', 'repeat: { every: 5000, limit: 3, endDate }'],
        says: /`add\(\)` adds nothing, and does not reject\.$/,
      },
      'a debounce without an id': {
        wrong: ["debounce: 'a'", 'debounce: true'],
        right: ["debounce: { id: 'a' }", 'debounce: null', 'debounce: each'],
        says: /^`debounce` is an object with an `id`\. This one does nothing\.$/,
      },
      'a ttl that is no whole number': {
        wrong: ["debounce: { id: 'a', ttl: '5s' }", "debounce: { id: 'a', ttl: 0.5 }", "debounce: { id: 'a', ttl: 0 }"],
        right: [
          "debounce: { id: 'a', ttl: '5000' }",
          "debounce: { id: 'a', ttl: 5000 }",
          "debounce: { id: 'a', ttl: null }",
        ],
        says: /^`ttl` is a whole number of ms, from 1\. With this one `add\(\)` rejects\.$/,
      },
      'a timestamp in words': {
        wrong: ["timestamp: '2026-01-01', delay: 5000"],
        right: ["timestamp: '2026-01-01'", 'timestamp: Date.now(), delay: 5000'],
        says: /^`timestamp` is a number of ms since 1970\./,
      },
    };
    for (const [kind, { wrong, right, says }] of Object.entries(TABLE)) {
      it(kind, () => {
        const free = 'const { n, level, delay, type, shared, order, often, every, endDate, each, minutes } = get();\n';
        for (const options of wrong) {
          for (const code of [
            mail(`mail.add({}, { ${options} });`),
            mail('', `{ defaultJobOptions: { ${options} } }`),
          ]) {
            const [finding, ...others] = check(jobOptions, code);
            assert.deepEqual(others, [], options);
            assert.match(finding?.message ?? '', says, options);
            assert.equal(finding?.severity, /rejects/.test(finding?.message ?? '') ? 'error' : 'warning', options);
          }
        }
        for (const options of right) assert.deepEqual(said(mail(`${free}mail.add({}, { ${options} });`)), [], options);
      });
    }

    it('a type of backoff that nobody defines', () => {
      const code = (type: string, options = '', rest = 'mail.process(send);'): string[] =>
        said(mail(`mail.add({}, { attempts: 3, backoff: { type: ${type}, delay: 5000 } });\n${rest}`, options));
      assert.deepEqual(code("'linear'"), [
        "type: 'linear': Bull’s types of backoff are `fixed` and `exponential`, and this queue has no `settings.backoffStrategies`. With this one Bull throws when the job fails (`Unknown backoff strategy linear`): it stays active until it counts as stalled.",
      ]);
      assert.deepEqual(code("'fixed'"), []);
      assert.deepEqual(code('type'), []);
      assert.deepEqual(code("'linear'", '{ settings: { backoffStrategies: { linear } } }'), []);
      assert.deepEqual(code("'linear'", '{ settings }'), []);
      assert.deepEqual(code("'linear'", '', "new Bull('mail', { settings: { backoffStrategies: { linear } } });"), []);
      assert.deepEqual(code("'linear'", '', ''), [], 'what processes it may have the strategy');
    });

    it('by what the queue gives to all of its jobs', () => {
      const code = (options: string): string[] =>
        said(mail(`mail.add({}, { ${options} });`, '{ defaultJobOptions: { attempts: 3, delay: 5000 } }'));
      assert.equal(code("backoff: '5000'").length, 1);
      assert.deepEqual(code("backoff: '5000', attempts: 1"), []);
      assert.match(code("priority: 'high'")[0] ?? '', /does nothing in a job that is delayed/);
      assert.deepEqual(code("backoff: '5000', ...others"), [], 'the others may say how often');
    });

    it('by the version of Bull', () => {
      const of = (version: string, options: string): number =>
        said({
          'queue.js': `const Bull = require('bull');
new Bull('mail').add({}, { ${options} });
`,
          'package.json': JSON.stringify({ dependencies: { bull: version } }),
        }).length;
      for (const [options, first] of [
        ["timeout: '5000'", '3.6.0'],
        ["removeOnComplete: 'false'", '4.4.0'],
        ['repeat: { every: 5000, endDate: null }', '4.0.0'],
        ["debounce: 'a'", '4.16.0'],
      ] as const) {
        assert.deepEqual([of(first, options), of('3.3.0', options)], [1, 0], options);
      }
    });

    it('a repeat without a time', () => {
      assert.deepEqual(said(mail(`mail.add({}, { repeat: { pattern: '0 3 * * *' } });`)), [
        "repeat: { pattern: '0 3 * * *' }: This `repeat` has no `cron` and no `every`, so `add()` throws. `pattern` is what BullMQ calls `cron`.",
      ]);
      assert.equal(check(jobOptions, mail(`mail.add({}, { repeat: { limit: 3 } });`))[0]?.severity, 'error');
      for (const repeat of ["{ cron: '* * * * *' }", '{ every: 5 }', '{ ...times }', 'times', 'undefined']) {
        assert.deepEqual(said(mail(`const { times } = process;\nmail.add({}, { repeat: ${repeat} });`)), [], repeat);
      }
    });

    it('an age in milliseconds', () => {
      const code = mail(`mail.add({}, { removeOnComplete: { age: 3600000 } });`);
      assert.deepEqual(said(code), [
        'age: 3600000: The age in removeOnComplete is in seconds: jobs are kept for 42 days. 3,600 s would be `age: 3600`.',
      ]);
      const [fix] = check(jobOptions, code)[0]!.fixes();
      assert.equal(fix?.isPreferred, false);
      assert.match(applyFix(code as Record<string, string>, fix)['queue.js'] ?? '', /\{ age: 3600 \}/);
      assert.deepEqual(said(mail(`mail.add({}, { removeOnComplete: { age: 86400 } });`)), []);
    });
  });

  describe('a jobId that is a number', () => {
    const added = (jobId: string, other = 'mail.add({});'): string[] =>
      said(mail(`${other}\nmail.add({}, { jobId: ${jobId} });`));

    it('can be that of another job', () => {
      assert.deepEqual(added('7'), [
        'jobId: 7: Bull numbers the jobs that have no jobId: 1, 2, 3, … A job that gets the number of this one overwrites it. With a prefix, as in `order-3`, no number can be its id.',
      ]);
      assert.equal(added("'42'").length, 1);
      const typed = `import Bull from 'bull';
const mail = new Bull('mail');
mail.add({});
export const add = (id: number) => mail.add({}, { jobId: id });
`;
      assert.equal(said(typed).length, 1);
    });

    it('cannot where all jobs have one, or it is no such number', () => {
      assert.deepEqual(added('7', `mail.add({}, { jobId: 'a' });`), []);
      for (const jobId of ["'a7'", '`user-${id}`', '`${id}`', 'id', "'007'", '0'])
        assert.deepEqual(added(jobId), [], jobId);
      assert.deepEqual(
        added('7', `mail.add({}, { repeat: { every: 5 } });`),
        [],
        'repeated jobs have ids of their own',
      );
    });
  });
});
