import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { promisify } from 'node:util';
import { repository, version } from '../../package.json';
import { packForNpm } from '../support/packages';
import { launchVSCode } from '../support/vscode/launch';
import { readVsix, vsixFile } from '../support/vsix';

const root = resolve(__dirname, '../..');
const mail = `const Bull = require('bull');
module.exports = new Bull('mail', { limiter: { max: 10, duration: 5000, bounceBack: true } });
`;

describe('the VSIX', () => {
  it('holds only what runs', async () => {
    const allowed = [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/package.json',
      'extension/readme.md',
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/extension.js',
      'extension/dist/queues.js',
      'extension/dist/lint-thread.js',
    ];
    const files = [...(await readVsix()).keys()].filter((file) => !file.startsWith('extension/media/'));
    assert.deepEqual(files.sort(), allowed.sort());
  });

  it('holds every file that its bundles load', async () => {
    const files = await readVsix();
    for (const [file, content] of files) {
      if (!file.startsWith('extension/dist/')) continue;
      for (const path of loadedBy(content.toString())) {
        const target = posix.join(posix.dirname(file), path);
        assert.ok(files.has(target), `${file} loads ${target}`);
      }
    }
  });

  it('holds the pictures that package.json names', async () => {
    const files = await readVsix();
    const manifest = files.get('extension/package.json')!.toString();
    for (const [, path] of manifest.matchAll(/"(media\/[^"]+)"/g)) {
      assert.ok(files.has(`extension/${path}`), `package.json names ${path}`);
    }
  });

  it('has an icon of 256 pixels', async () => {
    const icon = (await readVsix()).get('extension/media/icon.png')!;
    assert.equal(icon.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });

  it('has a README whose pictures and links lead, from a marketplace, to files of the repository', async () => {
    const readme = (await readVsix()).get('extension/readme.md')!.toString();
    const github = repository.url.replace(/\.git$/, '');
    const targets = [...readme.matchAll(/\]\(([^)]+)\)|(?:src|href)="([^"]+)"/g)].map(([, a, b]) => a ?? b!);
    assert.ok(targets.some((target) => target.endsWith('.png')));
    for (const target of targets) {
      assert.match(target, /^https:\/\//);
      const [, file] = new RegExp(`^${github}/(?:blob|raw)/HEAD/([^#]+)`).exec(target) ?? [];
      assert.ok(file === undefined || existsSync(join(root, file)), target);
    }
  });

  it('is installed and runs', async () => {
    const code = await launchVSCode({ extension: vsixFile });
    try {
      assert.ok(readdirSync(join(code.server.folder, 'extensions')).includes(`bull-lens.bull-lens-${version}`));
      await code.window.openView('Bull Lens');
      await code.window.welcome(/Add Connection/);
      await code.window.runCommand('Bull Lens: Lint Workspace');
      await code.window.notification('Linted 0 files');
    } finally {
      await code.close();
    }
  });
});

describe('the npm package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-npm-'));
  const project = join(folder, 'project');
  const installed = join(project, 'node_modules/bull-lens');
  const inProject = (command: string, args: readonly string[]) => promisify(execFile)(command, args, { cwd: project });

  before(async () => {
    mkdirSync(join(folder, 'packed'));
    const file = await packForNpm(join(folder, 'packed'));
    mkdirSync(project);
    await inProject('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', file]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds only what the command line needs, and the parser once', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, name }) => posix.relative(installed, join(parentPath, name)));
    assert.deepEqual(paths.sort(), [
      'LICENSE',
      'README.md',
      'dist/cli.js',
      'dist/lint.js',
      'dist/queues.js',
      'package.json',
    ]);
    const bundles = ['cli.js', 'lint.js'].map((file) => readFileSync(join(installed, 'dist', file), 'utf8'));
    assert.equal(bundles.filter((text) => text.includes('createSourceFile')).length, 1);
  });

  it('holds every file that its bundles load', () => {
    for (const file of readdirSync(join(installed, 'dist'))) {
      for (const path of loadedBy(readFileSync(join(installed, 'dist', file), 'utf8'))) {
        assert.ok(existsSync(join(installed, 'dist', path)), `${file} loads ${path}`);
      }
    }
  });

  it('lints where it is installed', async () => {
    writeFileSync(join(project, 'mail.js'), mail);
    const { code, stdout } = await inProject('npx', ['bull-lens', 'lint']).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );
    assert.equal(code, 1, stdout);
    assert.match(stdout, / 2:\d+ +error .*limiter-bounce-back/);
  });

  it('says its version', async () => {
    const { stdout } = await inProject('npx', ['bull-lens', '--version']);
    assert.equal(stdout.trim(), version);
  });
});

/** The files of its own folder that a bundle loads. */
function loadedBy(bundle: string): string[] {
  return [...bundle.matchAll(/(?:require|import)\("(\.\.?\/[^"]+)"\)/g)].map(([, path]) => path!);
}
