import assert from 'node:assert/strict';
import { Disk, LARGEST_FILE, systemPath, uriPath } from '../../src/workspace/disk';
import { Folder } from '../support/folder';

describe('the disk', () => {
  for (const [path, authority, system] of [
    ['/work/shop/mail.ts', '', '/work/shop/mail.ts'],
    ['/c:/shop/mail.ts', '', 'c:/shop/mail.ts'],
    ['/C:/shop/mail.ts', '', 'C:/shop/mail.ts'],
    ['/c:', '', 'c:'],
    ['/share/shop/mail.ts', 'server', '//server/share/shop/mail.ts'],
    ['/cc:/odd', '', '/cc:/odd'],
  ] as const) {
    it(`knows ${authority}${path} as ${system}`, () => assert.equal(systemPath(path, authority), system));
  }

  for (const [path, known] of [
    ['/C:/shop/Mail.ts', '/c:/shop/Mail.ts'],
    ['/c:/shop/Mail.ts', '/c:/shop/Mail.ts'],
    ['/Shop/Mail.ts', '/Shop/Mail.ts'],
    ['/share/C:/odd.ts', '/share/C:/odd.ts'],
  ] as const) {
    it(`takes ${path} for ${known}`, () => assert.equal(uriPath(path), known));
  }

  it('gives texts without a byte order mark, and nothing of what is no code', () => {
    const folder = Folder.of({
      'marked.ts': '\uFEFFa\r\nb',
      'huge.json': ' '.repeat(LARGEST_FILE + 1),
      'dir/a.ts': '',
    });
    try {
      const disk = new Disk();
      assert.equal(disk.read(folder.at('marked.ts')), 'a\r\nb');
      for (const path of ['huge.json', 'dir', 'gone.ts']) assert.equal(disk.read(folder.at(path)), null, path);
      assert.deepEqual(disk.entries(folder.at('dir')), [{ name: 'a.ts', kind: 'file' }]);
      assert.equal(disk.entries(folder.at('gone')), null);
    } finally {
      folder.remove();
    }
  });
});
