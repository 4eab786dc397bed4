import assert from 'node:assert/strict';
import type { Node } from '../../../src/sidebar/nodes/node';
import { rowId } from '../../../src/sidebar/nodes/row-id';

/** Names that try to be another row: what other ids are made of, and what JSON, paths and UTF-16 do to texts. */
const hostile = [
  ...['', ' ', '/', '//', '"', '""', '\\', '\\"', "'", '[', ']', '[]', '["job"]', ',', '","', ':', '.', '..', '\0'],
  ...['q', 'q/failed', 'q"', 'q","x', 'q/["state","failed"]', '["state","failed"]', '/["job","1"]', 'q\n', 'q\u2028'],
  ...['\ud800', '\udc00', '\ud800\udc00', 'é', 'e\u0301', 'Q', '1', '01', '1 ', 'text:1', 'hex:31', '%2F', '&quot;'],
  ...['__proto__', 'constructor', 'undefined', 'null', 'true', 'queue', 'state', 'job', 'message', 'failed'],
];

const rowWithId = (id: string) => ({ id, parent: null }) as unknown as Node;

describe('The id of a row', () => {
  it('is not that of another row, whatever connections, prefixes, queues and jobs are called', () => {
    const ids = new Set<string>();
    let rows = 0;
    const row = (...path: Parameters<typeof rowId>) => {
      rows++;
      const id = rowId(...path);
      ids.add(id);
      return rowWithId(id);
    };
    for (const name of hostile) {
      const connection = row('tree', 'connection', name);
      row(connection, 'message', name);
      for (const prefix of hostile) for (const queue of hostile) row(connection, 'queue', prefix, queue);
    }
    const another = row('tree', 'connection', 'another one');
    for (const name of hostile) {
      const folder = row(row(another, 'queue', 'bull', name), 'state', 'failed');
      for (const id of hostile) row(folder, 'job', id);
    }
    assert.equal(ids.size, rows);
  });

  it('is always the same for the same names', () => {
    for (const name of hostile) assert.equal(rowId('tree', 'queue', name), rowId('tree', 'queue', name));
  });
});
