import assert from 'node:assert/strict';
import { jsonValues } from '../../src/job-data/json-values';
import { describeFields, ShownData } from '../../src/job-data/shown-data';

const hiding = (...hidden: string[]) => new ShownData({ hidden, rowFields: {} });
const SECRET = 's3cr3t';

describe('ShownData', () => {
  it('changes nothing where nothing is hidden', async () => {
    for (const text of ['{"a": 12345678901234567890 }', 'no json', '', '{"a":']) {
      assert.equal(await hiding().text(text), text);
      assert.equal(hiding().start(text), text);
    }
  });

  it('leaves every other character as it is', () => {
    const text = ' {"id":12345678901234567890, "amount" :1.0,"n":1e400,"card":"4111","e":"\\u00e9\\/","id":[1, {}]}\n';
    assert.equal(hiding('card').start(text), text.replace('"4111"', '"‹hidden›"'));
  });

  const hidden: readonly [glob: string, data: unknown][] = [
    ['password', { password: SECRET }],
    ['password', { user: { password: SECRET } }],
    ['password', [{ a: [{ password: { deep: [SECRET] } }] }]],
    ['Password', { PASSWORD: SECRET }],
    ['*token*', { a: { 'x-token-2': SECRET } }],
    ['customer.email', { customer: { email: SECRET } }],
    ['customer.*', { customer: { email: SECRET } }],
    ['customer', { customer: { a: { b: SECRET } } }],
    ['customer.**', { customer: { a: { b: SECRET } } }],
    ['**.email', { a: { b: { email: SECRET } } }],
    ['items.*.price', { items: [{ price: 1 }, { price: SECRET }] }],
    ['items.1', { items: [1, SECRET] }],
    ['a.b', { 'a.b': SECRET }],
    ['a/b', { 'a/b': SECRET }],
    ['token', { '': { '..': { token: SECRET } } }],
    ['token', { 'line\nbreak': { token: SECRET } }],
    ['token', { 'a\\b': { token: SECRET } }],
    ['{email,phone}', { phone: SECRET }],
    ['.env', { '.env': SECRET }],
    ['**', { a: SECRET }],
    ['a', { b: JSON.parse(`${'['.repeat(150)}"${SECRET}"${']'.repeat(150)}`) as unknown }],
  ];
  for (const [glob, data] of hidden) {
    const json = JSON.stringify(data);
    it(`${glob} hides in ${json.slice(0, 60)}`, () => {
      const shown = hiding(glob).start(json);
      assert.ok(!shown.includes(SECRET), shown);
      JSON.parse(shown);
    });

    it(`${glob} hides wherever ${json.slice(0, 60)} is cut, or goes wrong`, () => {
      for (let i = 0; i <= json.length; i++) {
        assert.ok(!hiding(glob).start(json.slice(0, i)).includes(SECRET.slice(0, 3)), `cut at ${i}`);
        const broken = `${json.slice(0, i)}\u0000${json.slice(i)}`;
        assert.ok(!hiding(glob).start(broken).includes(SECRET), `broken at ${i}`);
      }
    });
  }

  it('hides a key that is written with escapes, and each of several that are alike', () => {
    const shown = hiding('password').start(`{"pass\\u0077ord":"${SECRET}","password":1,"password":"${SECRET}"}`);
    assert.equal(shown, '{"pass\\u0077ord":"‹hidden›","password":"‹hidden›","password":"‹hidden›"}');
  });

  it('hides nothing else', () => {
    const json = JSON.stringify({ email: 1, customer: { emails: 2, name: { email: 3 } }, password2: 4 });
    assert.equal(hiding('customer.email', 'password', 'customers.*').start(json), json);
  });

  it('hides all of what is no JSON', () => {
    for (const text of ['password=1', "{'password': 1}", '{"a":1} password', 'undefined'])
      assert.match(hiding('password').start(text), /^(?:\{"a":1\} |\{)?"‹hidden›"$/);
  });

  it('says the same of a long text, and lets others work meanwhile', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => ({ id: i, password: SECRET, text: 'x'.repeat(20) }));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const shown = await hiding('password').text(JSON.stringify(rows));
    clearInterval(timer);
    assert.equal(shown, JSON.stringify(rows.map((row) => ({ ...row, password: '‹hidden›' }))));
    assert.ok(turns > 0);
  });

  it('tells of a path whether what stands there is shown', () => {
    const data = hiding('password', 'customer.email', 'cards.*.number');
    for (const path of ['password', 'user.password', 'customer.email', 'cards.*.number', 'cards.0.number']) {
      assert.equal(data.shows(path), false, path);
    }
    for (const path of ['orderId', 'customer.id', 'email', 'cards.*.holder'])
      assert.equal(data.shows(path), true, path);
    assert.equal(hiding().shows('password'), true);
  });

  describe('fields of rows', () => {
    const showing = (rowFields: Record<string, string[]>, ...hidden: string[]) => new ShownData({ hidden, rowFields });

    it('are those of the queue, by its name or a glob', () => {
      const data = showing({ mail: ['to'], 'mail-*': ['to', 'order.id'], '*': ['tenant'] });
      const json = '{"order":{"id":12345678901234567890},"to":"a@b.c","tenant":null}';
      const fields = (queue: string) => describeFields(data.fields(queue, json));
      assert.deepEqual(fields('mail'), ['to: a@b.c', 'tenant: null']);
      assert.deepEqual(fields('mail-eu'), ['to: a@b.c', 'order.id: 12345678901234567890', 'tenant: null']);
      assert.deepEqual(fields('sms'), ['tenant: null']);
    });

    it('are what is whole in a text that is cut', () => {
      const data = showing({ mail: ['a', 'b', 'c'] });
      const fields = (json: string) => describeFields(data.fields('mail', json));
      assert.deepEqual(fields('{"a":"one\\ntwo","b":[1,{"x":2}],"c":12'), ['a: one', 'b: [1,{"x":2}]']);
      assert.deepEqual(fields('{"a":"on'), []);
      assert.deepEqual(fields('no json'), []);
    });

    it('never show what is hidden', () => {
      const data = showing({ mail: ['a', 'a.secret', 'secret'] }, 'secret');
      const fields = data.fields('mail', `{"a":{"secret":"${SECRET}"},"secret":"${SECRET}"}`);
      assert.deepEqual(describeFields(fields), ['a: {"secret":"‹hidden›"}', 'a.secret: ‹hidden›', 'secret: ‹hidden›']);
    });
  });
});

describe('jsonValues', () => {
  it('gives each value with its path, however deep', () => {
    const text = '{"a":[1,{"b":"x"}],"c":{},"d":[]}';
    const values: string[] = [];
    for (const { type, path, start, end } of jsonValues(text))
      values.push(type === 'scalar' ? `${path.join('.')}=${text.slice(start, end)}` : `${type} ${path.join('.')}`);
    assert.deepEqual(values, [
      ...['open ', 'open a', 'a.0=1', 'open a.1', 'a.1.b="x"', 'close a.1', 'close a'],
      ...['open c', 'close c', 'open d', 'close d', 'close '],
    ]);
  });

  it('ends with all that is no JSON', () => {
    for (const text of [
      '{"a":1]',
      '{"a" 1}',
      '{a:1}',
      '[1 2]',
      '{"a":tru',
      '[,]',
      '{"a":01}',
      '{} {}',
      '["\n"]',
      '{,}',
    ])
      assert.ok(
        [...jsonValues(text)].some(({ type, isCut }) => type === 'broken' || isCut),
        text,
      );
  });

  it('takes any depth', () => {
    const deep = 20_000;
    assert.equal([...jsonValues('['.repeat(deep) + ']'.repeat(deep))].length, 2 * deep);
  });
});
