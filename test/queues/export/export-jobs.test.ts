import assert from 'node:assert/strict';
import { ShownData } from '../../../src/job-data/shown-data';
import { exportJobs, type ExportFormat } from '../../../src/queues';
import type { RedisServer } from '../../support/redis';
import { onEmptyRedis, type Scope } from '../support';

const orders = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' } as const;
const SECRET = '4111-1111-1111-1111';

describe('exportJobs', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis({}, (newServer, newScope) => ([server, scope] = [newServer, newScope]));

  const run = async (
    ids: readonly string[],
    { format = 'jsonl', shownData = new ShownData() }: { format?: ExportFormat; shownData?: ShownData } = {},
  ) => {
    let text = '';
    const write = async (more: string) => void (text += more);
    const jobs = { queue: orders, state: 'waiting', ids: [ids.map((id) => Buffer.from(id))] } as const;
    const outcome = await exportJobs(scope.connection(), [jobs], {
      ...{ format, shownData, write, signal: new AbortController().signal, onProgress: () => undefined },
    });
    return { text, outcome };
  };
  /** A job whose data is just this text. */
  const add = async (id: string, data: string, more: Record<string, string> = {}) =>
    server
      .connect()
      .hset(`bull:orders:${id}`, { name: 'order', data, opts: '{}', timestamp: '1764000000000', ...more });

  it('writes each job as a line of JSON, with every number and text as Redis has it', async () => {
    const data = '{"id":12345678901234567890,"amount":1.0,"n":1e400,"z":-0,"e":"\\u00e9\\/\\n"}';
    await add('1', data, { returnvalue: 'no json', failedReason: 'line\nbreak', attemptsMade: '2', name: '007' });
    await add('2', '[1,\r\n 2]');
    const { text, outcome } = await run(['1', '2', '1']);
    const [first = '', second = '', ...rest] = text.split('\n');
    assert.deepEqual([rest, outcome], [[''], { written: 2, gone: 0, tooLarge: 0 }]);
    assert.ok(first.includes(`"data":${data}`), first);
    assert.deepEqual(
      { ...(JSON.parse(first) as object), data: null },
      {
        data: null,
        ...{ connection: 'staging', queue: 'orders', prefix: 'bull', state: 'waiting', id: '1', name: '007', opts: {} },
        ...{ timestamp: 1764000000000, returnvalue: 'no json', failedReason: 'line\nbreak', attemptsMade: 2 },
      },
    );
    assert.deepEqual((JSON.parse(second) as { data: unknown }).data, [1, 2]);
  });

  it('writes a table that no spreadsheet takes for formulas', async () => {
    const shownData = new ShownData({ hidden: [], rowFields: { orders: ['total', 'note'] } });
    await add('1', '{"total":-5,"note":"=HYPERLINK(\\"http://x\\")"}', { failedReason: '@SUM(1)', name: '-cmd' });
    await add('2', '{"note":"a,\\"b\\"\\nc"}', { failedReason: '+1', name: '\tx' });
    const { text } = await run(['1', '2'], { format: 'csv', shownData });
    assert.deepEqual(text.split('\r\n'), [
      'connection,queue,prefix,id,state,name,timestamp,processedOn,finishedOn,attemptsMade,failedReason,data.total,data.note,data',
      `staging,orders,bull,1,waiting,'-cmd,1764000000000,,,,'@SUM(1),-5,"'=HYPERLINK(""http://x"")","{""total"":-5,""note"":""=HYPERLINK(\\""http://x\\"")""}"`,
      `staging,orders,bull,2,waiting,'\tx,1764000000000,,,,'+1,,"a,""b""\nc","{""note"":""a,\\""b\\""\\nc""}"`,
      '',
    ]);
  });

  it('writes a table whose cells may hold any text, and none of which begins as a formula does', async () => {
    const begin = ['=', '+', '-', '@', '\t', '\r', '\uff1d'];
    const breaks = ['\n', '\r', '\r\n'];
    const texts = [
      '\n=1',
      ...begin.map((sign) => `${sign}1+1`),
      ...breaks.flatMap((end) => [`a${end}=1`, `a,"${end}`]),
    ];
    for (const [i, text] of texts.entries()) await add(`${i}`, '{}', { failedReason: text });
    const { text } = await run([...texts.keys()].map(String), { format: 'csv' });
    const [heading = [], ...rows] = cellsOf(text);
    assert.equal(rows.length, texts.length);
    for (const [i, row] of rows.entries()) {
      const cell = row[heading.indexOf('failedReason')] ?? '';
      assert.deepEqual([row.length, cell.replace(/^'/, '')], [heading.length, texts[i]]);
      assert.ok(!begin.includes(cell[0] ?? ''), JSON.stringify(cell));
    }
  });

  it('writes nothing that is hidden', async () => {
    const shownData = new ShownData({ hidden: ['card'], rowFields: { orders: ['card', 'a'] } });
    const data = JSON.stringify({ a: { card: SECRET }, card: [SECRET] });
    await add('1', data, { returnvalue: data, progress: data });
    for (const format of ['jsonl', 'csv'] as const) {
      const { text } = await run(['1'], { format, shownData });
      assert.ok(text.includes('‹hidden›') && !text.includes(SECRET), text);
    }
  });

  it('says of how many jobs there is nothing', async () => {
    await add('1', '{}');
    await server.connect().lpush('bull:orders:2', 'a list');
    const { text, outcome } = await run(['1', '2', '3']);
    assert.deepEqual([text.split('\n').length, outcome], [2, { written: 1, gone: 2, tooLarge: 0 }]);
  });

  it('ends in the middle where it is cancelled', async () => {
    for (let i = 0; i < 20; i++) await add(`${i}`, JSON.stringify('x'.repeat(1024 * 1024)));
    const cancel = new AbortController();
    let text = '';
    const jobs = { queue: orders, state: 'waiting', ids: [Array.from({ length: 20 }, (_, i) => Buffer.from(`${i}`))] };
    const outcome = await exportJobs(scope.connection(), [{ ...jobs, state: 'waiting' }], {
      ...{ format: 'jsonl', shownData: new ShownData(), signal: cancel.signal },
      write: async (more) => {
        text += more;
        cancel.abort();
      },
      onProgress: () => undefined,
    });
    assert.ok(outcome.written > 0 && outcome.written < 20);
    assert.equal(text.split('\n').length - 1, outcome.written);
  });
});

/** As RFC 4180 reads it. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
