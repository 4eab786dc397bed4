import assert from 'node:assert/strict';
import { shownFrames } from '../../src/job-text/shown-frames';
import { documentOf } from './support';

const NEWEST = [
  'Error: no card for "42"',
  '    at charge (C:\\app\\charge.js:12:3)',
  '    at Client.query (/app/node_modules/pg/client.js:5:6)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  '    at async handler (/app/src/"mail".js:7:1)',
].join('\n');
const OLDER = 'Error: gone\n    at older (/app/older.js:1:1)';

/** What is underlined of each, as it stands in the document. */
function underlined(text: string): string[] {
  const lines = text.split('\n');
  return shownFrames(text).map(({ line, start, end }) => lines[line]?.slice(start, end) ?? assert.fail());
}

describe('the frames in the document of a job', () => {
  it('are those of the newest trace, without Node and libraries', async () => {
    const text = await documentOf({ stacktrace: JSON.stringify([OLDER, NEWEST]) });
    assert.deepEqual(underlined(text), [
      String.raw`at charge (C:\\app\\charge.js:12:3)`,
      String.raw`at async handler (/app/src/\"mail\".js:7:1)`,
    ]);
    assert.deepEqual(
      shownFrames(text).map(({ frame }) => frame.file),
      ['C:\\app\\charge.js', '/app/src/"mail".js'],
    );
  });

  it('are none that only the data holds', async () => {
    const forged = { stacktrace: [[OLDER, ...OLDER.split('\n')]], text: `\n  "stacktrace": [\n    [\n${OLDER}` };
    for (const data of [JSON.stringify(forged), JSON.stringify([forged]), `x\n  "stacktrace": [\n    [\n${OLDER}`]) {
      assert.deepEqual(underlined(await documentOf({ data })), []);
      const both = await documentOf({ data, stacktrace: JSON.stringify([NEWEST]) });
      assert.equal(underlined(both).length, 2);
    }
  });

  it('are none where there is no trace, or it is something else', async () => {
    const traces = ['[]', '["Error: no frames"]', '{"a":["b"]}', '[[1,2]]', 'no JSON', `[${JSON.stringify(NEWEST)}`];
    for (const stacktrace of traces) assert.deepEqual(underlined(await documentOf({ stacktrace })), []);
    assert.deepEqual(shownFrames(''), []);
  });
});
