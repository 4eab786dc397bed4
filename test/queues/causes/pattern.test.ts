import assert from 'node:assert/strict';
import { failureCause } from '../../../src/bull/causes';
import { keyOfFailure } from '../../../src/queues/causes/grouping';
import { patternOf, type Failure } from '../../../src/queues/causes/pattern';
import { agreement, labelledFailures } from './support/labelled';

const pattern = (message: string, trace: string | null = null) => patternOf({ message, trace });
const text = (message: string) => pattern(message).text;

describe('the pattern of a failure', () => {
  it('is one for what an engineer would fix once, and another for what not: pairs of the labelled failures', () => {
    const all = labelledFailures();
    const peers: Record<string, (failure: Failure) => string> = {
      'our pattern': keyOfFailure,
      'exact text': ({ message }) => message,
      'digits and quotes masked': ({ message }) => message.replace(/\d+/g, '#').replace(/(["'`]).*?\1/g, '""'),
    };
    for (const part of [...new Set(all.map(({ author }) => author)), 'all']) {
      const failures = all.filter(({ author }) => part === 'all' || author === part);
      const causes = new Set(failures.map(({ cause }) => cause)).size;
      console.log(`      ${part}: ${failures.length} failures of ${causes} causes: pairwise precision and recall`);
      for (const [name, keyOf] of Object.entries(peers)) {
        const { precision, recall } = agreement(failures, keyOf);
        console.log(`      ${name.padEnd(26)}${precision.toFixed(3)}  ${recall.toFixed(3)}`);
      }
      const { precision, recall } = agreement(failures, peers['our pattern']!);
      assert.ok(precision >= 0.98 && recall >= 0.95, `${part}: ${precision} ${recall}`);
    }
  });

  it('says what was taken out of it', () => {
    assert.equal(text('connect ECONNREFUSED 10.0.0.4:5432'), 'connect ECONNREFUSED ‹host›:5432');
    assert.equal(text('connect ECONNREFUSED 127.0.0.1:49211'), 'connect ECONNREFUSED ‹host›');
    assert.equal(text('"items[3].sku" is required'), '"items[‹number›].sku" is required');
    assert.equal(text('User 81 not found after 3.5s'), 'User ‹number› not found after ‹duration›');
    assert.equal(text('POST https://a.example/x?y=1 answered 502'), 'POST ‹url› answered 502');
    assert.equal(
      text("ENOENT: no such file or directory, open '/tmp/a-81.csv'"),
      "ENOENT: no such file or directory, open '‹path›'",
    );
  });

  it('is one for parts of another kind at the same place', () => {
    const keys = [
      'User 12 not found',
      'User 8f14e45f-ceea-467f-ab2d-2d6d1b9c2f10 not found',
      'User ann@example.com not found',
    ];
    assert.equal(new Set(keys.map((message) => pattern(message).key)).size, 1);
  });

  it('keeps what tells causes apart: statuses, codes, names', () => {
    for (const message of [
      'Request failed with status code 404',
      "Cannot read properties of undefined (reading 'id')",
      'duplicate key value violates unique constraint "users_email_key"',
      "Cannot find module './templates/welcome'",
      'P2002 on users',
      'duplicate key value violates unique constraint "UQ_97672ac88f789774dd47f7c8be3"',
      'value too long for type character varying(255)',
      'Missing environment variable S3_BUCKET',
      'Variable "$input" is required',
      'ETELEGRAM: 403 Forbidden: bot was blocked by the user',
      '14 UNAVAILABLE: name resolution failed',
    ]) {
      assert.equal(text(message), message);
    }
  });

  it('takes the class from the head of the trace, and the reason too where the message is empty', () => {
    assert.equal(pattern('no', 'TypeError: no\n    at f (/app/x.js:1:1)').errorClass, 'TypeError');
    assert.equal(pattern('no').errorClass, null);
    const { text, errorClass } = pattern(
      '',
      'AggregateError [ECONNREFUSED]: \n    at internalConnectMultiple (node:net:1122:18)',
    );
    assert.deepEqual([text, errorClass], ['connect ECONNREFUSED ‹host›', 'AggregateError']);
  });

  it('is that of the error within where somebody has made an error of an error', () => {
    for (const message of ['socket hang up', "Cannot read properties of undefined (reading 'id')"]) {
      for (const wrapped of ['Error: ', 'AxiosError: ', 'Error: Error: ', 'Uncaught TypeError: ']) {
        assert.deepEqual(pattern(`${wrapped}${message}`), pattern(message), wrapped);
        assert.equal(failureCause(`${wrapped}${message}`), failureCause(message), wrapped);
      }
    }
    assert.equal(text('Error: '), 'Error:');
  });

  it('tells what OpenSSL does not support', () => {
    const [keys, hashes] = ['1E08010C:DECODER', '0308010C:digital envelope'].map((code) =>
      text(`error:${code} routines::unsupported`),
    );
    assert.notEqual(keys, hashes);
  });

  it('is a line that can be shown, and typed again, whatever the message holds', () => {
    assert.equal(text('no\u0000 stock\tof\u009b \u202eSKU\u2066\u0085x'), 'no stock of SKU x');
  });

  it('is the same whether a worker colours its messages, as in a terminal, or not', () => {
    const plain = pattern('\npage.click: Timeout 30000ms exceeded.\nCall log:', 'TimeoutError: page.click\n    at f');
    for (const [on, off] of [
      ['\u001b[31m', '\u001b[39m'],
      ['\u001b[1;38;5;208m', '\u001b[0m'],
      ['\u009b2m', '\u009b22m'],
      ['\u001b]8;;https://docs.example/timeout\u0007', '\u001b]8;;\u0007'],
    ]) {
      const colored = pattern(
        `${on}\npage.click${off}: ${on}Timeout 30000ms exceeded.${off}\n${on}Call log:${off}`,
        `${on}TimeoutError${off}: page.click\n    at f`,
      );
      assert.deepEqual(colored, plain);
    }
  });

  it('is found for any text, in a time that does not grow with it', () => {
    const units = [
      ...[
        'a',
        'a.',
        'a ',
        'a@',
        'a:',
        'a=',
        'a-1',
        'a - ',
        'a(1)',
        'a.csv ',
        '/a',
        '/a b',
        'C:\\a',
        'a://',
        '"a" ',
        "'a",
      ],
      ...[
        '1',
        '1.',
        '1,',
        '1 ',
        '1-',
        '0:',
        '1 000 ',
        '$1 ',
        '[',
        '(((',
        '"',
        "'",
        '`',
        '<',
        '‹',
        '‹id›',
        '\n',
        '\u0000',
        '\ud800',
      ],
      ...[
        'Mon, ',
        'tenant a ',
        'import of a ',
        'select from a - ',
        'Unexpected token ',
        'projects/a/databases/b/documents/',
      ],
    ];
    for (const unit of units) {
      const long = unit.repeat(Math.ceil(1_000_000 / unit.length));
      assert.equal(typeof pattern(long, long).key, 'string');
      assert.ok(pattern(long).text.length < 10_000);
    }
    assert.deepEqual(pattern(''), { text: '', errorClass: null, key: '' });
  });

  it('is a pattern that stays as it is when it is made again', () => {
    for (const { failure } of labelledFailures()) {
      const { text } = patternOf(failure);
      assert.equal(patternOf({ message: text, trace: null }).key, patternOf(failure).key, failure.message);
    }
  });
});
