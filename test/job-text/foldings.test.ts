import assert from 'node:assert/strict';
import { foldings } from '../../src/job-text/foldings';
import { documentOf } from './support';

const OWN = [
  'Error: no card',
  '    at Client.query (/app/node_modules/pg/client.js:5:6)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  '    at charge (/app/src/charge.js:12:3)',
  '    at Queue.handlers (/app/node_modules/bull/lib/queue.js:733:42)',
  '    at async handler (/app/src/mail.js:7:1)',
];
const OF_LIBRARIES = [
  'Error: gone',
  'for good',
  '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)',
];

/** The line that stays of each, and how many are hidden. */
const folded = (text: string, isOfLibraries: boolean) => {
  const lines = text.split('\n');
  return foldings(text)
    .filter((folding) => folding.isOfLibraries === isOfLibraries)
    .map(({ start, end }) => [lines[start]?.trim(), end - start]);
};

describe('what can be folded in the document of a job', () => {
  it('are the frames of Node and libraries, in each trace that has others', async () => {
    const stacktrace = JSON.stringify([OWN, OF_LIBRARIES, OWN].map((lines) => lines.join('\n')));
    const each = [
      ['"Error: no card",', 2],
      ['"    at charge (/app/src/charge.js:12:3)",', 1],
    ];
    assert.deepEqual(folded(await documentOf({ stacktrace }), true), [...each, ...each]);
  });

  it('are no lines that only the data holds', async () => {
    const data = JSON.stringify({ stacktrace: [OWN, OWN] });
    assert.deepEqual(folded(await documentOf({ data }), true), []);
  });

  it('is what stands in brackets', async () => {
    const text = await documentOf({
      data: '{"a":["[",{}],"b":"{"}',
      stacktrace: JSON.stringify([OF_LIBRARIES.join('\n')]),
    });
    assert.deepEqual(folded(text, false), [
      ['"a": [', 2],
      ['"data": {', 5],
      ['[', 3],
      ['"stacktrace": [', 5],
      ['{', text.trimEnd().split('\n').length - 2],
    ]);
  });

  it('is nothing in a document that is still being read', () => {
    for (const text of ['', 'Reading…', '{\n']) assert.deepEqual(foldings(text), []);
  });
});
