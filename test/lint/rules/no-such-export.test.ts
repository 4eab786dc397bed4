import assert from 'node:assert/strict';
import { noSuchExport } from '../../../src/lint/rules/no-such-export';
import { check, underlined } from '../support/lint';

describe('no-such-export', () => {
  it('warns of a value import of { Queue }', () => {
    const code = `import { Queue } from 'bull';\nexport const mail = new Queue('mail');\n`;
    const [finding, ...rest] = check(noSuchExport, code);
    assert.ok(finding);
    assert.equal(underlined(finding, code), 'Queue');
    assert.equal(
      finding.message,
      'Bull has no export `Queue`: it is undefined at run time. Import the default export.',
    );
    assert.deepEqual(rest, []);
  });

  it('says nothing where { Queue } is a type', () => {
    assert.deepEqual(
      check(noSuchExport, `import { Queue } from 'bull';\nexport function drain(queue: Queue) {}\n`),
      [],
    );
  });
});
