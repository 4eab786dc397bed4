import assert from 'node:assert/strict';
import { frameOf, isOwn } from '../../../src/queues/causes/stack-frames';

/** Lines as V8 writes them: `name | file | line | column`, and `library` where the code is not the person's own. */
const LINES: readonly [line: string, frame: string | null][] = [
  ['Object.send (/app/dist/mail.js:12:3)', 'Object.send | /app/dist/mail.js | 12 | 3'],
  ['async send (/app/dist/mail.js:12:3)', 'send | /app/dist/mail.js | 12 | 3'],
  ['new Order (/app/order.js:1:2)', 'Order | /app/order.js | 1 | 2'],
  ['/app/dist/mail.js:12:3', 'null | /app/dist/mail.js | 12 | 3'],
  ['async /app/dist/mail.js:12:3', 'null | /app/dist/mail.js | 12 | 3'],
  ['async file:///app/dist/mail.mjs:12:3', 'null | file:///app/dist/mail.mjs | 12 | 3'],
  ['async (webpack://shop/src/pay.ts:12:3)', 'null | webpack://shop/src/pay.ts | 12 | 3'],
  ['Queue.<anonymous> (C:\\app\\mail.js:12:3)', 'Queue.<anonymous> | C:\\app\\mail.js | 12 | 3'],
  ['<anonymous> (/app/mail.js:12:3)', 'null | /app/mail.js | 12 | 3'],
  ['Mail.send [as handler] (/app/mail.js:12:3)', 'Mail.send [as handler] | /app/mail.js | 12 | 3'],
  ['POST (webpack-internal:///(rsc)/./src/pay.ts:12:3)', 'POST | webpack-internal:///(rsc)/./src/pay.ts | 12 | 3'],
  ['/app/src/(shop)/page.js:12:3', 'null | /app/src/(shop)/page.js | 12 | 3'],
  ['processTicksAndRejections (node:internal/process/task_queues:95:5)', 'library'],
  ['Client.query (/app/node_modules/pg/lib/client.js:12:3)', 'library'],
  ['Client.query (C:\\app\\node_modules\\pg\\client.js:12:3)', 'library'],
  ['eval (eval at run (/app/x.js:1:2), <anonymous>:3:4)', 'library'],
  ['async Promise.all (index 0)', null],
  ['native', null],
  ['somewhere (/app/mail.js)', null],
];

describe('a frame of a stack trace', () => {
  for (const [line, expected] of LINES) {
    it(`is read in: at ${line}`, () => {
      const frame = frameOf(`    at ${line}`);
      const read = frame && [frame.name, frame.file, frame.line, frame.column].map(String).join(' | ');
      if (expected === 'library') assert.equal(frame && isOwn(frame), false);
      else assert.equal(read, expected);
    });
  }

  it('may stand after a tab', () => {
    assert.equal(frameOf('\tat send (/app/mail.js:12:3)')?.file, '/app/mail.js');
  });

  it('is not the message above them', () => {
    assert.equal(frameOf('Error: at /app/mail.js:12:3'), null);
  });

  it('is told from a long line that is none in no time', () => {
    // Of the processor, so that a busy machine does not count; a square of these lengths would be minutes.
    const start = process.cpuUsage();
    for (const line of [
      `    at ${' ('.repeat(200_000)}`,
      `    at ${':1'.repeat(200_000)}`,
      `    at ${'a'.repeat(400_000)}`,
    ]) {
      assert.equal(frameOf(line), null);
    }
    assert.ok(process.cpuUsage(start).user < 1_000_000);
  });
});
