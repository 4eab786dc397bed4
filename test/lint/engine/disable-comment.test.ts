import assert from 'node:assert/strict';
import { disableFixes } from '../../../src/lint/engine/disable-comment';

/** The text after "Disable … on this line" at `‸`, and after "… in this file". */
function disabled(marked: string, file = 'queue.ts'): { onLine: string; inFile: string } {
  const start = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const [onLine, inFile] = disableFixes({ file, rule: 'lock-duration', start }, text).map(({ edits: [edit] }) => {
    assert.ok(edit);
    return text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  });
  assert.ok(onLine !== undefined && inFile !== undefined);
  return { onLine, inFile };
}

describe('disabling a rule with a comment', () => {
  it('goes above the line, in its indentation', () => {
    const { onLine } = disabled('function make() {\n\tconst mail = ‸new Bull("mail");\n}\n');
    assert.equal(
      onLine,
      'function make() {\n\t// bull-lens-disable-next-line lock-duration -- \n\tconst mail = new Bull("mail");\n}\n',
    );
  });

  it('goes into a call that is spread over lines', () => {
    const { onLine } = disabled("new Bull('mail', {\n  settings: {\n    ‸lockDuration: 1000,\n  },\n});\n");
    assert.equal(
      onLine,
      "new Bull('mail', {\n  settings: {\n    // bull-lens-disable-next-line lock-duration -- \n    lockDuration: 1000,\n  },\n});\n",
    );
  });

  it('is a JSX comment between JSX elements', () => {
    const { onLine } = disabled(
      "const a = (\n  <div>\n    <Board queue={‸new Bull('mail')} />\n  </div>\n);\n",
      'a.tsx',
    );
    assert.equal(
      onLine,
      "const a = (\n  <div>\n    {/* bull-lens-disable-next-line lock-duration -- */}\n    <Board queue={new Bull('mail')} />\n  </div>\n);\n",
    );
  });

  it('is an ordinary comment between JSX attributes', () => {
    const { onLine } = disabled("const a = (\n  <Board\n    queue={‸new Bull('mail')}\n  />\n);\n", 'a.tsx');
    assert.equal(
      onLine,
      "const a = (\n  <Board\n    // bull-lens-disable-next-line lock-duration -- \n    queue={new Bull('mail')}\n  />\n);\n",
    );
  });

  it('stays on the line where the line begins inside of a template', () => {
    const { onLine } = disabled("log(`made\n  ${‸new Bull('mail').name}`);\n");
    assert.equal(onLine, "log(`made\n  ${/* bull-lens-disable-line lock-duration -- */ new Bull('mail').name}`);\n");
  });

  it('adds to the comment that is there', () => {
    const { onLine } = disabled(
      "// bull-lens-disable-next-line shared-connections, stalled-checks -- one queue only\n‸new Bull('mail');\n",
    );
    assert.equal(
      onLine,
      "// bull-lens-disable-next-line shared-connections, stalled-checks, lock-duration -- one queue only\nnew Bull('mail');\n",
    );
  });

  it('keeps the line ends of the file', () => {
    const { onLine, inFile } = disabled("const a = 1;\r\n‸new Bull('mail');\r\n");
    assert.equal(onLine, "const a = 1;\r\n// bull-lens-disable-next-line lock-duration -- \r\nnew Bull('mail');\r\n");
    assert.equal(inFile, "/* bull-lens-disable lock-duration -- */\r\nconst a = 1;\r\nnew Bull('mail');\r\n");
  });

  it('for the file goes below a shebang', () => {
    const { inFile } = disabled("#!/usr/bin/env node\n‸new Bull('mail');\n");
    assert.equal(inFile, "#!/usr/bin/env node\n/* bull-lens-disable lock-duration -- */\nnew Bull('mail');\n");
  });
});
