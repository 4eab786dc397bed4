import assert from 'node:assert/strict';
import { Linter } from '../../../src/lint/engine/linter';
import { optionAt } from '../../../src/lint/engine/option-at';
import { MemoryFiles } from '../../../src/lint/files/memory-files';

const OPTIONS = '{ settings: { lockDuration: 60000, stalledInterval: 20000 } }';

/** What is said where a person points at `lockDuration` in the first file. */
function at(code: string): ReturnType<typeof optionAt> | undefined {
  const linter = new Linter(new MemoryFiles({ 'queue.ts': code }), []);
  return linter.ask('queue.ts', (context) => optionAt(context, code.indexOf('lockDuration')));
}

describe('the lock of a queue, at the name of its option', () => {
  for (const given of [
    `'mail', ${OPTIONS}`,
    `'mail', 'redis://redis:6379', ${OPTIONS}`,
    `'mail', process.env.REDIS_URL, ${OPTIONS}`,
    `'mail', process.env.REDIS_URL!, ${OPTIONS}`,
    `'mail', process.env.REDIS_URL || 'redis://redis:6379', ${OPTIONS}`,
    `'mail', process.env['REDIS_URL'] as string, ${OPTIONS}`,
    `process.env.QUEUE, process.env.REDIS_URL, ${OPTIONS}`,
  ]) {
    it(`is known for ${given.replace(OPTIONS, '{ … }')}`, () => {
      const found = at(`import Bull from 'bull';\nnew Bull(${given});\n`);
      assert.equal(found?.kind, 'option');
      const timing = { lockDuration: 60_000, lockRenewTime: 30_000, stalledInterval: 20_000, budget: null };
      assert.deepEqual(found.timing, timing);
    });
  }

  it('is not said where one of its numbers is not known', () => {
    const found = at(`import Bull from 'bull';\nnew Bull('mail', { settings: { lockDuration: read() } });\n`);
    assert.equal(found?.kind, 'option');
    assert.equal(found.timing, null);
  });
});
