import assert from 'node:assert/strict';
import { awaitedProcess } from '../../../src/lint/rules/awaited-process';
import { applyFix } from '../support/edits';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined } from '../support/lint';

const queues = `import Bull from 'bull';
const mail = new Bull('mail');
const reports = new Bull('reports');
const handle = async () => undefined;
`;

function said(body: string): string[] {
  const code = `${queues}export async function start() {\n${body}\n}\n`;
  return check(awaitedProcess, code).map((finding) => `${underlined(finding, code)}: ${finding.message}`);
}

const WAITS = '`process()` resolves when the queue is closed: until then what follows does not run.';

describe('awaited-process', () => {
  it('warns of what follows', () => {
    const code = `${queues}await mail.process(handle);\nawait reports.process(handle);\n`;
    const [finding, ...others] = check(awaitedProcess, code);
    assert.deepEqual(others, [], 'nothing follows the last');
    assert.equal(finding?.message, WAITS);
    assert.equal(finding.severity, 'warning');
    assert.equal(underlined(finding, code), 'await mail.process(handle)');
    assert.deepEqual(
      finding.related.map(({ start, end }) => code.slice(start, end)),
      ['await reports.process(handle);'],
    );
  });

  for (const [what, body] of [
    ['a log', `await mail.process(handle);\nconsole.log('started');`],
    ['what follows the block', `if (process.env.WORKER) {\n  await mail.process(handle);\n}\nconsole.log('started');`],
    ['what follows the try', `try {\n  await mail.process(handle);\n} catch {}\nconsole.log('started');`],
    ['a name and a concurrency', `await mail.process('a', 5, handle);\nreports.process(handle);`],
    ['.catch()', `await mail.process(handle).catch(console.error);\nconsole.log('started');`],
    ['Promise.all', `await Promise.all([mail.process(handle), reports.process(handle)]);\nconsole.log('started');`],
    ['a result', `const done = await mail.process(handle);\nconsole.log(done);`],
  ] as const) {
    it(`warns with ${what}`, () => {
      const messages = said(body).map((each) => each.slice(each.indexOf(': ') + 2));
      assert.deepEqual([...new Set(messages)], [WAITS]);
    });
  }

  it('warns once of Promise.all', () => {
    assert.equal(said(`await Promise.all([mail.process(handle), reports.process(handle)]);\nconsole.log();`).length, 1);
  });

  it('warns of a loop, which comes to its first queue only', () => {
    const looped = said(`for (const queue of [mail, reports]) {\n  await queue.process(handle);\n}`);
    assert.deepEqual(looped, [
      'await queue.process(handle): `process()` resolves when the queue is closed: until then the loop does not go on.',
    ]);
  });

  for (const [what, body] of [
    ['the end of the function', `console.log('starting');\nawait mail.process(handle);`],
    ['what closes', `await mail.process(handle);\nawait mail.close();\nprocess.exit();`],
    ['functions and types', `await mail.process(handle);\nfunction helper() {}\nreturn;`],
    ['finally', `try {\n  await mail.process(handle);\n} finally {\n  console.log('closed');\n}`],
    ['what nobody waits for', `void mail.process(handle);\nconsole.log('started');`],
    ['what is returned', `return mail.process(handle);`],
    ['a race', `await Promise.race([mail.process(handle), stop()]);\nconsole.log('stopped');`],
    [
      'an await in a callback',
      `[1].forEach(async () => {\n  await mail.process(handle);\n});\nconsole.log('started');`,
    ],
    ['a process of something else', `await unified().process('a');\nconsole.log('done');`],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(said(body), []));
  }

  it('offers not to wait, by hand', () => {
    const code = `${queues}await mail.process(handle); // starts\nconsole.log('started');\n`;
    const [fix, ...others] = check(awaitedProcess, code)[0]!.fixes();
    assert.deepEqual(others, []);
    assert.equal(fix?.isPreferred, false);
    assert.equal(
      applyFix({ 'queue.ts': code }, fix)['queue.ts'],
      code.replace('await mail.process', 'void mail.process'),
    );
    assertFixLaws(awaitedProcess, code);
  });
});
