import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import type { Ended } from '../support/cli';
import type { Folder } from '../support/folder';
import { cliInFolders } from './support/cli-in-folders';

type Files = Readonly<Record<string, string>>;

const manifest = '{ "dependencies": { "bull": "^4.16.5", "ioredis": "^5.4.1" } }';
const options = '{ limiter: { max: 1, duration: 1000, bounceBack: true } }';
const fixedOptions = '{ limiter: { max: 1, duration: 1000 } }';
const bounces = `import Bull from 'bull';\n\nexport const sms = new Bull('sms', ${options});\n`;
const fixed = bounces.replace(options, fixedOptions);

describe('bull-lens lint --fix', () => {
  const on = cliInFolders({ 'package.json': manifest });
  const workspace = on.workspace;

  const lint = ({ path }: Folder, ...args: string[]): Promise<Ended> => on.cli.run(['lint', '--fix', ...args], path);
  const textOf = (folder: Folder, path: string): string => readFileSync(folder.at(path), 'utf8');
  const textsIn = (folder: Folder): Files =>
    Object.fromEntries(readdirSync(folder.path).map((path) => [path, textOf(folder, path)]));

  it('writes what the preferred fixes make of the files, and ends with 0 when nothing is left', async () => {
    const folder = workspace({ 'sms.ts': bounces });
    const { exitCode } = await lint(folder);
    assert.equal(textOf(folder, 'sms.ts'), fixed);
    assert.equal(exitCode, 0);
  });

  it('keeps CRLF and the byte order mark', async () => {
    const folder = workspace({ 'sms.ts': `\uFEFF${bounces.replaceAll('\n', '\r\n')}` });
    await lint(folder);
    assert.equal(textOf(folder, 'sms.ts'), `\uFEFF${fixed.replaceAll('\n', '\r\n')}`);
  });

  it('changes options where they are written, also in a file that was not asked for', async () => {
    const queues =
      "import Bull from 'bull';\nimport { options } from '../options';\n\nnew Bull('a', options);\nnew Bull('b', options);\n";
    const folder = workspace({ 'options.ts': `export const options = ${options};\n`, 'src/queues.ts': queues });
    await lint(folder, 'src', '--rule', 'shared-connections:off');
    assert.equal(textOf(folder, 'options.ts'), `export const options = ${fixedOptions};\n`);
    assert.equal(textOf(folder, 'src/queues.ts'), queues);
  });

  it('makes new files, lints them too, and has nothing left to do the second time', async () => {
    const folder = workspace({
      'mails.ts': fixed.replace('sms', 'mails'),
      'sms.ts': fixed,
      'index.ts': "import './mails';\nimport './sms';\n",
    });
    const { stdout } = await lint(folder, '--format', 'json');
    const reports = JSON.parse(stdout) as { filePath: string; messages: unknown[]; output?: string }[];
    const made = reports.map(({ filePath }) => filePath).filter((path) => !/(mails|sms|index)\.ts$/.test(path));
    assert.equal(made.length, 1, 'the shared clients got a module of their own');
    assert.ok(existsSync(made[0] ?? ''));
    assert.deepEqual(
      reports.flatMap(({ messages }) => messages),
      [],
    );
    assert.deepEqual(await lint(folder), { exitCode: 0, stdout: '', stderr: '' });
  });

  it('does not touch a file that it does not change', async () => {
    const folder = workspace({ 'sms.ts': fixed });
    const before = statSync(folder.at('sms.ts'), { bigint: true });
    await lint(folder);
    assert.equal(statSync(folder.at('sms.ts'), { bigint: true }).mtimeNs, before.mtimeNs);
  });

  it('does not write a file whose bytes it could not write back', async () => {
    const folder = workspace({});
    const latin1 = Buffer.from(`// caf\u00e9\n${bounces}`, 'latin1');
    folder.write('sms.ts', latin1);
    const { exitCode, stdout } = await lint(folder);
    assert.deepEqual(readFileSync(folder.at('sms.ts')), latin1);
    assert.match(stdout, /limiter-bounce-back/);
    assert.doesNotMatch(stdout, /fixable/);
    assert.equal(exitCode, 1);
  });

  it('prints what it would change as a unified diff that git applies, and changes nothing, where it is a dry run', async () => {
    const files = {
      'mails.ts': fixed.replace('sms', 'mails'),
      'src/sms.ts': bounces,
      'index.ts': "import './mails';\nimport './src/sms';\n",
    };
    const [dry, real] = [workspace(files), workspace(files)];
    const { stdout, exitCode } = await on.cli.run(['lint', '--fix-dry-run'], dry.path);
    assert.equal(exitCode, 0);
    for (const [path, text] of Object.entries(files)) assert.equal(textOf(dry, path), text);
    assert.match(stdout, /^--- a\/src\/sms\.ts\n\+\+\+ b\/src\/sms\.ts\n@@ /m);
    assert.match(stdout, /^--- \/dev\/null\n\+\+\+ b\/redis-pool\.ts\n@@ /m);

    execFileSync('git', ['apply', '-'], { cwd: dry.path, input: stdout });
    await lint(real);
    for (const path of ['mails.ts', 'src/sms.ts', 'redis-pool.ts']) assert.equal(textOf(dry, path), textOf(real, path));
  });

  it('lists in JSON what the menu would offer, those too that change several files', async () => {
    const folder = workspace({
      'sms.ts': bounces,
      'mails.ts': fixed,
      'index.ts': "import './mails';\nimport './sms';\n",
    });
    const { stdout } = await on.cli.run(['lint', '--format', 'json', 'sms.ts'], folder.path);
    type Suggestions = readonly { readonly desc: string; readonly fix?: unknown }[];
    const [report] = JSON.parse(stdout) as { messages: { ruleId: string; suggestions: Suggestions }[] }[];
    const offered = Object.fromEntries(report!.messages.map(({ ruleId, suggestions }) => [ruleId, suggestions]));
    const titles = offered['shared-connections']!.map(({ desc, fix }) => [desc, fix !== undefined]);
    assert.deepEqual(titles, [
      ['Share Redis connections with the other queue', false],
      ['Share Redis connections of this queue', false],
      ['Share Redis connections, with the pool in this file', true],
    ]);
    assert.deepEqual(
      offered['limiter-bounce-back']!.map(({ desc }) => desc),
      ['Remove bounceBack'],
    );
  });

  it('says in JSON why a fix is not offered, as the menu does', async () => {
    const each = `import Bull from 'bull';\nexport const post = async (req: unknown, res: unknown) => {\n  await new Bull('a').add({});\n};\n`;
    const { stdout } = await on.cli.run(['lint', '--format', 'json'], workspace({ 'api.ts': each }).path);
    const [report] = JSON.parse(stdout) as {
      messages: { ruleId: string; suggestions?: unknown; whyNoFix?: string }[];
    }[];
    const told = report!.messages.find(({ ruleId }) => ruleId === 'shared-connections');
    assert.deepEqual(told?.suggestions, []);
    assert.equal(told?.whyNoFix, 'Share Redis connections is not offered here: each request makes this queue anew');
    const others = report!.messages.filter(({ ruleId }) => ruleId !== 'shared-connections');
    assert.ok(others.every((message) => !('whyNoFix' in message)));
  });

  describe('writes first what other files need, and tells each that is not fixed, where the disk takes', function () {
    this.timeout(60_000);
    const large = `${'// This file is large.\n'.repeat(3_000)}${fixed.replace('sms', 'large')}`;
    const bullOnly = JSON.stringify({ dependencies: { bull: '^4.16.5' }, description: 'x'.repeat(large.length) });
    const both = {
      'package.json': manifest,
      'mails.ts': fixed.replace('sms', 'mails'),
      'sms.ts': fixed,
      'index.ts': "import './mails';\nimport './sms';\n",
    };
    const three = { ...both, 'large.ts': large, 'index.ts': `${both['index.ts']}import './large';\n` };

    for (const [what, kilobytes, files, written, refused] of [
      ['no pool', 1, both, [], 'redis-pool.ts'],
      ['no package.json', 40, { ...both, 'package.json': bullOnly }, ['redis-pool.ts'], 'package.json'],
      ['not all that import it', 40, three, ['redis-pool.ts'], 'large.ts'],
    ] as const) {
      it(what, async () => {
        const [whole, folder] = [workspace(files), workspace(files)];
        await lint(whole);
        const { exitCode, stderr } = await on.cli.runWithFilesUpTo(kilobytes, ['lint', '--fix'], folder.path);
        assert.equal(exitCode, 2);

        const [before, after] = [files as Files, textsIn(whole)];
        const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
        assert.deepEqual(textsIn(folder), {
          ...before,
          ...Object.fromEntries(written.map((path) => [path, after[path]])),
        });
        const [first, ...others] = stderr.trimEnd().split('\n');
        assert.equal(first, `${folder.at(refused)}: file too large`);
        assert.deepEqual(
          [...written, refused, ...others.map((line) => relative(folder.path, line.split(':')[0]!))].sort(),
          changed.sort(),
        );
        assert.ok(others.every((line) => line.endsWith(`: not fixed, since ${refused} was not written`)));
      });
    }
  });

  it('does no harm where two run at once', async function () {
    this.timeout(60_000);
    const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.ts`, fixed.replace('sms', name)]));
    const [alone, together] = ["import './a';\nimport './b';\nimport './c';\n"].flatMap((index) => [
      workspace({ ...files, 'index.ts': index }),
      workspace({ ...files, 'index.ts': index }),
    ]);
    await lint(alone!);
    await Promise.all([lint(together!), lint(together!), lint(together!)]);
    await lint(together!);
    assert.deepEqual(textsIn(together!), textsIn(alone!));
  });
});
