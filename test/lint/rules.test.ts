import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json';
import { UNUSED_DISABLE } from '../../src/lint/engine/disables';
import { rules } from '../../src/lint/rules';
import { UNKNOWN_OPTIONS } from '../../src/lint/engine/unknown-options';
import { OBSERVED_DURATION } from '../../src/link/observed-duration';
import { lintSettings, ruleTable, SECTION } from './support/rule-manifest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ids = rules.map(({ meta }) => meta.id);

/** Ids that findings have and that are no rule: they have a page, and no file. */
const WITHOUT_RULE = [UNKNOWN_OPTIONS, UNUSED_DISABLE, OBSERVED_DURATION];

/** The names, without this ending, of the files in a folder that have it. */
function named(folder: string, ending: string): string[] {
  return readdirSync(ROOT + folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/** Each rule is a file or, where it has parts, a folder; `problems` is what several share. */
function rulesIn(folder: string): string[] {
  return readdirSync(ROOT + folder)
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index' && name !== 'problems')
    .sort();
}

function page(id: string): string {
  return readFileSync(`${ROOT}docs/rules/${id}.md`, 'utf8');
}

describe('the rules', () => {
  it('are listed by id, each with a file, a page and a test of its name', () => {
    assert.deepEqual(ids, [...ids].sort());
    assert.deepEqual(ids, rulesIn('src/lint/rules'));
    assert.deepEqual(ids, named('test/lint/rules', '.test.ts'));
    assert.deepEqual(
      [...ids, ...WITHOUT_RULE].sort(),
      named('docs/rules', '.md').filter((name) => name !== 'README'),
    );
  });

  it('have a page that says why, with Bull’s source, shows bad and good code, and says when not to care', () => {
    for (const id of ids) {
      const text = page(id);
      assert.ok(text.startsWith(`# ${id}\n`), id);
      for (const heading of ['Why', 'Bad', 'Good', 'Fix', 'When not to care']) {
        assert.match(text, new RegExp(`^## ${heading}$`, 'm'), id);
      }
      assert.match(text, /bull \d+\.\d+\.\d+/, id);
      assert.match(text, /`(lib\/[\w/-]+|index)\.(js|lua):\d+/, id);
    }
  });

  it('have a page that cites the proof of what it says, which is a test', () => {
    for (const id of ids) {
      assert.ok(page(id).includes(`](../../test/premises/${id}.test.ts)`), id);
      assert.ok(existsSync(`${ROOT}test/premises/${id}.test.ts`), id);
    }
  });

  it('have pages whose links lead somewhere', () => {
    for (const id of [...ids, ...WITHOUT_RULE, 'README']) {
      for (const [, target] of page(id).matchAll(/\]\((?!https:)([^)#]+)/g)) {
        assert.ok(existsSync(`${ROOT}docs/rules/${target}`), `${id}.md links to ${target}`);
      }
    }
  });

  it('are the table of docs/rules/README.md', () => {
    const table = page('README')
      .split('\n')
      .filter((line) => line.startsWith('| ['));
    assert.deepEqual(table, ruleTable());
  });

  it('have a summary of one sentence', () => {
    for (const { meta } of rules) assert.match(meta.summary, /^[A-Z`].{10,110}\.$/, meta.id);
  });

  it('have a setting each, beside those of the linter, with their own severity as its default', () => {
    const section = manifest.contributes.configuration.find(({ title }) => title === SECTION);
    assert.deepEqual(section?.properties, lintSettings(), 'npx tsx test/lint/support/write-rule-manifest.ts');
  });
});
