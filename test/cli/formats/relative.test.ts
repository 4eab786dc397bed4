import assert from 'node:assert/strict';
import { fileUrl, relativeTo } from '../../../src/cli/formats/relative';

describe('paths as the formats write them', () => {
  it('are relative to the repository, whatever the case of a drive', () => {
    assert.equal(relativeTo('/home/ann/shop', '/home/ann/shop/src/a.ts'), 'src/a.ts');
    assert.equal(relativeTo('C:/shop', 'C:/shop/src/a.ts'), 'src/a.ts');
    assert.equal(relativeTo('C:/shop', 'c:/shop/src/a.ts'), 'src/a.ts');
  });

  it('stay whole outside of it, also on another drive', () => {
    assert.equal(relativeTo('/home/ann/shop', '/home/ann/lib/a.ts'), '/home/ann/lib/a.ts');
    assert.equal(relativeTo('C:/shop', 'D:/shop/a.ts'), 'D:/shop/a.ts');
  });

  it('have an address on any system', () => {
    assert.equal(fileUrl('/home/ann/my shop/a#1.ts'), 'file:///home/ann/my%20shop/a%231.ts');
    assert.equal(fileUrl('C:/my shop/a.ts'), 'file:///c:/my%20shop/a.ts');
  });
});
