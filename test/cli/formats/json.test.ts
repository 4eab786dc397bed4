import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import { json } from '../../../src/cli/formats/json';
import type { FileReport } from '../../../src/cli/report';
import { fix } from '../../../src/lint/engine/rule';
import { edit, message, report, repository, rules } from '../support/reports';

function results(...reports: FileReport[]): ESLint.LintResult[] {
  return JSON.parse(json(reports, { repository, rules, colors: false })) as ESLint.LintResult[];
}

describe('json', () => {
  it("has the shape of ESLint's results", () => {
    const [result] = results(report([message({ fix: fix('Import Bull', [edit]) })]));
    assert.deepEqual(result, {
      filePath: '/home/ann/shop/src/mail queue.ts',
      messages: [
        {
          ruleId: 'no-such-export',
          severity: 2,
          level: 'error',
          message: 'Bull has no export `Queue`.',
          line: 1,
          column: 10,
          endLine: 1,
          endColumn: 15,
          fix: { range: [9, 14], text: 'Bull' },
        },
      ],
      suppressedMessages: [],
      errorCount: 1,
      fatalErrorCount: 0,
      warningCount: 0,
      fixableErrorCount: 1,
      fixableWarningCount: 0,
      source: "import { Queue } from 'bull';\n\nconst queue = new Queue('mail', {\n  limiter,\n});\n",
      usedDeprecatedRules: [],
    });
  });

  it("is read by ESLint's own formatters", async () => {
    const formatter = await new ESLint().loadFormatter('stylish');
    const text = await formatter.format(results(report([message()])));
    assert.match(text, /1:10\s+error\s+Bull has no export `Queue`\s+no-such-export/);
    assert.match(text, /1 problem \(1 error, 0 warnings\)/);
  });

  it('has an entry for a clean file, without its text', () => {
    const [result] = results(report([], { text: null }));
    assert.deepEqual(result?.messages, []);
    assert.equal(result?.source, undefined);
  });

  it('counts information and hints neither as errors nor as warnings', () => {
    const notes = [message({ severity: 'information' }), message({ severity: 'hint' })];
    const [result] = results(report(notes));
    assert.equal(result?.errorCount, 0);
    assert.equal(result?.warningCount, 0);
    assert.deepEqual(
      result?.messages.map((each) => [each.severity, 'level' in each && each.level]),
      [
        [1, 'information'],
        [1, 'hint'],
      ],
    );
  });

  it('writes several edits of one file as one, with the text between them', () => {
    const last = { ...edit, start: 23, end: 27, newText: 'bullmq' };
    const [result] = results(report([message({ fix: fix('Use BullMQ', [last, edit]) })]));
    assert.deepEqual(result?.messages[0]?.fix, { range: [9, 27], text: "Bull } from 'bullmq" });
  });

  it('leaves out a fix that reaches into other files', () => {
    const elsewhere = fix('Share', [edit, { ...edit, file: '/home/ann/shop/src/other.ts' }]);
    const newFile = fix('Share', [edit], { newFiles: [{ file: '/home/ann/shop/src/redis.ts', text: '' }] });
    const [result] = results(report([message({ fix: elsewhere }), message({ fix: newFile })]));
    assert.deepEqual(
      result?.messages.map((each) => each.fix),
      [undefined, undefined],
    );
  });

  it('has the new text of a file that was fixed', () => {
    const [result] = results(report([], { isFixed: true, text: 'fixed\n' }));
    assert.equal(result?.output, 'fixed\n');
  });
});
