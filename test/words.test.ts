import assert from 'node:assert/strict';
import {
  age,
  bytes,
  count,
  dateAndTime,
  duration,
  exactTime,
  firstLine,
  isolated,
  plural,
  seconds,
  span,
} from '../src/words';

describe('words', () => {
  it('groups numbers', () => {
    assert.deepEqual([0, 999, 1_204, 1_000_000].map(count), ['0', '999', '1,204', '1,000,000']);
  });

  it('gives one job no s', () => {
    assert.deepEqual(
      [0, 1, 2, 1_204].map((number) => plural(number, 'job')),
      ['0 jobs', '1 job', '2 jobs', '1,204 jobs'],
    );
  });

  it('says a span in its largest unit, rounded down', () => {
    for (const [ms, expected] of [
      [-500, '0 sec'],
      [0, '0 sec'],
      [999, '0 sec'],
      [1_000, '1 sec'],
      [59_999, '59 sec'],
      [60_000, '1 min'],
      [3_599_999, '59 min'],
      [3_600_000, '1 hr'],
      [86_399_999, '23 hr'],
      [86_400_000, '1 day'],
      [3 * 86_400_000, '3 days'],
    ] as const) {
      assert.equal(span(ms), expected);
    }
  });

  it('says an age without seconds, so that a young row is not drawn anew all the time', () => {
    assert.deepEqual([-5, 59_999, 60_000, 7_200_000].map(age), ['just now', 'just now', '1 min', '2 hr']);
  });

  it('says how long something took', () => {
    assert.deepEqual([0, 849.6, 12_340, 250_000].map(duration), ['0 ms', '850 ms', '12.3 sec', '4 min']);
  });

  it('says in seconds what is set in seconds, as exactly as it is', () => {
    assert.deepEqual([600, 30_000, 45_250, 3_600_000].map(seconds), ['600 ms', '30 s', '45.25 s', '3,600 s']);
  });

  it('says a date and a time', () => {
    assert.match(dateAndTime(new Date(2026, 10, 24, 15, 2).getTime()), /^Nov 24, 2026, 3:02\sPM$/);
  });

  it('says a time with its zone, and how far it is from now', () => {
    const now = Date.UTC(2026, 10, 24, 3, 2, 11);
    assert.match(exactTime(now - 240_000, now), /^Nov \d+, 2026, .* (GMT|UTC).* \(4 min ago\)$/);
    assert.match(exactTime(now + 60_000, now), /\(in 1 min\)$/);
  });

  it('says sizes in powers of 1024', () => {
    assert.deepEqual([0, 1023, 1024, 1_048_576, 52_428_800].map(bytes), [
      ...['0 bytes', '1023 bytes', '1.0 KB', '1.0 MB', '50.0 MB'],
    ]);
  });

  it('keeps what is written from right to left apart from the numbers beside it, and changes nothing else', () => {
    for (const text of ['', 'mail', 'für Ärzte', 'Приём', '注文', '🚚 $(x)']) assert.equal(isolated(text), text);
    for (const text of ['רכש', 'orders רכש', 'طلبات', '\u{1e900}']) assert.equal(isolated(text), `\u2068${text}\u2069`);
  });

  it('takes the first line that says something, without control characters, and not all of a long one', () => {
    assert.equal(firstLine('\n  Error: no order\n    at handler'), 'Error: no order');
    assert.equal(firstLine('a\u2028b'), 'a');
    assert.equal(firstLine('red \u001b[31mtext\u001b[39m\u0000'), 'red text ');
    assert.equal(firstLine('\u202egnp.exe\u2066'), ' gnp.exe ');
    assert.equal(firstLine(''), '');
    assert.equal(firstLine('x'.repeat(5_000)), `${'x'.repeat(200)}…`);
  });
});
