import assert from 'node:assert/strict';
import { columns } from '../src/columns';

describe('columns', () => {
  it('are as wide as their widest cell', () => {
    assert.deepEqual(columns([['queue', ''], ['mail', '1'], ['ünïcödé 🐂']]), ['queue', 'mail       1', 'ünïcödé 🐂']);
  });

  it('take as many rows as there are failed jobs', () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => [String(i), 'no stock']);
    assert.equal(columns(rows).at(-1), '299999  no stock');
  });
});
