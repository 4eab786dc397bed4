/** What `npm run new-rule` writes for a rule, by path from the root of the repository: it says what there is to say where. */
export function filesOfNewRule(id: string, corpusCase: string): Readonly<Record<string, string>> {
  const name = camelCase(id);
  const folder = `test/fixtures/corpus/bull/${corpusCase}`;
  return {
    [`src/lint/rules/${id}.ts`]: `import type { Rule } from '../engine/rule';

export const ${name}: Rule = {
  meta: {
    id: '${id}',
    summary: 'What is wrong, in one sentence.',
    defaultSeverity: 'warning',
    fixable: false,
  },
  *check({ queues }) {
    for (const queue of queues) {
      yield { ...queue.range, message: 'One sentence that is true.' };
    }
  },
};
`,
    [`docs/rules/${id}.md`]: `# ${id}

What is wrong, in one sentence.

## Why

What Bull does, and where its source says so.

Proof, run against Bull and Redis with every change: [test/premises/${id}.test.ts](../../test/premises/${id}.test.ts).

## Bad

\`\`\`js
new Bull('mail');
\`\`\`

## Good

\`\`\`js
new Bull('mail');
\`\`\`

## Fix

By hand, or what the fix does.

## When not to care
`,
    [`test/lint/rules/${id}.test.ts`]: `import assert from 'node:assert/strict';
import { ${name} } from '../../../src/lint/rules/${id}';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(${name}, workspace).map((finding) => \`\${underlined(finding, workspace)}: \${finding.message}\`);
}

describe('${id}', () => {
  it('warns of what is wrong', () => {
    assert.deepEqual(said(\`import Bull from 'bull';\\nnew Bull('mail');\\n\`), ["new Bull('mail': One sentence that is true."]);
  });

  it('says nothing where it is not proven', () => {
    assert.deepEqual(said('const mail = 1;\\n'), []);
  });
});
`,
    [`test/premises/${id}.test.ts`]: `import assert from 'node:assert/strict';
import { premise } from './support/premise';

premise('${id}', (ground) => {
  it('is what Bull does', async () => {
    const queue = ground.bull.queue('mail');
    await queue.add({});
    assert.fail('What does the rule say that Bull does? It is proven here.');
  });
});
`,
    [`${folder}/package.json`]: `{ "name": "mail", "dependencies": { "bull": "^4.12.0" } }\n`,
    [`${folder}/src/queue.js`]: `const Bull = require('bull');\n\nexports.mail = new Bull('mail', { redis: { host: 'redis' } });\n`,
    [`${folder}/expected.json`]: `{
  "constructions": [{ "file": "src/queue.js", "line": 3, "name": "mail" }],
  "findings": [
    { "file": "src/queue.js", "line": 3, "rule": "shared-connections" },
    { "file": "src/queue.js", "line": 3, "rule": "${id}" }
  ],
  "notes": "Both sides of the rule: where it speaks, and where it must not."
}
`,
  };
}

/** The text of src/lint/rules/index.ts with one rule more, in its place. */
export function indexWithRule(index: string, id: string): string {
  const name = camelCase(id);
  const lines = index.split('\n');
  const place = (pattern: RegExp): number => {
    const found = lines.flatMap((line, i) => (pattern.test(line) ? [i] : []));
    return found.find((i) => (lines[i] ?? '') > own(pattern)) ?? (found.at(-1) ?? 0) + 1;
  };
  const own = (pattern: RegExp): string => (pattern === IMPORT ? `import { ${name} } from './${id}';` : `  ${name},`);
  for (const pattern of [IMPORT, ENTRY]) lines.splice(place(pattern), 0, own(pattern));
  return lines.join('\n');
}

const IMPORT = /^import \{ \w+ \} from '\.\//;
const ENTRY = /^ {2}\w+,$/;

/** The name of the next case of the corpus. */
export function nextCase(cases: readonly string[], id: string): string {
  const numbers = cases.map((each) => Number.parseInt(each, 10)).filter(Number.isFinite);
  return `${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}-${id}`;
}

function camelCase(id: string): string {
  return id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
