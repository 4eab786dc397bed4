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
