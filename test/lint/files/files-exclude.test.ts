import assert from 'node:assert/strict';
import { excludesOf } from '../../../src/lint/files/files-exclude';

describe('files.exclude', () => {
  const siblings = new Set(['queue.js', 'queue.ts', 'plain.js']);

  it('hides what a glob that is on matches', () => {
    const excludes = excludesOf({ '**/generated': true, '**/kept': false });
    assert.equal(excludes('src/generated', siblings), true);
    assert.equal(excludes('src/kept', siblings), false);
  });

  it('hides a file only beside the sibling that a condition names', () => {
    const excludes = excludesOf({ '**/*.js': { when: '$(basename).ts' } });
    assert.equal(excludes('src/queue.js', siblings), true);
    assert.equal(excludes('src/plain.js', siblings), false);
  });
});
