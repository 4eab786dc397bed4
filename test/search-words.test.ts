import assert from 'node:assert/strict';
import { parseQuery, priceOf } from '../src/queues';
import { describePrice, queryChoices } from '../src/search-words';

const queue = (name: string) => ({ ref: { prefix: 'bull', name }, kind: 'bull' }) as const;
const scope = { queues: [queue('mail'), queue('sms')], states: ['failed'] } as const;

describe('the choices of Find Jobs', () => {
  const choices = (written: string) =>
    queryChoices(written, {
      parse: parseQuery,
      price: (query) => describePrice(priceOf(query), 12_400, scope),
      paths: ['orderId', 'customer.id', 'items.*.sku'],
    });
  const said = (written: string) => choices(written).map(({ label, description }) => `${label} | ${description}`);

  it('begin with what can be asked, and the paths in the data', () => {
    const labels = choices('').map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 6), ['id = …', 'error ~ …', 'name = …', 'since …', 'attempts > …', 'data ~ …']);
    assert.deepEqual(labels.slice(6), ['orderId = …', 'customer.id = …', 'items.*.sku = …']);
    assert.ok(choices('').every(({ query, text }) => query === null && text !== null));
  });

  it('say of a word where it can be looked for, the cheapest first, and the paths that have it', () => {
    assert.deepEqual(said('id').slice(0, 4), [
      'id = | id · one lookup in each of 2 queues',
      'name ~ | id · reads name, error and times of 12,400 jobs',
      'error ~ | id · reads name, error and times of 12,400 jobs',
      'data ~ | id · reads the data of 12,400 jobs',
    ]);
    const paths = choices('id').slice(4);
    assert.deepEqual(
      paths.map(({ text }) => text),
      ['orderId = ', 'customer.id = '],
    );
  });

  it('have no label with what is written: by those VS Code would sort them, the dearest first', () => {
    for (const written of ['8f14', 'no such order']) {
      assert.ok(choices(written).length > 1 && choices(written).every(({ label }) => !label.includes(written)));
    }
  });

  it('say what a query will cost', () => {
    assert.deepEqual(said('orderId = 42 and attempts > 1'), [
      'orderId = 42 and attempts > 1 | reads the data of 12,400 jobs',
    ]);
    assert.equal(describePrice('lookup', 5, { ...scope, queues: [queue('mail')] }), 'one lookup');
  });

  it('look for a sentence in errors and data, and say how a query is written', () => {
    assert.deepEqual(said('no such order').slice(0, 2), [
      'error ~ | no such order · reads name, error and times of 12,400 jobs',
      'data ~ | no such order · reads the data of 12,400 jobs',
    ]);
    const [wrong, ...others] = choices('id > 3');
    assert.deepEqual(
      [wrong?.description, wrong?.query, others],
      ['A job is found by its whole id: id = 71.', null, []],
    );
    for (const unfinished of [
      'orderId =',
      'since',
      'since 2',
      '=',
      'a = 1 and',
      ' and ',
      'no such or',
      '"',
      'id = 1 and b = 2',
    ])
      assert.doesNotThrow(() => choices(unfinished), unfinished);
  });
});
