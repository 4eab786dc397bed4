import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ESLint } from 'eslint';
import { version } from '../../package.json';
import type { Ended } from '../support/cli';
import type { Folder } from '../support/folder';
import { cliInFolders } from './support/cli-in-folders';

const shop = join(__dirname, '../fixtures/cli/shop');
const queue = "import Bull from 'bull';\n\nexport const queue = new Bull('mails');\n";
const wrong = "import { Queue } from 'bull';\n\nexport const queue = new Queue('mails');\n";

describe('bull-lens lint', () => {
  const on = cliInFolders();
  const workspace = on.workspace;

  const shopFolder = () => on.copyOf(shop);

  const lint = ({ path }: Pick<Folder, 'path'>, ...args: string[]): Promise<Ended> =>
    on.cli.run(['lint', ...args], path);

  async function results(folder: Pick<Folder, 'path'>, ...args: string[]): Promise<ESLint.LintResult[]> {
    const { stdout } = await lint(folder, '--format', 'json', ...args);
    return JSON.parse(stdout) as ESLint.LintResult[];
  }

  /** `file:line rule level` of each finding. */
  async function findings(folder: Folder, ...args: string[]): Promise<string[]> {
    return (await results(folder, ...args)).flatMap(({ filePath, messages }) =>
      messages.map((each) => `${relative(folder.path, filePath)}:${each.line} ${each.ruleId} ${levelOf(each)}`),
    );
  }

  async function lintedFiles(folder: Folder, ...args: string[]): Promise<string[]> {
    return (await results(folder, ...args)).map(({ filePath }) => relative(folder.path, filePath));
  }

  describe('what it says', () => {
    it('is what is wrong in the folder, with the settings of its .vscode/settings.json', async () => {
      assert.deepEqual(await findings(shopFolder()), [
        'src/legacy.js:3 shared-connections hint',
        'src/legacy.js:3 secret-in-code error',
        'src/legacy.js:3 limiter-bounce-back error',
        'src/queues.ts:5 lock-duration information',
        'src/queues.ts:5 shared-connections information',
        'src/queues.ts:8 limiter-bounce-back error',
      ]);
    });

    it('has an entry for each file that was linted, also for those without a word of Bull', async () => {
      assert.deepEqual(await lintedFiles(shopFolder()), ['src/legacy.js', 'src/price.ts', 'src/queues.ts']);
    });

    it('is the same in a package with settings of its own as in the whole repository', async () => {
      const folder = workspace({
        '.git/HEAD': '',
        'package.json': '{ "private": true, "workspaces": ["queues", "worker"] }',
        'queues/.vscode/settings.json': '{ "editor.tabSize": 2 }',
        'queues/package.json': '{ "name": "queues", "main": "index.ts", "dependencies": { "bull": "^4.16.5" } }',
        'queues/index.ts': `${queue}export const sms = new Bull('sms');\n`,
        'worker/package.json': '{ "main": "main.ts", "dependencies": { "queues": "*" } }',
        'worker/main.ts': "import { queue, sms } from 'queues';\nqueue.process(async () => {});\nsms.add({});\n",
      });
      const message = async (from: string): Promise<string | undefined> => {
        const all = await results({ path: join(folder.path, from) }, '--rule', 'unbounded-completed:off');
        return all.flatMap(({ messages }) => messages)[0]?.message;
      };
      const sum = /A process of `worker\/main\.ts` loads 2 queues: 4 connections, 3 when they share/;
      assert.match((await message('queues')) ?? '', sum);
      assert.equal(await message('queues'), await message('.'));
    });

    it('counts the queues of the workspace also when one file is asked for', async () => {
      const [mails] = await results(shopFolder(), 'src/queues.ts', '--rule', 'lock-duration:off');
      assert.match(mails?.messages[0]?.message ?? '', /has 2 queues: up to 6 connections/);
    });

    it('is nothing at all where there is nothing to say', async () => {
      const folder = workspace({ 'index.ts': 'export const a = 1;\n' });
      assert.deepEqual(await lint(folder), { exitCode: 0, stdout: '', stderr: '' });
    });

    it('has no colours in a pipe', async () => {
      const { stdout } = await lint(shopFolder());
      assert.match(stdout, /secret-in-code/);
      assert.doesNotMatch(stdout, /\x1b/);
    });

    it('is told in each format', async () => {
      const folder = shopFolder();
      const [stylish, github, sarif] = await Promise.all(
        ['stylish', 'github', 'sarif'].map(async (format) => (await lint(folder, '--format', format)).stdout),
      );
      assert.match(stylish ?? '', /src\/legacy\.js\n(.*\n)? *3:\d+ {2}error .* secret-in-code\n/);
      assert.match(github ?? '', /^::error file=src\/legacy\.js,line=3,/m);
      assert.match(sarif ?? '', /"ruleId": "secret-in-code"/);
    });
  });

  describe('exit code', () => {
    it('is 0 when there are warnings only', async () => {
      const folder = workspace({ 'a.ts': wrong });
      assert.equal((await lint(folder, '--rule', 'no-such-export:warning')).exitCode, 0);
    });

    it('is 1 when there is an error', async () => {
      assert.equal((await lint(workspace({ 'a.ts': wrong }))).exitCode, 1);
    });

    it('is 1 when there are more warnings than --max-warnings, and says so', async () => {
      const folder = workspace({ 'a.ts': wrong });
      const { exitCode, stderr } = await lint(folder, '--rule', 'no-such-export:warning', '--max-warnings', '0');
      assert.equal(exitCode, 1);
      assert.equal(stderr, 'Too many warnings: 1, where --max-warnings allows 0.\n');
      assert.equal((await lint(folder, '--rule', 'no-such-export:warning', '--max-warnings', '1')).exitCode, 0);
    });

    it('is 0 when there are hints only, whatever --max-warnings says', async () => {
      const folder = workspace({ 'a.ts': queue });
      const { exitCode, stdout } = await lint(folder, '--max-warnings', '0');
      assert.match(stdout, /^ℹ 1 note$/m);
      assert.equal(exitCode, 0);
    });

    const mistakes: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
      [[], /^A command is missing/],
      [['list'], /^There is no command 'list'/],
      [['lint', '--quiet'], /^Unknown option '--quiet'\.$/m],
      [['lint', '--format', 'xml'], /^--format takes stylish, json, sarif or github, not 'xml'\.$/m],
      [['lint', '--format'], /^Option '--format <value>' argument missing\.$/m],
      [['lint', '--max-warnings', 'few'], /^--max-warnings takes a number, not 'few'\.$/m],
      [
        ['lint', '--rule', 'tls-dropped'],
        /^--rule takes the id of a rule, a colon, and error, .* hint or off, not 'tls-dropped'\.$/m,
      ],
      [['lint', '--rule', 'tls-dropped:loud'], /^--rule takes .*, not 'tls-dropped:loud'\.$/m],
      [
        ['lint', '--rule', 'tsl-dropped:error'],
        /^There is no rule 'tsl-dropped'\. There are: awaited-process, .*, unused-disable\.$/m,
      ],
      [['lint', '--job-budget', 'soon'], /^--job-budget takes a duration such as 60s or 2m, not 'soon'\.$/m],
      [['lint', 'srv'], /^No JavaScript or TypeScript file matches 'srv'\.$/m],
      [['lint', 'srv/**/*.ts'], /^No JavaScript or TypeScript file matches 'srv\/\*\*\/\*\.ts'\.$/m],
      [['lint', 'package.json'], /^No JavaScript or TypeScript file matches 'package\.json'\.$/m],
    ];
    for (const [args, sentence] of mistakes) {
      it(`is 2 for \`bull-lens ${args.join(' ')}\`, with a sentence`, async () => {
        const { exitCode, stdout, stderr } = await on.cli.run(args, shop);
        assert.match(stderr, sentence);
        assert.deepEqual([exitCode, stdout], [2, '']);
      });
    }

    it('is 0 for --help and --version', async () => {
      const [help, versioned] = await Promise.all([
        on.cli.run(['lint', '--help'], shop),
        on.cli.run(['--version'], shop),
      ]);
      assert.match(help.stdout, /^Usage: bull-lens lint/);
      assert.equal(versioned.stdout, `${version}\n`);
      assert.deepEqual([help.exitCode, versioned.exitCode], [0, 0]);
    });
  });

  describe('settings', () => {
    it('are those of the folder that people open, from anywhere in the repository', async () => {
      const folder = workspace({
        '.git/HEAD': 'ref: refs/heads/main\n',
        '.vscode/settings.json': '{ "bullLens.rules": { "no-such-export": "off" } }',
        'packages/api/package.json': '{ "name": "api" }',
        'packages/api/src/queue.ts': wrong,
      });
      const inPackage = await on.cli.run(['lint'], folder.at('packages/api'));
      assert.deepEqual(inPackage, { exitCode: 0, stdout: '', stderr: '' });
    });

    it('give way to --rule', async () => {
      const folder = workspace({
        '.vscode/settings.json': '{ "bullLens.rules.no-such-export": "off" }',
        'a.ts': wrong,
      });
      assert.deepEqual(await findings(folder), []);
      assert.deepEqual(await findings(folder, '--rule', 'no-such-export:information'), [
        'a.ts:1 no-such-export information',
      ]);
    });

    it('give way to --job-budget', async () => {
      const files = {
        'package.json': '{ "dependencies": { "bull": "4.16.5" } }',
        'a.ts': `${queue}queue.process(() => null);\n`,
      };
      const folder = workspace({ ...files, '.vscode/settings.json': '{ "bullLens.defaultJobBudget": "10s" }' });
      const only = ['--rule', 'shared-connections:off'];
      assert.deepEqual(await findings(folder, ...only), []);
      assert.deepEqual(await findings(folder, ...only, '--job-budget', '60s'), ['a.ts:3 lock-duration information']);
    });
  });

  describe('files', () => {
    const tree = {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.gitignore': 'dist\n*.gen.ts\n',
      'index.ts': '',
      'view.jsx': '',
      'old.cjs': '',
      'new.mts': '',
      'notes.md': '',
      'dist/index.js': '',
      'src/a.gen.ts': '',
      'src/b.ts': '',
      'src/deep/c.ts': '',
      'node_modules/bull/index.js': '',
    };

    it('are all JavaScript and TypeScript, without node_modules and what .gitignore names', async () => {
      const all = ['index.ts', 'new.mts', 'old.cjs', 'src/b.ts', 'src/deep/c.ts', 'view.jsx'];
      assert.deepEqual(await lintedFiles(workspace(tree)), all);
    });

    it('are told by the nearest .gitignore that says something of them, and by .git/info/exclude last', async () => {
      const rules = { '.git/info/exclude': 'index.ts\nold.cjs\n', 'src/.gitignore': 'b.ts\n!a.gen.ts\n' };
      const folder = workspace({ ...tree, ...rules, '.gitignore': `${tree['.gitignore']}!old.cjs\n` });
      const all = ['new.mts', 'old.cjs', 'src/a.gen.ts', 'src/deep/c.ts', 'view.jsx'];
      assert.deepEqual(await lintedFiles(folder), all);
    });

    it('are not those that files.exclude of the workspace hides, unless they are named', async () => {
      const exclude = { '**/deep': true, '*.mts': true, '*.jsx': false, '**/*.cjs': { when: '$(basename).mts' } };
      const settings = { 'files.exclude': { ...exclude, 'src/b.ts': 'yes' } };
      const folder = workspace({ ...tree, '.vscode/settings.json': JSON.stringify(settings), 'new.cjs': '' });
      const shown = ['index.ts', 'old.cjs', 'src/b.ts', 'view.jsx'];
      assert.deepEqual(await lintedFiles(folder), shown);
      assert.deepEqual(await lintedFiles(folder, 'new.mts'), ['new.mts']);
    });

    it('are those of a folder', async () => {
      assert.deepEqual(await lintedFiles(workspace(tree), 'src'), ['src/b.ts', 'src/deep/c.ts']);
    });

    it('are those that a glob matches', async () => {
      assert.deepEqual(await lintedFiles(workspace(tree), 'src/*.ts', '**/*.{jsx,mts}'), [
        'src/b.ts',
        'new.mts',
        'view.jsx',
      ]);
    });

    it('are linted once, however often they were named', async () => {
      assert.deepEqual(await lintedFiles(workspace(tree), 'src', './src/b.ts', 'src/**'), [
        'src/b.ts',
        'src/deep/c.ts',
      ]);
    });

    it('are linted when they are named, even if Git ignores them', async () => {
      assert.deepEqual(await lintedFiles(workspace(tree), 'src/a.gen.ts'), ['src/a.gen.ts']);
      assert.deepEqual(await lintedFiles(workspace(tree), 'dist'), ['dist/index.js']);
    });

    it('that cannot be read are told, and the others linted', async () => {
      const folder = workspace({ 'a.ts': wrong });
      symlinkSync('loop.ts', folder.at('loop.ts'));
      const { exitCode, stdout, stderr } = await lint(folder);
      assert.match(stderr, /loop\.ts: too many symbolic links encountered\n$/);
      assert.match(stdout, /no-such-export/);
      assert.equal(exitCode, 1);
    });

    it('that the linter fails on are told with --debug, and the others linted', async () => {
      const nested = `import Bull from 'bull'; new Bull('x', ${'['.repeat(20_000)}${']'.repeat(20_000)});`;
      const folder = workspace({ 'a.ts': wrong, 'nested.ts': nested });
      const { stdout, stderr } = await lint(folder);
      assert.match(stdout, /no-such-export/);
      assert.match(stderr, /^A part of the linter failed, .*--debug.*\n$/);
      const debugged = await lint(folder, '--debug');
      assert.equal(debugged.stdout, stdout);
      assert.match(debugged.stderr, /^\[error\] .*nested\.ts .*\nRangeError: .*\n {4}at /);
    });

    it('of any encoding and line ending are linted', async () => {
      const folder = workspace({ 'crlf.ts': `\uFEFF${wrong.replaceAll('\n', '\r\n')}` });
      folder.write('latin1.ts', Buffer.from(`// caf\u00e9\n${wrong}`, 'latin1'));
      const places = (await results(folder)).map(({ messages }) => [messages[0]?.line, messages[0]?.column]);
      assert.deepEqual(places, [
        [1, 10],
        [2, 10],
      ]);
    });
  });

  it('survives a reader that goes away', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`queue${i}.ts`, wrong]));
    const child = spawn(process.execPath, [on.cli.script, 'lint', '--format', 'json'], { cwd: workspace(many).path });
    child.stdout.destroy();
    const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number]>]);
    assert.deepEqual([stderr, exitCode], ['', 1]);
  });
});

function levelOf(message: object): string {
  return 'level' in message ? String(message.level) : 'none';
}
