import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check, underlined, type Workspace } from '../support/lint';

const only = (workspace: Workspace) => {
  const findings = check(sharedConnections, workspace);
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0]!;
};

describe('shared-connections', () => {
  it('counts what the process opens that loads the most of them, and names its entry', () => {
    const workspace = {
      'mail.ts': `import Bull from 'bull';\nexport const mail = new Bull('mail');\nmail.process(async () => 1);\n`,
      'sms.ts': `import Bull from 'bull';\nexport const sms = new Bull('sms');\nsms.process(async () => 1);\n`,
      'log.ts': `import Bull from 'bull';\nexport const log = new Bull('log');\nlog.add({});\n`,
      'worker.ts': `import './mail';\nimport './sms';\n`,
      'web.ts': `import './mail';\nimport './log';\n`,
    };
    const finding = only(workspace);
    assert.equal(
      finding.message,
      'This queue opens its own Redis connections (3, with its processor). A process of `worker.ts` loads 2 queues: 6 connections, 4 when they share through createClient.',
    );
    assert.equal(finding.severity, 'information');
    assert.match(underlined(finding, workspace), /^new Bull\('mail'/);
  });

  it('tells 11 consumers of one file once, as the incident had them: 33 connections, 13 when shared', () => {
    const queues = Array.from(
      { length: 11 },
      (_, i) => `const q${i} = new Bull('q${i}');\nq${i}.process(async () => 1);`,
    );
    const finding = only(`import Bull from 'bull';\n${queues.join('\n')}\n`);
    assert.match(finding.message, /^These 11 queues open Redis connections of their own\./);
    assert.match(finding.message, /loads 11 queues: 33 connections, 13 when they share/);
    assert.equal(finding.severity, 'warning', 'more than bullLens.connectionLimit');
  });

  it('tells the next queue where a comment hides the first', () => {
    const code = `import Bull from 'bull';\n// bull-lens-disable-next-line shared-connections -- its own Redis\nnew Bull('a').add({});\nnew Bull('b').add({});\n`;
    assert.match(underlined(only(code), code), /'b'/);
  });

  it('is a warning on a serverless platform, and below a connectionLimit that is exceeded', () => {
    const code = `import Bull from 'bull';\nnew Bull('a').add({});\nnew Bull('b').add({});\n`;
    const severity = (workspace: Workspace, settings = {}) =>
      check(sharedConnections, workspace, settings)[0]?.severity;
    assert.equal(severity(code), 'information');
    assert.equal(severity(code, { connectionLimit: 1 }), 'warning');
    assert.equal(severity(code, { serverless: ['*.ts'] }), 'warning');
    assert.equal(severity({ 'api/send.ts': code, 'vercel.json': '{}' }), 'warning');
    assert.equal(severity(`${code}export const handler = async () => 1;\n`), 'warning');
  });

  it('counts no queues of tests, examples, scripts and build output, and says no sums there', () => {
    const queue = (name: string) => `import Bull from 'bull';\nnew Bull('${name}').add({});\n`;
    const others = {
      'test/a.test.ts': `import '../src/a';\n${queue('t')}`,
      'dist/a.js': queue('a'),
      'package.json': '{}',
    };
    assert.match(only({ 'src/a.ts': queue('a'), ...others }).message, /A second queue could share it/);
    const inTest = { 'test/a.test.ts': `${queue('a')}new Bull('b');\n`, 'package.json': '{}' };
    assert.doesNotMatch(only(inTest).message, /loads/);
  });

  it('says up to 3 where the queue is handed to code that it cannot follow', () => {
    assert.match(
      only(`import Bull from 'bull';\nimport { run } from 'runner';\nrun(new Bull('mail'));\n`).message,
      /\(up to 3\)/,
    );
  });

  it('counts 2 with a global event', () => {
    const code = `import Bull from 'bull';\nconst q = new Bull('mail');\nq.on('global:completed', () => 1);\n`;
    assert.match(only(code).message, /\(2, with its global events\)/);
  });

  it('is a hint where there is nothing to share', () => {
    const finding = only(`import Bull from 'bull';\nconst q = new Bull('mail');\nq.add({});\n`);
    assert.equal(finding.severity, 'hint');
    assert.equal(
      finding.message,
      'This queue opens its own Redis connections (1, as a producer). A second queue could share it through createClient.',
    );
  });

  it('says that another queue may have a createClient to share', () => {
    const workspace = {
      'mail.ts': `import Bull from 'bull';\nconst mail = new Bull('mail');\nmail.add({});\n`,
      'sms.ts': `import Bull from 'bull';\nimport { createClient } from './pool';\nconst sms = new Bull('sms', { createClient });\n`,
      'pool.ts': `export function createClient() {}\n`,
      'server.ts': `import './mail';\nimport './sms';\n`,
    };
    assert.match(only(workspace).message, /The other queue of its process may have a createClient/);
  });

  it('sees that a createClient inside redis is none', () => {
    assert.equal(
      check(sharedConnections, `import Bull from 'bull';\nnew Bull('a', { redis: { createClient() {} } as object });\n`)
        .length,
      1,
    );
  });

  for (const [what, code] of [
    ['a createClient', `new Bull('a', { createClient: () => clients() });`],
    ['options that are not known', `export const make = (options: Bull.QueueOptions) => new Bull('a', options);`],
    ['a createClient on one path', `new Bull('a', { ...(process.env.POOL ? { createClient() {} } : {}) });`],
    ['a URL variable that may drop the options', `new Bull('a', process.env.REDIS_URL!, { createClient() {} });`],
  ] as const) {
    it(`says nothing of ${what}`, () => {
      assert.deepEqual(check(sharedConnections, `import Bull from 'bull';\n${code}\n`), []);
    });
  }
});
