import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { readVsix } from '../support/vsix';

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
      for (const [, path = ''] of content.toString().matchAll(/(?:require|import)\("(\.\.?\/[^"]+)"\)/g)) {
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
});
