import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { circles } from './support/import-graph';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));

/** The halves whose order is held so far. */
const HELD = /^(bull|cli|editor|lint|lint-thread|log)(\/|$)/;

describe('the house', () => {
  it('has no circle of files or folders', () => {
    assert.deepEqual(
      circles(SOURCES)
        .filter(({ folder }) => HELD.test(folder))
        .map(({ folder, names }) => `src/${folder}: ${names.join(' → ')}`),
      [],
    );
  });
});
