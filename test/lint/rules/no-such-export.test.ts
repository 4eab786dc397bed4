import assert from 'node:assert/strict';
import { noSuchExport } from '../../../src/lint/rules/no-such-export/index';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

function places(workspace: Workspace): string[] {
  return check(noSuchExport, workspace).map((finding) => underlined(finding, workspace));
}

function js(code: string): Record<string, string> {
  return { 'queue.js': code };
}

function afterFixes(workspace: Workspace): string | undefined {
  return Object.values(assertFixLaws(noSuchExport, workspace))[0];
}

describe('no-such-export', () => {
  it('is an error for a value import of { Queue }', () => {
    const code = `import { Queue } from 'bull';\nexport const mail = new Queue('mail');\n`;
    const [finding, ...rest] = check(noSuchExport, code);
    assert.ok(finding);
    assert.equal(underlined(finding, code), 'Queue');
    assert.equal(finding.severity, 'error');
    assert.equal(
      finding.message,
      'Bull has no export `Queue`, only a type of that name: at run time it is undefined. Take the default export, or `require` itself.',
    );
    assert.deepEqual(rest, []);
  });

  it('finds it by any way in', () => {
    assert.deepEqual(places(js(`const { Queue } = require('bull');\nnew Queue('a');`)), ['Queue']);
    assert.deepEqual(places(js(`const { Queue: Mail, Job } = require('bull');\nnew Mail('a');`)), ['Queue: Mail']);
    assert.deepEqual(places(js(`const Queue = require('bull').Queue;\nnew Queue('a');`)), ['Queue']);
    assert.deepEqual(places(js(`const Bull = require('bull');\nnew Bull.Queue('a');`)), ['Queue']);
    assert.deepEqual(places(`import Bull from 'bull';\nnew Bull.Queue('a');`), ['Queue']);
    assert.deepEqual(places(`import * as Bull from 'bull';\nnew Bull.Queue('a');`), ['Queue']);
    assert.deepEqual(places(`import pkg from 'bull';\nconst { Queue } = pkg;\nnew Queue('a');`), ['Queue']);
    assert.deepEqual(places(`const { Queue } = await import('bull');\nnew Queue('a');`), ['Queue']);
    assert.deepEqual(places(`import { Queue as Base } from 'bull';\nclass Mail extends Base {}`), ['Queue as Base']);
  });

  it('knows no Worker either: that is in BullMQ', () => {
    assert.equal(
      check(noSuchExport, js(`const { Worker } = require('bull');\nnew Worker('a');`))[0]?.message,
      'Bull has no export `Worker`: at run time it is undefined.',
    );
  });

  it('says nothing where { Queue } is a type', () => {
    assert.deepEqual(places(`import { Queue } from 'bull';\nexport function drain(queue: Queue) {}\n`), []);
    assert.deepEqual(places(`import { Queue } from 'bull';\nexport class Mail implements Queue {}\n`), []);
    assert.deepEqual(places(`import { type Queue, Job } from 'bull';\nexport type Mail = Queue<Job>;\n`), []);
    assert.deepEqual(places(`import Bull from 'bull';\nexport class Mail implements Bull.Queue {}\n`), []);
    assert.deepEqual(places(`import Bull from 'bull';\nexport let mail: Bull.Queue;\n`), []);
    assert.deepEqual(
      places(`import { InjectQueue } from '@nestjs/bull';
import { Queue } from 'bull';
export class Mailer {
  constructor(@InjectQueue('mail') private readonly queue: Queue<{ to: string }>) {}
}`),
      [],
    );
  });

  it('says nothing of what Bull exports', () => {
    assert.deepEqual(places(js(`const { Job, utils } = require('bull');\nJob.fromId(queue, id, utils);`)), []);
  });

  it('says nothing of a name of another package, or of a shadow', () => {
    assert.deepEqual(places(`import { Queue } from 'bullmq';\nnew Queue('a');`), []);
    assert.deepEqual(
      places(`import { Queue } from 'bull';\nexport const of = (Queue: new (n: string) => object) => new Queue('a');`),
      [],
    );
  });

  it('says nothing where the code is prepared for it', () => {
    assert.deepEqual(places(js(`const lib = require('bull');\nconst Queue = lib.Queue || lib;\nnew Queue('a');`)), []);
    assert.deepEqual(places(js(`const { Queue = require('bull') } = require('bull');\nnew Queue('a');`)), []);
    assert.deepEqual(places(js(`const lib = require('bull');\nif (typeof lib.Queue === 'function') use();`)), []);
    assert.deepEqual(places(`jest.mock('bull');\nimport { Queue } from 'bull';\nnew Queue('a');`), []);
  });

  describe('fixes', () => {
    it('an import: the default takes the name', () => {
      assert.equal(
        afterFixes(`import { Queue as BullQueue, Job } from 'bull';\nexport const b = new BullQueue('b');\n`),
        `import BullQueue, { Job } from 'bull';\nexport const b = new BullQueue('b');\n`,
      );
    });

    it('an import that is a type too: the default comes beside it', () => {
      assert.equal(
        afterFixes(`import { Queue } from 'bull';\nexport const mail: Queue = new Queue('mail');\n`),
        `import Bull, { Queue } from 'bull';\nexport const mail: Queue = new Bull('mail');\n`,
      );
    });

    it('an import beside a default: that one is used', () => {
      assert.equal(
        afterFixes(`import Bull, { Queue } from 'bull';\nexport const a = { Queue, b: new Queue('b'), c: Bull };\n`),
        `import Bull from 'bull';\nexport const a = { Queue: Bull, b: new Bull('b'), c: Bull };\n`,
      );
    });

    it('a destructuring', () => {
      assert.equal(
        afterFixes(js(`const { Queue } = require('bull');\nexports.a = new Queue('a');\n`)),
        `const Queue = require('bull');\nexports.a = new Queue('a');\n`,
      );
      assert.equal(
        afterFixes(js(`const { Queue, Job } = require('bull');\nexports.a = [new Queue('a'), Job];\n`)),
        `const Queue = require('bull'), { Job } = Queue;\nexports.a = [new Queue('a'), Job];\n`,
      );
      assert.equal(
        afterFixes(js(`const { Queue } = await import('bull');\nexport const a = new Queue('a');\n`)),
        `const { default: Queue } = await import('bull');\nexport const a = new Queue('a');\n`,
      );
    });

    it('a member', () => {
      assert.equal(
        afterFixes(js(`const Queue = require('bull').Queue;\nexports.a = new Queue('a');\n`)),
        `const Queue = require('bull');\nexports.a = new Queue('a');\n`,
      );
      assert.equal(
        afterFixes(`import Bull from 'bull';\nexport const a = new Bull.Queue('a');\n`),
        `import Bull from 'bull';\nexport const a = new Bull('a');\n`,
      );
    });

    it('none for a namespace, which is Bull or around it as the compiler is set', () => {
      const [finding] = check(noSuchExport, `import * as Bull from 'bull';\nnew Bull.Queue('a');`);
      assert.deepEqual(finding?.fixes(), []);
    });
  });
});
