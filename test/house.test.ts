import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { circles } from './support/import-graph';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));

/** Folders whose files still form circles, of types only. */
const OPEN: readonly string[] = ['queues/redis', 'sidebar/nodes'];

describe('the house', () => {
  it('has no circle of files or folders', () => {
    assert.deepEqual(
      circles(SOURCES)
        .filter(({ folder }) => !OPEN.includes(folder))
        .map(({ folder, names }) => `src/${folder}: ${names.join(' → ')}`),
      [],
    );
  });
});
