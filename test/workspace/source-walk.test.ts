import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { excludesOf } from '../../src/lint/files/files-exclude';
import { Disk } from '../../src/workspace/disk';
import { SourceWalk, type FolderReader } from '../../src/workspace/source-walk';
import { Folder } from '../support/folder';
import { MemoryFolder } from './support/memory-folder';

const files = {
  '/app/.git/HEAD': 'ref: refs/heads/main\n',
  '/app/.git/info/exclude': 'scratch.ts\n',
  '/app/.gitignore': 'build/\n*.gen.ts\n!kept.gen.ts\n',
  '/app/build/mail.js': '',
  '/app/scratch.ts': '',
  '/app/src/mail.ts': '',
  '/app/src/view.tsx': '',
  '/app/src/mail.gen.ts': '',
  '/app/src/kept.gen.ts': '',
  '/app/src/notes.md': '',
  '/app/src/nested/.gitignore': 'local.ts\n',
  '/app/src/nested/local.ts': '',
  '/app/src/nested/shared.mts': '',
  '/app/src/hidden/a.ts': '',
  '/app/node_modules/bull/index.js': '',
  '/application/other.ts': '',
};

async function below(walk: SourceWalk, directory?: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of walk.below(directory)) found.push(path);
  return found.sort();
}

describe('the walk through a folder', () => {
  const walkOf = (root: string, reader: FolderReader = new MemoryFolder(files)): SourceWalk =>
    new SourceWalk(root, reader, excludesOf({ '**/hidden': true }));

  it('finds JavaScript and TypeScript, without what .gitignore and files.exclude leave out', async () => {
    const found = await below(walkOf('/app'));
    assert.deepEqual(found, [
      '/app/src/kept.gen.ts',
      '/app/src/mail.ts',
      '/app/src/nested/shared.mts',
      '/app/src/view.tsx',
    ]);
    for (const path of Object.keys(files)) assert.equal(await walkOf('/app').has(path), found.includes(path), path);
    assert.equal(await walkOf('/app').has('/app/src/gone.ts'), false);
  });

  it('goes by the .gitignore files above it, up to the repository', async () => {
    assert.deepEqual(await below(walkOf('/app/src')), await below(walkOf('/app')));
    assert.deepEqual(await below(walkOf('/app/src/nested')), ['/app/src/nested/shared.mts']);
  });

  for (const [ignoring, opened] of [
    ['packages/', '/app/packages'],
    ['packages/', '/app/packages/shop'],
    ['/packages/*', '/app/packages/shop'],
    ['*', '/app/packages/shop/src'],
  ] as const) {
    it(`finds the files of ${opened}, that somebody opened, where ${ignoring} is ignored above it`, async () => {
      const reader = new MemoryFolder({
        '/app/.git/HEAD': '',
        '/app/.gitignore': `${ignoring}\n`,
        '/app/packages/shop/.gitignore': '*.gen.ts\n',
        '/app/packages/shop/src/mail.ts': '',
        '/app/packages/shop/src/mail.gen.ts': '',
      });
      assert.deepEqual(await below(walkOf(opened, reader)), ['/app/packages/shop/src/mail.ts']);
      assert.deepEqual(await walkOf('/app', reader).all(), []);
    });
  }

  it('finds the files of a left-out directory that is asked for by its name', async () => {
    assert.deepEqual(await walkOf('/app').of('/app/build').all(), ['/app/build/mail.js']);
    assert.deepEqual(await walkOf('/app').of('/app/src/hidden').all(), ['/app/src/hidden/a.ts']);
  });

  it('goes by files.exclude from the folder on, also below a directory that is asked for', async () => {
    const walk = new SourceWalk('/app', new MemoryFolder(files), excludesOf({ 'src/nested/*.mts': true }));
    assert.deepEqual(await walk.of('/app/src/nested').all(), []);
    assert.deepEqual(await walk.of('/application').all(), ['/application/other.ts']);
  });

  it('finds what is below a directory of the folder, nothing where that is left out', async () => {
    assert.deepEqual(await below(walkOf('/app'), '/app/src/nested'), ['/app/src/nested/shared.mts']);
    for (const directory of [
      '/app/build',
      '/app/node_modules/bull',
      '/app/src/hidden',
      '/app/src/mail.ts',
      '/app/gone',
    ]) {
      assert.deepEqual(await below(walkOf('/app'), directory), [], directory);
    }
  });

  it('finds the files of a root', async () => {
    assert.equal((await below(walkOf('/'))).includes('/application/other.ts'), true);
  });

  it('reads each directory once', async () => {
    const reader = new MemoryFolder(files);
    const walk = walkOf('/app', reader);
    for (let i = 0; i < 100; i++) await walk.has(`/app/src/file${i}.ts`);
    assert.equal(reader.reads.get('/app/.gitignore'), 1);
  });

  it('follows links to files, not to directories', async () => {
    const folder = Folder.of({ 'src/mail.ts': '' });
    try {
      symlinkSync('mail.ts', folder.at('src/link.ts'));
      symlinkSync('src', folder.at('linked'));
      symlinkSync('loop.ts', folder.at('src/loop.ts'));
      const disk = new Disk();
      const reader: FolderReader = {
        read: async (path) => disk.read(path),
        entries: async (path) => disk.entries(path),
      };
      assert.deepEqual(await below(walkOf(folder.path, reader)), [folder.at('src/link.ts'), folder.at('src/mail.ts')]);
    } finally {
      folder.remove();
    }
  });
});
