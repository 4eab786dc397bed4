import assert from 'node:assert/strict';
import { UNUSED_DISABLE } from '../../../src/lint/engine/disables';
import { tlsDropped } from '../../../src/lint/rules/tls-dropped/index';
import { check, fixed } from '../support/lint';

const IMPORT = "import Bull from 'bull';\n";
const QUEUE = "export const mail = new Bull('mail', 'rediss://cache:6380');";

/** The rules that speak up in `code`. */
function rulesIn(code: string): readonly string[] {
  return check(tlsDropped, IMPORT + code).map((finding) => finding.rule);
}

describe('disable comments', () => {
  it('none: the finding is told', () => assert.deepEqual(rulesIn(QUEUE), ['tls-dropped']));

  const hiding = {
    'on the line before, with a reason': `// bull-lens-disable-next-line tls-dropped -- a tunnel does it\n${QUEUE}`,
    'on the line before, for several rules': `// bull-lens-disable-next-line lock-duration, tls-dropped\n${QUEUE}`,
    'on the line before, for all rules': `// bull-lens-disable-next-line\n${QUEUE}`,
    'on the same line': `${QUEUE} // bull-lens-disable-line tls-dropped`,
    'for the file, wherever it stands': `${QUEUE}\n/* bull-lens-disable tls-dropped -- see README */`,
  };
  for (const [what, code] of Object.entries(hiding)) it(what, () => assert.deepEqual(rulesIn(code), []));

  const useless = {
    'for another rule': `// bull-lens-disable-next-line lock-duration\n${QUEUE}`,
    'two lines above': `// bull-lens-disable-next-line tls-dropped\n\n${QUEUE}`,
  };
  for (const [what, code] of Object.entries(useless)) {
    it(`${what}: hides nothing, which is told too`, () =>
      assert.deepEqual(rulesIn(code), [UNUSED_DISABLE, 'tls-dropped']));
  }

  it('in a string: no comment', () => {
    assert.deepEqual(rulesIn(`export const help = '// bull-lens-disable tls-dropped';\n${QUEUE}`), ['tls-dropped']);
  });

  it('the fix of one that hides nothing takes its line away', () => {
    const code = `${IMPORT}  // bull-lens-disable-next-line tls-dropped\nexport const mail = new Bull('mail');\n`;
    assert.equal(fixed(tlsDropped, code)['queue.ts'], `${IMPORT}export const mail = new Bull('mail');\n`);
  });

  it('is no hint for a rule that is off', () => {
    const code = `${IMPORT}// bull-lens-disable-next-line tls-dropped\n${QUEUE}`;
    assert.deepEqual(check(tlsDropped, code, { severities: { 'tls-dropped': 'off' } }), []);
  });
});
