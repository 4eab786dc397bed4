import assert from 'node:assert/strict';
import type { FieldText, JobDocument } from '../../src/queues';
import { ShownData } from '../../src/job-data/shown-data';
import { jobText } from '../../src/job-text/job-text';
import { HOSTILE_TIMES } from '../support/hostile-times';

const NOW = Date.UTC(2026, 10, 24, 3, 0);

/** A job as Bull leaves it, with other fields of its hash in their place. */
function job(
  fields: Readonly<Record<string, string | FieldText>> = {},
  rest: Partial<Omit<JobDocument, 'fields'>> = {},
): JobDocument {
  const all = {
    name: 'parse-po',
    data: '{"order":71}',
    opts: '{"attempts":3}',
    timestamp: `${NOW - 120_000}`,
    delay: '0',
    priority: '0',
    ...fields,
  };
  const texts = Object.entries(all).map(
    ([field, text]) =>
      [field, typeof text === 'string' ? { text, bytes: Buffer.byteLength(text), isCut: false } : text] as const,
  );
  const unlisted = { lockExpiresIn: null, logs: [], logCount: 0, isTooLarge: false };
  return { state: 'failed', ...unlisted, ...rest, fields: new Map(texts) };
}

const textOf = (...of: Parameters<typeof job>) => jobText('71', 'ai-parsing', job(...of), new ShownData(), NOW);
const read = async (...of: Parameters<typeof job>) => JSON.parse(await textOf(...of)) as Record<string, unknown>;

describe('the document of a job', () => {
  it('says the state and the reason first', async () => {
    const text = await textOf({ failedReason: 'Missing lock for job 71 finished' });
    assert.deepEqual(Object.keys(JSON.parse(text) as object), [
      ...['job', 'name', 'queue', 'state', 'failedReason', 'cause', 'times', 'data', 'opts'],
    ]);
    assert.ok(text.endsWith('}\n'));
  });

  it('gives data, options and return value as the JSON that they are', async () => {
    const { data, opts, returnvalue } = await read({ returnvalue: '[1,null]' });
    assert.deepEqual(
      { data, opts, returnvalue },
      { data: { order: 71 }, opts: { attempts: 3 }, returnvalue: [1, null] },
    );
  });

  it('is laid out as JSON is', async () => {
    const fields = { data: '{"a":[1,{}],"b":{"c":null}}', tenant: '{"d":[]}', stacktrace: '["a\\nb"]' };
    const text = await textOf(fields);
    assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('changes no number, no text and no key of what Redis holds', async () => {
    const data = '{"id":12345678901234567890,"amount":1.0,"n":1e400,"z":-0,"e":"\\u00e9\\/","id":1}';
    const text = await textOf({
      data,
      tenant: data,
      returnvalue: data,
      opts: data,
      progress: '1.0',
      attemptsMade: '1e2',
    });
    const unspaced = text.replaceAll(/\n\s*|(?<=":) /g, '');
    for (const field of ['data', 'tenant', 'returnvalue', 'opts'])
      assert.ok(unspaced.includes(`"${field}":${data}`), field);
    assert.ok(unspaced.includes('"progress":1.0,') && unspaced.includes('"attemptsMade":1e2,'));
  });

  it('gives what is no JSON as the text that it is', async () => {
    assert.equal((await read({ data: '{"order":' })).data, '{"order":');
    assert.equal((await read({ opts: 'undefined' })).opts, 'undefined');
    assert.equal((await read({ data: '' })).data, '');
  });

  it('is there for data that is nested 20,000 levels deep', async () => {
    for (const data of ['['.repeat(20_000) + ']'.repeat(20_000), '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)]) {
      const text = await textOf({ data, tenant: data, stacktrace: data });
      assert.equal(text.replaceAll(/\s/g, '').split(data).length, 4);
    }
    assert.equal((await read({ data: '['.repeat(20_000) })).data, '['.repeat(20_000));
  });

  it('breaks stack traces into their lines, the newest first', async () => {
    const stacktrace = JSON.stringify(['Error: once', 'Error: no\n    at parse']);
    assert.deepEqual((await read({ stacktrace })).stacktrace, [['Error: no', '    at parse'], 'Error: once']);
  });

  it('takes a stack trace that is no list of texts as it is', async () => {
    assert.deepEqual((await read({ stacktrace: '{"at":1}' })).stacktrace, { at: 1 });
    assert.deepEqual((await read({ stacktrace: '[1,null]' })).stacktrace, [1, null]);
    assert.equal((await read({ stacktrace: 'Error: no' })).stacktrace, 'Error: no');
  });

  it('says times exactly and relatively', async () => {
    const { times } = await read({ processedOn: `${NOW - 60_000}` });
    const { added, started, ...others } = times as Record<string, string>;
    assert.match(added!, /2026.*\(2 min ago\)$/);
    assert.match(started!, /\(1 min ago\)$/);
    assert.deepEqual(others, {});
  });

  it('says a time that no calendar has as Redis holds it', async () => {
    for (const time of HOSTILE_TIMES) {
      const text = await textOf({ timestamp: time, processedOn: time, finishedOn: time, retriedOn: time });
      assert.ok(
        text.includes(`"added": ${time},`) ||
          (JSON.parse(text) as { times: Record<string, string> }).times.added === time,
        time,
      );
    }
  });

  it('says what it does not show, and how to see it', async () => {
    const data = { text: '{"pdf":"JVBE', bytes: 2 * 1024 ** 2, isCut: true };
    const document = await read({ data }, { logs: ['first'], logCount: 1_500 });
    assert.deepEqual(document.notShown, [
      'data: the start of 2.0 MB. Open Whole Job shows all of it.',
      'logs: 1 of 1,500 rows. Open Whole Job shows all of them.',
    ]);
    assert.equal(document.data, '{"pdf":"JVBE…');
    assert.deepEqual(document.logs, ['first']);
    const { notShown } = await read({ data: { ...data, bytes: 200 * 1024 ** 2 } }, { isTooLarge: true });
    assert.deepEqual(notShown, [
      'data: the start of 200.0 MB. The job is too large to be read whole: read it with HGET.',
    ]);
  });

  it('keeps fields that Bull does not know', async () => {
    assert.deepEqual((await read({ tenant: '"acme"' })).other, { tenant: 'acme' });
    assert.match(await textOf(Object.fromEntries([['__proto__', '1']])), /"__proto__": 1/);
  });

  it('says that a job in no list is stuck, that it cannot know, and how long the lock of a running one lasts', async () => {
    assert.equal((await read({}, { state: 'stuck' })).state, 'stuck (in no list of the queue)');
    assert.match(String((await read({}, { state: 'unknown' })).state), /^unknown \(this Redis/);
    assert.equal((await read({}, { lockExpiresIn: 12_300 })).lockExpiresIn, '12.3 sec');
  });

  it('leaves out a delay and a priority of 0, and shows others', async () => {
    const { delay, priority } = await read();
    assert.deepEqual([delay, priority], [undefined, undefined]);
    const others = await read({ delay: '500', priority: '2' });
    assert.deepEqual([others.delay, others.priority], [500, 2]);
  });
});
