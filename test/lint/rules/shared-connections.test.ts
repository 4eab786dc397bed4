import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check, underlined, type Workspace } from '../support/lint';

const only = (workspace: Workspace) => {
  const findings = check(sharedConnections, workspace);
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0]!;
};

describe('shared-connections', () => {
  it('counts the connections of a queue with a processor, and those of the workspace', () => {
    const workspace = {
      'mail.ts': `import Bull from 'bull';\nconst mail = new Bull('mail');\nmail.process(async () => 1);\n`,
      'sms.ts': `import Bull from 'bull';\nconst sms = new Bull('sms');\nsms.process(async () => 1);\n`,
      'log.ts': `import Bull from 'bull';\nconst log = new Bull('log');\nlog.add({});\n`,
    };
    const finding = only(workspace);
    assert.equal(
      finding.message,
      'This queue opens its own Redis connections (3, with its processor). The 3 queues of this workspace open up to 7; 4 when they share through createClient.',
    );
    assert.equal(finding.severity, 'warning');
    assert.match(underlined(finding, workspace), /^new Bull\('mail'/);
  });

  it('counts 11 consumers as the incident had them: 33 connections, 13 when shared', () => {
    const queues = Array.from(
      { length: 11 },
      (_, i) => `const q${i} = new Bull('q${i}');\nq${i}.process(async () => 1);`,
    );
    const findings = check(sharedConnections, `import Bull from 'bull';\n${queues.join('\n')}\n`);
    assert.equal(findings.length, 11);
    assert.match(findings[10]!.message, /The 11 queues of this workspace open up to 33; 13 when they share/);
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
      'This queue opens its own Redis connections (1, as a producer). A second queue could share two of them through createClient.',
    );
  });

  it('says that another queue may have a createClient to share', () => {
    const workspace = {
      'mail.ts': `import Bull from 'bull';\nconst mail = new Bull('mail');\nmail.add({});\n`,
      'sms.ts': `import Bull from 'bull';\nimport { createClient } from './pool';\nconst sms = new Bull('sms', { createClient });\n`,
      'pool.ts': `export function createClient() {}\n`,
    };
    assert.match(only(workspace).message, /The other queue of this workspace may have a createClient/);
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
