import assert from 'node:assert/strict';
import { missingHandler } from '../../../src/lint/rules/missing-handler/index';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(missingHandler, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

/** What is said where a queue `mail` has these lines of code. */
function ofMail(code: string): string[] {
  return said(`import Bull from 'bull';\nconst mail = new Bull('mail');\n${code}\n`);
}

const HANDLER = 'async () => undefined';

describe('missing-handler', () => {
  it('is an error about a name that no processor takes', () => {
    const code = `import Bull from 'bull';
const mail = new Bull('mail');
mail.process('welcome', ${HANDLER});
void mail.add('reminder', { to: 'a' });
`;
    assert.deepEqual(said(code), [
      "'reminder': A job named `reminder` fails with `Missing process handler for job type reminder`: the processors of `mail` take only jobs named `welcome`.",
    ]);
    const [finding] = check(missingHandler, code);
    assert.equal(finding?.severity, 'error');
    assert.deepEqual(
      finding?.related.map(({ start, end }) => code.slice(start, end)),
      ['mail.process'],
    );
  });

  it('lists no more than three names', () => {
    const taking = (names: string): string =>
      ofMail(
        [...names].map((name) => `mail.process('${name}', ${HANDLER});`).join('\n') + `\nmail.add('x', {});`,
      ).join();
    assert.match(taking('abc'), /take only jobs named `a`, `b`, `c`\.$/);
    assert.match(taking('abcd'), /take only jobs of 4 other names\.$/);
  });

  it('knows that the default processor takes no named job, and a named one no other', () => {
    assert.deepEqual(ofMail(`mail.process(${HANDLER});\nmail.add('a', {});`), [
      "'a': A job named `a` fails with `Missing process handler for job type a`: the processors of `mail` take only jobs without a name.",
    ]);
    assert.deepEqual(ofMail(`mail.process('a', ${HANDLER});\nmail.add({});`), [
      'mail.add: A job without a name fails with `Missing process handler for job type __default__`: the processors of `mail` take only jobs named `a`.',
    ]);
    assert.equal(ofMail(`mail.process(5, ${HANDLER});\nmail.add('a');`).length, 1, 'one text is a name');
  });

  it('tells each name of addBulk once, at the name', () => {
    const jobs = `[{ name: 'a', data: 1 }, { name: 'b', data: 2 }, { data: 3 }]`;
    assert.deepEqual(
      ofMail(`mail.process('a', ${HANDLER});\nmail.addBulk(${jobs});`).map((each) => each.split(':')[0]),
      ['mail.addBulk', "'b'"],
    );
  });

  for (const [what, code] of [
    [
      'a processor for each',
      `mail.process('a', ${HANDLER});\nmail.process(${HANDLER});\nmail.add('a');\nmail.add({});`,
    ],
    ['a processor for all', `mail.process('*', ${HANDLER});\nmail.add('a', {});\nmail.add({});`],
    ['no processor', `mail.add('a', {});`],
    [
      'a name that is not known',
      `mail.process('a', ${HANDLER});\nexport const add = (name: string) => mail.add(name, {});`,
    ],
    ['data or a name', `mail.process('a', ${HANDLER});\nexport const add = (it: any) => mail.add(it, {});`],
    [
      'a processor whose name is not known',
      `for (const name of process.env.NAMES!.split(',')) mail.process(name, ${HANDLER});\nmail.add('a', {});`,
    ],
    [
      'processors by a table',
      `const handlers: Record<string, () => Promise<void>> = { ...require('./handlers') };
for (const [name, handle] of Object.entries(handlers)) mail.process(name, handle);\nmail.add('a', {});`,
    ],
    ['a queue that is handed on', `mail.process('a', ${HANDLER});\nstart(mail);\nmail.add('b', {});`],
    ['a concurrency or a name', `mail.process(process.env.AT_ONCE as any, ${HANDLER});\nmail.add({});`],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(ofMail(code), []));
  }

  it('joins queues of one name in one package, and only there', () => {
    const worker = `import Bull from 'bull';\nnew Bull('mail').process('welcome', ${HANDLER});\n`;
    const producer = `import Bull from 'bull';\nnew Bull('mail').add('reminder', {});\n`;
    assert.equal(said({ 'src/web.ts': producer, 'src/worker.ts': worker, 'package.json': '{}' }).length, 1);
    const apart = { 'web/package.json': '{}', 'worker/package.json': '{}' };
    assert.deepEqual(said({ 'web/src/web.ts': producer, 'worker/src/worker.ts': worker, ...apart }), []);
  });

  it('says nothing where another queue may be the one', () => {
    const worker = `import Bull from 'bull';
new Bull('mail').process('welcome', ${HANDLER});
export const make = (name: string) => new Bull(name);
`;
    const producer = `import Bull from 'bull';\nnew Bull('mail').add('reminder', {});\n`;
    assert.deepEqual(said({ 'src/web.ts': producer, 'src/worker.ts': worker, 'package.json': '{}' }), []);
    const others = worker.replace('(name: string) => new Bull(name)', '(name: string) => new Bull(`dead-${name}`)');
    assert.equal(said({ 'src/web.ts': producer, 'src/worker.ts': others, 'package.json': '{}' }).length, 1);
  });

  it('says nothing where a worker of another package takes the name', () => {
    const both = `import Bull from 'bull';
const mail = new Bull('mail');
mail.process('welcome', ${HANDLER});
mail.add('reminder', {});
`;
    const other = `import Bull from 'bull';\nnew Bull('mail').process('reminder', ${HANDLER});\n`;
    assert.deepEqual(
      said({ 'a/index.ts': both, 'b/index.ts': other, 'a/package.json': '{}', 'b/package.json': '{}' }),
      [],
    );
  });

  it('says nothing of tests', () => {
    const code = `import Bull from 'bull';
const mail = new Bull('mail');
mail.process('welcome', ${HANDLER});
mail.add('reminder', {});
`;
    assert.deepEqual(said({ 'test/mail.test.ts': code }), []);
  });

  describe('text where a number is meant', () => {
    const named = (variable: string): string =>
      `\`process()\` takes text for the name of its jobs: ${variable}, jobs of no other name have this handler, and one runs at a time. A concurrency is a number.`;

    it('is a name', () => {
      assert.deepEqual(ofMail(`mail.process(process.env.CONCURRENCY, ${HANDLER});`), [
        `process.env.CONCURRENCY: ${named('where `CONCURRENCY` is set')}`,
      ]);
      assert.deepEqual(ofMail(`mail.process('5', ${HANDLER});`), [`'5': ${named('so')}`]);
      assert.equal(ofMail(`mail.process(process.env.AT_ONCE || '5', ${HANDLER});`).length, 1);
      assert.deepEqual(ofMail(`const JOBS = process.env.JOBS ?? 2;\nmail.process(JOBS, ${HANDLER});`), [
        `JOBS: ${named('where `JOBS` is set')}`,
      ]);
    });

    it('is refused beside a name', () => {
      assert.deepEqual(ofMail(`mail.process('a', process.env.WORKERS, ${HANDLER});`), [
        'process.env.WORKERS: `process()` refuses a concurrency that is text: where `WORKERS` is set, it rejects, and no job is processed.',
      ]);
    });

    for (const argument of [
      'Number(process.env.CONCURRENCY)',
      'parseInt(process.env.JOBS || 5)',
      '+process.env.CONCURRENCY',
      'process.env.JOB_NAME',
      "process.env.JOB_NAME || 'mail'",
      "'5th'",
      'five',
    ]) {
      it(`says nothing of ${argument}`, () => assert.deepEqual(ofMail(`mail.process(${argument}, ${HANDLER});`), []));
    }

    it('is made a number where that is certain', () => {
      const code = {
        'queue.js': `const Bull = require('bull');\nconst mail = new Bull('mail');\nmail.process(process.env.JOBS || 5, ${HANDLER});\n`,
      };
      assert.match(
        assertFixLaws(missingHandler, code)['queue.js'] ?? '',
        /mail\.process\(Number\(process\.env\.JOBS\) \|\| 5, async/,
      );
      const quoted = { 'queue.js': code['queue.js'].replace('process.env.JOBS || 5', "'5'") };
      assert.match(assertFixLaws(missingHandler, quoted)['queue.js'] ?? '', /mail\.process\(5, async/);
    });
  });

  describe('in NestJS', () => {
    const app = (processor: string, more = ''): Workspace => ({
      'mail.service.ts': `import { InjectQueue } from '@nestjs/bull';
import { Queue } from 'bull';
export class MailService {
  constructor(@InjectQueue('mail') private readonly mail: Queue) {}
  remind() {
    return this.mail.add('reminder', {});
  }
}
`,
      'mail.processor.ts': `import { Process, Processor } from '@nestjs/bull';
${processor}
`,
      'mail.module.ts': `import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bull';
import { MailProcessor } from './mail.processor';
import { MailService } from './mail.service';
@Module({ imports: [BullModule.registerQueue({ name: 'mail' })], providers: [MailProcessor, MailService] })
export class MailModule {}
`,
      ...(more ? { 'base.ts': more } : {}),
    });
    const processor = (decorator: string, base = ''): string =>
      `@Processor('mail')\nexport class MailProcessor${base} {\n  ${decorator}\n  handle() {}\n}`;

    it('knows @Process', () => {
      assert.deepEqual(
        said(app(processor(`@Process('welcome')`))).map((each) => each.split(':')[0]),
        ["'reminder'"],
      );
      assert.equal(said(app(processor('@Process()'))).length, 1);
      assert.equal(said(app(processor(`@Process({ name: 'welcome', concurrency: 2 })`))).length, 1);
      assert.deepEqual(said(app(processor(`@Process('reminder')`))), []);
      assert.deepEqual(said(app(processor(`@Process({ name: '*' })`))), []);
      assert.deepEqual(said(app(processor('@Process(options)'))), []);
    });

    it('knows the classes above, and is silent where they are not known', () => {
      const base = `import { Process } from '@nestjs/bull';
export class Base {
  @Process('reminder')
  remind() {}
}
`;
      const sub = `import { Base } from './base';\n${processor(`@Process('welcome')`, ' extends Base')}`;
      assert.deepEqual(said(app(sub, base)), []);
      assert.equal(said(app(sub, base.replace('reminder', 'else'))).length, 1);
      assert.deepEqual(said(app(processor(`@Process('welcome')`, ' extends Unknown'))), []);
    });
  });
});
