import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { makeWorkspace } from './sample';

const tsc = resolve(__dirname, '../../node_modules/typescript/bin/tsc');

describe('the sample workspace of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-sample-'));
  after(() => rmSync(folder, { recursive: true }));

  it('gives TypeScript nothing to report in any file', async () => {
    const workspace = makeWorkspace(join(folder, 'purchase-order-pipeline'), 'redis://127.0.0.1:6379');
    const errors = await promisify(execFile)(process.execPath, [tsc, '-p', workspace]).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
    assert.equal(errors, '');
  });
});
