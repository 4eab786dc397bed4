import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Ended } from '../support/cli';
import type { Folder } from '../support/folder';
import { cliInFolders } from './support/cli-in-folders';

const bounces = (name: string): string =>
  `new Bull('${name}', { limiter: { max: 1, duration: 1000, bounceBack: true } }).add({});\n`;
const IMPORT = `import Bull from 'bull';\n`;

describe('bull-lens lint --baseline', () => {
  const on = cliInFolders({ 'package.json': '{ "dependencies": { "bull": "^4.16.5" } }' });
  const workspace = on.workspace;

  const lint = ({ path }: Folder, ...args: string[]): Promise<Ended> =>
    on.cli.run(['lint', '--rule', 'limiter-bounce-back:error', '--rule', 'shared-connections:off', ...args], path);

  it('is written by --update-baseline, and then only what is new fails', async () => {
    const folder = workspace({ 'src/mail.ts': IMPORT + bounces('mail') });
    assert.equal((await lint(folder)).exitCode, 1);
    assert.deepEqual(await lint(folder, '--baseline', 'known.json', '--update-baseline'), {
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    assert.deepEqual(JSON.parse(readFileSync(folder.at('known.json'), 'utf8')), {
      'src/mail.ts': { 'limiter-bounce-back': { count: 1 } },
    });
    assert.deepEqual(await lint(folder, '--baseline', 'known.json'), { exitCode: 0, stdout: '', stderr: '' });

    writeFileSync(folder.at('src/sms.ts'), IMPORT + bounces('sms'));
    const { exitCode, stdout } = await lint(folder, '--baseline', 'known.json');
    assert.equal(exitCode, 1);
    assert.match(stdout, /src\/sms\.ts/);
    assert.doesNotMatch(stdout, /src\/mail\.ts/);
  });

  it('tells all of a rule in a file that has more of them: a count does not say which is new', async () => {
    const folder = workspace({ 'mail.ts': IMPORT + bounces('mail') });
    await lint(folder, '--baseline', 'known.json', '--update-baseline');
    writeFileSync(folder.at('mail.ts'), IMPORT + bounces('sms') + bounces('mail'));
    const { stdout } = await lint(folder, '--baseline', 'known.json', '--format', 'github');
    assert.equal(stdout.trim().split('\n').length, 2);
  });

  for (const [what, text, message] of [
    ['is not there', null, /^There is no baseline .*known\.json; --update-baseline makes one\.\n$/],
    ['is no JSON', 'oops', /^.*known\.json is not a baseline/],
    ['counts nothing', '{ "mail.ts": 3 }', /^.*known\.json is not a baseline/],
  ] as const) {
    it(`ends with 2 and a sentence where the file ${what}`, async () => {
      const folder = workspace({ 'mail.ts': IMPORT, ...(text === null ? {} : { 'known.json': text }) });
      const { exitCode, stderr } = await lint(folder, '--baseline', 'known.json');
      assert.equal(exitCode, 2);
      assert.match(stderr, message);
    });
  }

  it('needs a file to be updated', async () => {
    const { exitCode, stderr } = await lint(workspace({}), '--update-baseline');
    assert.deepEqual([exitCode, stderr], [2, '--update-baseline needs --baseline <file>.\n']);
  });
});
