import assert from 'node:assert/strict';
import type { FieldText, JobDocument } from '../../../src/queues';
import { jobText } from '../../../src/sidebar/jobs/job-text';

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
  return { state: 'failed', lockExpiresIn: null, logs: [], logCount: 0, ...rest, fields: new Map(texts) };
}

const read = (document: JobDocument) =>
  JSON.parse(jobText('71', 'ai-parsing', document, NOW)) as Record<string, unknown>;

describe('the document of a job', () => {
  it('says the state and the reason first', () => {
    const text = jobText('71', 'ai-parsing', job({ failedReason: 'Missing lock for job 71 finished' }), NOW);
    assert.deepEqual(Object.keys(JSON.parse(text) as object), [
      ...['job', 'name', 'queue', 'state', 'failedReason', 'cause', 'times', 'data', 'opts'],
    ]);
    assert.ok(text.endsWith('}\n'));
  });

  it('gives data, options and return value as the JSON that they are', () => {
    const { data, opts, returnvalue } = read(job({ returnvalue: '[1,null]' }));
    assert.deepEqual(
      { data, opts, returnvalue },
      { data: { order: 71 }, opts: { attempts: 3 }, returnvalue: [1, null] },
    );
  });

  it('gives what is no JSON as the text that it is', () => {
    assert.equal(read(job({ data: '{"order":' })).data, '{"order":');
    assert.equal(read(job({ opts: 'undefined' })).opts, 'undefined');
  });

  it('breaks stack traces into their lines', () => {
    const stacktrace = JSON.stringify(['Error: no\n    at parse', 'Error: once']);
    assert.deepEqual(read(job({ stacktrace })).stacktrace, [['Error: no', '    at parse'], 'Error: once']);
  });

  it('takes a stack trace that is no list of texts as it is', () => {
    assert.deepEqual(read(job({ stacktrace: '{"at":1}' })).stacktrace, { at: 1 });
    assert.deepEqual(read(job({ stacktrace: '[1,null]' })).stacktrace, [1, null]);
    assert.equal(read(job({ stacktrace: 'Error: no' })).stacktrace, 'Error: no');
  });

  it('says times exactly and relatively, and leaves out those that are no times', () => {
    const { times } = read(job({ processedOn: `${NOW - 60_000}`, finishedOn: 'soon' }));
    const { added, started, ...others } = times as Record<string, string>;
    assert.match(added!, /2026.*\(2 min ago\)$/);
    assert.match(started!, /\(1 min ago\)$/);
    assert.deepEqual(others, {});
  });

  it('says what it does not show, and how to see it', () => {
    const document = job(
      { data: { text: '{"pdf":"JVBE', bytes: 2 * 1024 ** 2, isCut: true } },
      { logs: ['first'], logCount: 1_500 },
    );
    const { notShown, data, logs } = read(document);
    assert.deepEqual(notShown, [
      'data: the start of 2.0 MB. Open Whole Job shows all of it.',
      'logs: 1 of 1,500 rows. Open Whole Job shows all of them.',
    ]);
    assert.equal(data, '{"pdf":"JVBE…');
    assert.deepEqual(logs, ['first']);
  });

  it('keeps fields that Bull does not know', () => {
    assert.deepEqual(read(job({ tenant: '"acme"' })).other, { tenant: 'acme' });
    assert.match(jobText('71', 'q', job(Object.fromEntries([['__proto__', '1']])), NOW), /"__proto__": 1/);
  });

  it('says that a job in no list is stuck, and how long the lock of a running one lasts', () => {
    const { state, lockExpiresIn } = read(job({}, { state: null, lockExpiresIn: 12_300 }));
    assert.deepEqual([state, lockExpiresIn], ['stuck (in no list of the queue)', '12.3 sec']);
  });

  it('leaves out a delay and a priority of 0, and shows others', () => {
    assert.deepEqual([read(job()).delay, read(job()).priority], [undefined, undefined]);
    assert.deepEqual([read(job({ delay: '500' })).delay, read(job({ priority: '2' })).priority], [500, 2]);
  });
});
