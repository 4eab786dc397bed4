import assert from 'node:assert/strict';
import { repositoryAround, RepositoryWalk } from '../../src/workspace/repository-walk';
import { MemoryFolder } from './support/memory-folder';

const FILES = {
  '/home/ann/.git/HEAD': '',
  '/home/ann/notes/a.js': '',
  '/home/ann/shop/.git/HEAD': '',
  '/home/ann/shop/index.js': '',
  '/home/ann/shop/app/a.ts': '',
  '/home/ann/shop/app/b.ts': '',
  '/home/ann/shop/application/c.ts': '',
};

describe('the repository around a folder', () => {
  const around = (folder: string): Promise<string | null> => {
    const files = new MemoryFolder(FILES);
    return repositoryAround(folder, (directory) => files.entries(directory), '/home/ann');
  };

  it('is the nearest above it', async () => {
    assert.equal(await around('/home/ann/shop/app'), '/home/ann/shop');
  });

  it('is none where the folder is a repository', async () => {
    assert.equal(await around('/home/ann/shop'), null);
  });

  it('is no home directory', async () => {
    assert.equal(await around('/home/ann/notes'), null);
  });
});

describe('a walk through a folder and the repository around it', () => {
  const walk = (folder: string, repository: string | null): RepositoryWalk =>
    new RepositoryWalk({ folder, repository }, new MemoryFolder(FILES), (path) => path.endsWith('b.ts'));

  it('finds each file once, those of the folder first', async () => {
    assert.deepEqual(await walk('/home/ann/shop/app', '/home/ann/shop').all(), [
      '/home/ann/shop/app/a.ts',
      '/home/ann/shop/index.js',
      '/home/ann/shop/application/c.ts',
    ]);
  });

  it('finds only those of a folder that is in no repository', async () => {
    assert.deepEqual(await walk('/home/ann/shop/app', null).all(), ['/home/ann/shop/app/a.ts']);
  });

  it('knows which files it finds', async () => {
    const found = walk('/home/ann/shop/app', '/home/ann/shop');
    const paths = [
      '/home/ann/shop/app/a.ts',
      '/home/ann/shop/index.js',
      '/home/ann/shop/app/b.ts',
      '/home/ann/notes/a.js',
    ];
    assert.deepEqual(await Promise.all(paths.map((path) => found.has(path))), [true, true, false, false]);
  });

  it('finds what is below a directory in the folder, and outside of it', async () => {
    const below = async (directory: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const path of walk('/home/ann/shop/app', '/home/ann/shop').below(directory)) found.push(path);
      return found;
    };
    assert.deepEqual(await below('/home/ann/shop/app'), ['/home/ann/shop/app/a.ts']);
    assert.deepEqual(await below('/home/ann/shop/application'), ['/home/ann/shop/application/c.ts']);
  });
});
