import assert from 'node:assert/strict';
import { parseQuery, QueryError } from '../../../src/queues/search/query';
import { matches, type SearchedJob } from '../../../src/queues/search/match';

const NOW = new Date(2026, 10, 24, 15, 0).getTime();
const HOUR = 3_600_000;

const job: SearchedJob = {
  name: 'parse-po',
  failedReason: 'connect ECONNREFUSED 10.0.0.1:5432',
  attemptsMade: '3',
  timestamp: `${NOW - 4 * HOUR}`,
  finishedOn: `${NOW - 2 * HOUR}`,
  data: '{"orderId":42,"id":12345678901234567890,"n":"7","to":"Ann <ann@x.org>","items":[{"sku":"a-1"},{"sku":"b-2"}],"ok":true,"none":null,"a":{"b":{"c":1}},"say":"a and b"}',
};

describe('a query for jobs', () => {
  const found: readonly [query: string, isFound: boolean][] = [
    ['data.orderId = 42', true],
    ['orderId = 42', true],
    ['orderId=42', true],
    ['orderId = 42.0', true],
    ['orderId = "42"', false],
    ['n = 7', true],
    ['n = "7"', true],
    ['orderId = 4', false],
    ['orderId == 42', true],
    ['orderId === 43', false],
    ['orderId !== 43', true],
    ['orderId > 41 && orderId < 43', true],
    ['say = "a or b = c"', false],
    ['orderId > 41 and orderId < 43', true],
    ['orderId > 41 and orderId < 42', false],
    ['orderId >= 42 AND orderId <= 42', true],
    ['orderId != 42', false],
    ['orderId != 41', true],
    ['missing != 1', false],
    ['id.x = 1', false],
    ['data.id = 12345678901234567890', true],
    ['data.id = 12345678901234567000', false],
    ['items.*.sku = b-2', true],
    ['items.0.sku = b-2', false],
    ['**.c = 1', true],
    ['a.b.c = 1', true],
    ['ok = true', true],
    ['none = null', true],
    ['to ~ ANN@', true],
    ['say = "a and b"', true],
    ['data ~ ann@X.org', true],
    ['data ~ bob', false],
    ['name = parse-po', true],
    ['name = parse', false],
    ['name ~ PARSE', true],
    ['error ~ econnrefused', true],
    ['error ~ ECONNRESET', false],
    ['attempts > 1', true],
    ['attempts > 3', false],
    ['attemptsMade > 1', true],
    ['data.attemptsMade > 1', false],
    ['constructor = 1', false],
    ['since 3h', true],
    ['since 1h', false],
    ['since 12:59', true],
    ['since 13:01', false],
    ['since 2026-11-24 12:00', true],
    ['since 2026-11-24 and until 14:00', true],
    ['until 3h', false],
    ['since 20:00', true],
  ];
  for (const [query, isFound] of found) {
    it(`${query} ${isFound ? 'finds' : 'does not find'} it`, () => {
      assert.equal(matches(parseQuery(query, NOW), job), isFound);
    });
  }

  it('finds nothing in what is not there', () => {
    const bare = { name: null, failedReason: null, attemptsMade: null, timestamp: null, finishedOn: null, data: null };
    for (const query of ['a = 1', 'data ~ a', 'name ~ a', 'error ~ a', 'since 1h', 'until 1h', 'attempts > 0'])
      assert.equal(matches(parseQuery(query, NOW), bare), false, query);
    assert.equal(matches(parseQuery('attempts = 0', NOW), bare), true);
  });

  it('says what it does not understand', () => {
    for (const text of ['', 'orderId', '= 42', 'orderId =', 'since', 'since never', 'since 99', 'id > 3', 'data = x'])
      assert.throws(() => parseQuery(text, NOW), QueryError, text);
    assert.throws(() => parseQuery('orderId = 42 or orderId = 43', NOW), /There is no or: search once for each/);
    for (const text of ['id = 5 and', 'orderId = 42 or', 'attempts > many'])
      assert.throws(() => parseQuery(text, NOW), QueryError, text);
    assert.throws(() => parseQuery('orderId', NOW), /'orderId' asks nothing: write a field/);
  });
});
