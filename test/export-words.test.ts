import assert from 'node:assert/strict';
import { describeExport } from '../src/export-words';

describe('describeExport', () => {
  it('accounts for every job', () => {
    const file = 'orders-failed.jsonl';
    assert.equal(describeExport({ written: 1_204, gone: 0, tooLarge: 0 }, file), `Exported 1,204 jobs to ${file}.`);
    assert.equal(
      describeExport({ written: 1, gone: 4, tooLarge: 1 }, file),
      `Exported 1 job to ${file}. 4 were gone, 1 was larger than 64 MB.`,
    );
    assert.equal(describeExport(null, file), `Nothing was written to ${file}: the export was cancelled.`);
  });
});
