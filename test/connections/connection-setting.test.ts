import assert from 'node:assert/strict';
import { nameOf, readConnections, readConnectionSetting } from '../../src/connections/connection-setting';

const good = { name: 'staging', url: 'redis://localhost' };

describe('readConnectionSetting', () => {
  for (const setting of [
    good,
    { ...good, prefix: 'bull' },
    { ...good, prefix: ['bull', '{shop}'], queues: [], readOnly: true },
    { ...good, url: 'redis//typo' },
    { ...good, colour: 'red' },
    { ...good, tls: {} },
    { ...good, tls: { ca: 'ca.pem', cert: 'own.pem', key: 'own.key', servername: 'redis' } },
  ]) {
    it(`understands ${JSON.stringify(setting)}`, () => assert.deepEqual(readConnectionSetting(setting), { setting }));
  }

  const wrong: [unknown, string][] = [
    [null, 'A connection is { "name": …, "url": … }, and here it is null.'],
    ['redis://:s3cret@h', 'A connection is { "name": …, "url": … }, and here it is a text.'],
    [[good], 'A connection is { "name": …, "url": … }, and here it is a list.'],
    [{}, 'name is missing, where it has to be a text.'],
    [{ name: 'prod' }, 'url is missing, where it has to be a text that starts with redis:// or rediss://.'],
    [{ ...good, name: '' }, 'name is an empty text, where it has to be a text.'],
    [{ ...good, name: 5 }, 'name is the number 5, where it has to be a text.'],
    [
      { ...good, url: { s3cret: 1 } },
      'url is an object, where it has to be a text that starts with redis:// or rediss://.',
    ],
    [{ ...good, prefix: 5 }, 'prefix is the number 5, where it has to be a text, or a list of texts.'],
    [{ ...good, prefix: '' }, 'prefix is an empty text, where it has to be a text, or a list of texts.'],
    [{ ...good, prefix: [] }, 'prefix is a list, where it has to be a text, or a list of texts.'],
    [{ ...good, prefix: ['a', 1] }, 'prefix is a list, where it has to be a text, or a list of texts.'],
    [{ ...good, prefix: null }, 'prefix is null, where it has to be a text, or a list of texts.'],
    [{ ...good, queues: 'x' }, 'queues is a text, where it has to be a list of texts.'],
    [{ ...good, queues: [[]] }, 'queues is a list, where it has to be a list of texts.'],
    [{ ...good, readOnly: 'true' }, 'readOnly is a text, where it has to be true or false.'],
    [{ ...good, readOnly: 0 }, 'readOnly is the number 0, where it has to be true or false.'],
    [{ ...good, tls: true }, 'tls is true, where it has to be an object such as { "ca": "ca.pem" }.'],
    [{ ...good, tls: { ca: ['a'] } }, 'tls.ca is a list, where it has to be a text.'],
    [{ ...good, tls: { servername: '' } }, 'tls.servername is an empty text, where it has to be a text.'],
    [{ ...good, tls: { cert: 'own.pem' } }, 'tls.cert and tls.key belong together: one of them is missing.'],
  ];
  for (const [value, problem] of wrong) {
    it(`says of ${JSON.stringify(value)}: ${problem}`, () =>
      assert.deepEqual(readConnectionSetting(value), { problem }));
  }
});

describe('readConnections', () => {
  it('gives each its own name, and says what is wrong with it', () => {
    const staging = { name: 'staging', url: 'redis://h' };
    assert.deepEqual(
      readConnections([staging, { ...staging, readOnly: true }, { name: 'half' }, null], new Set(['half'])).map(
        ({ name, problem }) => [name, problem],
      ),
      [
        ['staging', undefined],
        ['staging (2)', undefined],
        ['half (2)', 'url is missing, where it has to be a text that starts with redis:// or rediss://.'],
        ['connection 4', 'A connection is { "name": …, "url": … }, and here it is null.'],
      ],
    );
  });

  for (const value of [{}, 'redis://:s3cret@h', 5, true]) {
    it(`takes ${JSON.stringify(value)} for a connection that says what has to be there`, () => {
      const [only, ...others] = readConnections(value);
      assert.deepEqual([only?.name, others], ['connections', []]);
      assert.match(only?.problem ?? '', /^bullLens\.connections is .+, where it has to be a list/);
      assert.doesNotMatch(only?.problem ?? '', /s3cret/);
    });
  }
});

describe('nameOf', () => {
  for (const [value, name] of [
    [good, 'staging'],
    [{ name: ' spaced ' }, 'spaced'],
    [{ name: '' }, 'connection 3'],
    [{ name: 5 }, 'connection 3'],
    ['text', 'connection 3'],
    [null, 'connection 3'],
  ] as const) {
    it(`calls ${JSON.stringify(value)} ${name}`, () => assert.equal(nameOf(value, 2), name));
  }
});
