import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { circles } from './support/import-graph';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));

describe('the house', () => {
  it('has no circle of files or folders', () => {
    assert.deepEqual(
      circles(SOURCES).map(({ folder, names }) => `src/${folder}: ${names.join(' → ')}`),
      [],
    );
  });
});
