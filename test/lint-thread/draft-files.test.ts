import assert from 'node:assert/strict';
import { MemoryFiles } from '../../src/lint';
import { DraftFiles } from '../../src/lint-thread/draft-files';

describe('draft files', () => {
  let draft: DraftFiles;

  beforeEach(() => {
    draft = new DraftFiles(new MemoryFiles({ '/app/a.ts': 'a', '/app/src/b.ts': 'b' }));
  });

  it('have what was written, and the rest as it is', () => {
    draft.write('/app/a.ts', 'new');
    assert.deepEqual(
      [draft.read('/app/a.ts'), draft.read('/app/src/b.ts'), draft.read('/app/c.ts')],
      ['new', 'b', null],
    );
    assert.deepEqual(draft.changes, [{ file: '/app/a.ts', before: 'a', after: 'new' }]);
  });

  it('have not changed where they were written back', () => {
    draft.write('/app/a.ts', 'new');
    draft.write('/app/a.ts', 'a');
    assert.deepEqual(draft.changes, []);
  });

  it('list a file that was made, and the directories that it needs', () => {
    draft.write('/app/src/redis.ts', '');
    draft.write('/app/lib/deep/redis.ts', '');
    assert.deepEqual(draft.list('/app/src'), ['b.ts', 'redis.ts']);
    assert.deepEqual([draft.list('/app/lib'), draft.list('/app/lib/deep')], [['deep'], ['redis.ts']]);
    assert.deepEqual(draft.list('/app'), ['a.ts', 'src', 'lib']);
    assert.deepEqual(
      draft.changes.map(({ file, before }) => [file, before]),
      [
        ['/app/src/redis.ts', null],
        ['/app/lib/deep/redis.ts', null],
      ],
    );
  });
});
