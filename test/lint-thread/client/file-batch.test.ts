import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { FileBatch } from '../../../src/lint-thread/client/file-batch';
import type { FileChanges } from '../../../src/lint-thread/updates';

describe('a batch of file events', () => {
  let told: FileChanges[];
  let batch: FileBatch;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    told = [];
    batch = new FileBatch((changes) => told.push(changes));
  });
  afterEach(() => {
    batch.dispose();
    mock.timers.reset();
  });

  it('is told once when no more come', () => {
    for (let i = 0; i < 5_000; i++) {
      batch.add(`/app/file${i}.ts`, 'cameOrWent');
      batch.add('/app/package.json', 'changed');
    }
    assert.equal(told.length, 0);
    mock.timers.tick(100);
    assert.equal(told.length, 1);
    assert.equal(told[0]?.cameOrWent.length, 5_000);
    assert.deepEqual(told[0].changed, ['/app/package.json']);
  });

  it('is told every second where they do not end', () => {
    for (let at = 0; at < 60_000; at += 50) {
      batch.add(`/app/node_modules/package${at}`, 'cameOrWent');
      mock.timers.tick(50);
    }
    assert.ok(told.length > 50 && told.length <= 60, `${told.length} times in a minute`);
  });

  it('is not told once nobody listens', () => {
    batch.add('/app/a.ts', 'changed');
    batch.dispose();
    mock.timers.tick(10_000);
    assert.equal(told.length, 0);
  });
});
