import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { filesOfNewRule, indexWithRule, nextCase } from './support/new-rule';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('npm run new-rule', () => {
  const files = filesOfNewRule('some-rule', '007-some-rule');

  it('makes the rule, its page, its tests and a case of the corpus', () => {
    assert.deepEqual(Object.keys(files), [
      'src/lint/rules/some-rule.ts',
      'docs/rules/some-rule.md',
      'test/lint/rules/some-rule.test.ts',
      'test/premises/some-rule.test.ts',
      'test/fixtures/corpus/bull/007-some-rule/package.json',
      'test/fixtures/corpus/bull/007-some-rule/src/queue.js',
      'test/fixtures/corpus/bull/007-some-rule/expected.json',
    ]);
  });

  it('makes code that parses', () => {
    for (const [path, text] of Object.entries(files).filter(([name]) => /\.[jt]s$/.test(name))) {
      const { diagnostics } = ts.transpileModule(text, { fileName: path, reportDiagnostics: true });
      assert.deepEqual(
        diagnostics?.map(({ messageText }) => messageText),
        [],
        path,
      );
    }
  });

  it('puts the rule into the index, in its place', () => {
    const index = readFileSync(`${ROOT}src/lint/rules/index.ts`, 'utf8');
    for (const [id, name] of [
      ['a-rule', 'aRule'],
      ['most-rules', 'mostRules'],
      ['z-rule', 'zRule'],
    ] as const) {
      const lines = indexWithRule(index, id).split('\n');
      assert.equal(lines.length, index.split('\n').length + 2);
      assert.ok(lines.includes(`import { ${name} } from './${id}';`), id);
      const entries = lines.filter((line) => /^ {2}\w+,$/.test(line));
      assert.deepEqual(entries, [...entries].sort(), id);
    }
  });

  it('numbers the case after the last', () => {
    assert.equal(nextCase(['001-a', '321-b', 'README.md'], 'some-rule'), '322-some-rule');
  });
});
