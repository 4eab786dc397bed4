import assert from 'node:assert/strict';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Project, ProjectCache } from '../../../src/lint/files/project';
import { Snapshot } from '../../../src/lint/files/snapshot';
import { bullVersion, isBefore } from '../../../src/lint/constructions/bull-version';
import { Linter } from '../../../src/lint/engine/linter';
import { outlinesOf } from '../support/outlines';

type Files = Readonly<Record<string, string>>;

function manifest(range: string, name = 'bull'): string {
  return JSON.stringify({ name: 'app', dependencies: { [name]: range } }, null, 2);
}

function versionOf(files: Files, file = 'src/queue.ts') {
  const memory = new MemoryFiles({ [file]: '', ...files });
  return bullVersion(file, new Project(new Snapshot(memory), new ProjectCache()));
}

describe('the version of Bull', () => {
  const locked: readonly { readonly lockfile: string; readonly files: Files; readonly file?: string }[] = [
    {
      lockfile: 'npm 7 and later',
      files: {
        'package-lock.json': '{ "lockfileVersion": 3, "packages": { "node_modules/bull": { "version": "4.10.4" } } }',
      },
    },
    {
      lockfile: 'npm 6',
      files: { 'package-lock.json': '{ "lockfileVersion": 1, "dependencies": { "bull": { "version": "4.10.4" } } }' },
    },
    {
      lockfile: 'npm, nested in a package of the workspace',
      files: {
        'packages/jobs/package.json': manifest('^4.0.0'),
        'package-lock.json':
          '{ "packages": { "node_modules/bull": { "version": "3.29.3" }, "packages/jobs/node_modules/bull": { "version": "4.10.4" } } }',
      },
      file: 'packages/jobs/queue.ts',
    },
    {
      lockfile: 'yarn 1',
      files: {
        'yarn.lock':
          'bull-board@^1.0.0:\n  version "1.0.0"\n\nbull@^3.1.0:\n  version "3.29.3"\n\nbull@^4.0.0, bull@^4.8.0:\n  version "4.10.4"\n',
      },
    },
    {
      lockfile: 'yarn 2 and later',
      files: {
        'yarn.lock':
          '__metadata:\n  version: 8\n\n"bull@npm:^4.0.0, bull@npm:^4.8.0":\n  version: 4.10.4\n  resolution: "bull@npm:4.10.4"\n',
      },
    },
    {
      lockfile: 'pnpm',
      files: {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      '@nestjs/bull':\n        specifier: ^10.0.0\n        version: 10.2.3(bull@4.10.4)\n      bull:\n        specifier: ^4.0.0\n        version: 4.10.4\n\npackages:\n\n  bull@4.10.4: {}\n",
      },
    },
    {
      lockfile: 'pnpm, a package of the workspace',
      files: {
        'apps/worker/package.json': manifest('^4.0.0'),
        'pnpm-lock.yaml':
          'importers:\n\n  .:\n    dependencies:\n      bull:\n        specifier: ^3.0.0\n        version: 3.29.3\n\n  apps/worker:\n    dependencies:\n      bull:\n        specifier: ^4.0.0\n        version: 4.10.4(supports-color@5)\n',
      },
      file: 'apps/worker/src/queue.ts',
    },
    {
      lockfile: 'pnpm 5',
      files: {
        'pnpm-lock.yaml': 'lockfileVersion: 5.3\n\nspecifiers:\n  bull: ^4.0.0\n\ndependencies:\n  bull: 4.10.4\n',
      },
    },
    {
      lockfile: 'bun',
      files: { 'bun.lock': '{\n  "packages": {\n    "bull": ["bull@4.10.4", "", {}, "sha"],\n  },\n}\n' },
    },
  ];
  for (const { lockfile, files, file } of locked) {
    it(`is what the lockfile says: ${lockfile}`, () => {
      const { major, range } = versionOf({ 'package.json': manifest('^4.0.0'), ...files }, file);
      assert.deepEqual({ major, range }, { major: 4, range: '4.10.4' });
    });
  }

  it('is what is installed, before all else', () => {
    const files = { 'package.json': manifest('^4.0.0'), 'node_modules/bull/package.json': '{ "version": "4.2.1" }' };
    assert.equal(versionOf(files).range, '4.2.1');
  });

  it('is what a catalog asks for', () => {
    const pnpm = {
      'package.json': manifest('catalog:'),
      'pnpm-workspace.yaml': 'packages: []\ncatalog:\n  bull: ^3.22.0\n',
    };
    assert.equal(versionOf(pnpm).major, 3);
    const named = {
      'apps/a/package.json': manifest('catalog:jobs'),
      'pnpm-workspace.yaml': 'packages: ["apps/*"]\ncatalogs:\n  jobs:\n    bull: ^3.22.0\n',
    };
    assert.equal(versionOf(named, 'apps/a/queue.ts').major, 3);
    const bun = {
      'a/package.json': manifest('catalog:'),
      'package.json': '{ "workspaces": { "packages": ["a"], "catalog": { "bull": "^3.1.0" } } }',
    };
    assert.equal(versionOf(bun, 'a/queue.ts').major, 3);
  });

  it('is what the package asks for, where that is one major', () => {
    for (const [range, major] of [
      ['^4.16.5', 4],
      ['~3.29', 3],
      ['4.x', 4],
      ['>=4.8 <5', 4],
      ['^3.0.0 || ^4.0.0', null],
      ['>=3', null],
      ['*', null],
      ['latest', null],
      ['workspace:*', null],
      ['github:OptimalBits/bull', null],
      ['npm:bull@^3.1.0', 3],
    ] as const) {
      assert.equal(versionOf({ 'package.json': manifest(range) }).major, major, range);
    }
  });

  it('is before another where all that it may be is', () => {
    const isOld = (range: string): boolean => isBefore(versionOf({ 'package.json': manifest(range) }), '4.11.5');
    assert.deepEqual(['~4.10.0', '^3.0.0', '4.11.4'].map(isOld), [true, true, true]);
    assert.deepEqual(['^4.8.0', '4.11.5', '^4.16.5', '*'].map(isOld), [false, false, false, false]);
  });

  it('says where it is written', () => {
    const text = manifest('^4.0.0');
    const at = versionOf({ 'package.json': text }).at!;
    assert.equal(text.slice(at.start, at.end), '"^4.0.0"');
  });
});

describe('Bull by another name', () => {
  const queuesIn = (code: string, files: Files): number => {
    const memory = new MemoryFiles({ 'src/queue.ts': code, ...files });
    const linter = new Linter(memory, []);
    linter.index(outlinesOf(memory));
    return linter.paths.includes('src/queue.ts') ? linter.lint('src/queue.ts').constructions.length : 0;
  };

  it('is found: an alias in package.json, in a catalog, in the imports of a package, of Deno', () => {
    const code = (specifier: string): string =>
      `import Jobs from '${specifier}';\nexport const mail = new Jobs('mail');\n`;
    assert.equal(queuesIn(code('jobs'), { 'package.json': manifest('npm:bull@^4.16.5', 'jobs') }), 1);
    assert.equal(
      queuesIn(code('jobs'), {
        'package.json': manifest('catalog:', 'jobs'),
        'pnpm-workspace.yaml': 'catalog:\n  jobs: npm:bull@^4.16.5\n',
      }),
      1,
    );
    assert.equal(queuesIn(code('#jobs'), { 'package.json': '{ "imports": { "#jobs": "bull" } }' }), 1);
    assert.equal(queuesIn(code('npm:bull'), {}), 1);
    assert.equal(queuesIn(code('npm:bull@^4.16.5'), {}), 1);
  });

  it('is followed through the imports of a package', () => {
    const files = {
      'package.json': '{ "name": "app", "imports": { "#lib/*": "./lib/*.js" } }',
      'lib/jobs.ts': "import Bull from 'bull';\nexport class Jobs extends Bull {}\n",
    };
    assert.equal(queuesIn("import { Jobs } from '#lib/jobs';\nexport const mail = new Jobs('mail');\n", files), 1);
  });

  it('is another package where the name stands for one', () => {
    const code = "import Bull from 'bull';\nexport const mail = new Bull('mail');\n";
    assert.equal(queuesIn(code, { 'package.json': manifest('npm:@acme/bull-fork@^1.0.0') }), 0);
    assert.equal(queuesIn(code, { 'package.json': manifest('npm:bull@^4.0.0') }), 1);
  });

  it('has other arguments before version 3, of which nothing is said', () => {
    const code = "import Bull from 'bull';\nexport const mail = new Bull('mail', 6379, 'localhost');\n";
    assert.equal(queuesIn(code, { 'package.json': manifest('~0.7.0') }), 0);
    assert.equal(queuesIn(code, { 'package.json': manifest('^2.2.6') }), 0);
    assert.equal(queuesIn(code, { 'package.json': manifest('^3.0.0') }), 1);
  });
});
