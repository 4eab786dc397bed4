// Makes the files of a rule: `npm run new-rule -- some-rule`
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOfNewRule, indexWithRule, nextCase } from './new-rule';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const INDEX = 'src/lint/rules/index.ts';

const [id = ''] = process.argv.slice(2);
if (!/^[a-z]+(-[a-z]+)+$/.test(id)) fail('Say the id of the rule, in kebab case: npm run new-rule -- some-rule');
if (existsSync(`${ROOT}docs/rules/${id}.md`)) fail(`There is a rule ${id}.`);

const files = filesOfNewRule(id, nextCase(readdirSync(`${ROOT}test/fixtures/corpus/bull`), id));
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(ROOT + path), { recursive: true });
  writeFileSync(ROOT + path, text);
}
writeFileSync(ROOT + INDEX, indexWithRule(readFileSync(ROOT + INDEX, 'utf8'), id));
// Anew, so that it reads the rules with the new one.
execFileSync('npx', ['tsx', 'test/lint/support/write-rule-manifest.ts'], { cwd: ROOT });
const written = [...Object.keys(files), INDEX, 'package.json', 'docs/rules/README.md'];
execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', ...written], { cwd: ROOT });
console.log(`Written, to be filled:\n${written.map((path) => `  ${path}`).join('\n')}`);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
