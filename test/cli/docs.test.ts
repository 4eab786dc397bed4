import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { parseCommand } from '../../src/cli/arguments';
import { usage } from '../../src/cli/usage';

const docs = readFileSync(join(resolve(__dirname, '../..'), 'docs/cli.md'), 'utf8');
const optionsIn = (text: string) => new Set([...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option));
const blocks = (language: string) =>
  [...docs.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text ?? '');

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

/** The steps of an example: a list of them, or a whole job. */
function stepsOf(example: string): readonly Step[] {
  const parsed = parse(example) as Step[] | { readonly jobs: Record<string, { readonly steps: Step[] }> };
  return Array.isArray(parsed) ? parsed : Object.values(parsed.jobs).flatMap(({ steps }) => steps);
}

/** The words after `npx bull-lens`, as a shell would have them. */
function commandsIn(text: string): string[][] {
  const typed = [...text.matchAll(/^.*\bnpx bull-lens ([^#\n]*)/gm)].map(
    ([, rest = '']) => rest.split(/ (?:>>?|\|\|) /)[0]!,
  );
  return typed.map((rest) =>
    (rest.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^["']|["']$/g, '')),
  );
}

describe('the page of the command line', () => {
  it('tells of the options that --help tells of, and of no other', () => {
    const help = optionsIn(usage);
    for (const each of ['--help', '--version']) help.delete(each);
    assert.deepEqual([...optionsIn(docs)].sort(), [...help].sort());
  });

  const examples = [...blocks('sh'), ...blocks('yaml').flatMap((each) => stepsOf(each).map(({ run = '' }) => run))];
  for (const argv of examples.flatMap(commandsIn)) {
    it(`shows a command that there is: ${argv.join(' ')}`, () =>
      assert.equal(typeof parseCommand(argv).kind, 'string'));
  }

  it('has steps for a GitHub workflow, each of which runs or uses something', () => {
    const workflows = blocks('yaml');
    assert.equal(workflows.length, 3);
    for (const { run, uses } of workflows.flatMap(stepsOf)) assert.ok((run === undefined) !== (uses === undefined));
    const ran = workflows.flatMap(stepsOf).flatMap(({ run = '' }) => commandsIn(run));
    assert.deepEqual(
      ran.map(([command]) => command),
      ['lint', 'lint', 'watch'],
    );
  });
});
