import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { stylish } from '../../../src/cli/formats/stylish';
import { fix } from '../../../src/lint/engine/rule';
import { edit, message, report, repository, rules } from '../support/reports';

const plain = { repository, rules, colors: false };

describe('stylish', () => {
  it("has ESLint's look", () => {
    const warning = message({ rule: 'lock-duration', severity: 'warning', message: 'Too short.', line: 12, column: 3 });
    const text = stylish([report([message(), warning])], plain);
    assert.equal(
      text,
      `
/home/ann/shop/src/mail queue.ts
  1:10  error    Bull has no export \`Queue\`.  no-such-export
  12:3  warning  Too short.  lock-duration

✖ 2 problems (1 error, 1 warning)

`,
    );
  });

  it('says what --fix would do about it', () => {
    const fixable = message({ fix: fix('Import Bull', [edit]) });
    const text = stylish([report([fixable, message()])], plain);
    assert.match(text, /✖ 2 problems \(2 errors, 0 warnings\)\n  1 error and 0 warnings fixable with `--fix`\.\n/);
  });

  it('tells information and hints as info, and counts them as notes', () => {
    const notes = [message({ severity: 'information' }), message({ severity: 'hint' })];
    const text = stylish([report(notes)], plain);
    assert.equal(text.match(/ {2}info {5}Bull has/g)?.length, 2);
    assert.match(text, /^ℹ 2 notes$/m);
  });

  it('says nothing of clean files', () => {
    assert.equal(stylish([report([])], plain), '');
  });

  it('differs in colours alone on a terminal', () => {
    const reports = [report([message()])];
    const colored = stylish(reports, { ...plain, colors: true });
    assert.notEqual(colored, stylish(reports, plain));
    assert.equal(stripVTControlCharacters(colored), stylish(reports, plain));
  });
});
