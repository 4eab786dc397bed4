import assert from 'node:assert/strict';
import { expandEnvironment, readUrl, urlToKeep } from '../../src/connections/environment';

describe('expandEnvironment', () => {
  const environment = { HOST: 'localhost', PORT: '6379', EMPTY: '' };

  it('puts each variable into its place', () => {
    assert.equal(expandEnvironment('redis://${env:HOST}:${env:PORT}', environment), 'redis://localhost:6379');
  });

  it('takes an empty variable as what it is', () => {
    assert.equal(expandEnvironment('redis://h${env:EMPTY}', environment), 'redis://h');
  });

  it('leaves what is no variable', () => {
    assert.equal(expandEnvironment('redis://$HOST/${HOST}/$1', environment), 'redis://$HOST/${HOST}/$1');
  });

  it('does not expand what a variable holds', () => {
    assert.equal(expandEnvironment('${env:A}', { A: '${env:B}$&', B: 'b' }), '${env:B}$&');
  });

  it('names the variable that is not set', () => {
    assert.throws(
      () => expandEnvironment('redis://${env:NO_HOST}', environment),
      /^Error: The environment variable NO_HOST is not set for VS Code\.$/,
    );
  });

  it('repeats nothing of what is no name', () => {
    assert.throws(
      () => expandEnvironment('${env:s3cret@}', environment),
      ({ message }: Error) => !message.includes('s3cret'),
    );
  });
});

describe('a URL with variables', () => {
  const environment = {
    URL: 'rediss://default:pa%40ss@eu1.example.com:6380/2',
    BASE: 'redis://:pa%40ss@h:6379',
    HOST: 'h.example.com',
    PORT: '6380',
    NAME: 'bob',
    PASSWORD: 'pa%40ss',
    CREDENTIALS: 'bob:pa%40ss',
    PLACE: 'bob:pa%40ss@h.example.com:6380',
    AT_HOST: '@h.example.com',
    RAW: 'pa@ss',
    SCHEME: 'rediss',
  };
  const kept: Record<string, { host: string; password: string | null }> = {
    '${env:URL}': { host: 'eu1.example.com', password: 'pa@ss' },
    ' ${env:URL}': { host: 'eu1.example.com', password: 'pa@ss' },
    '${env:BASE}/3': { host: 'h', password: 'pa@ss' },
    'redis://${env:HOST}': { host: 'h.example.com', password: null },
    'redis://${env:HOST}:${env:PORT}/2': { host: 'h.example.com', password: null },
    'redis://eu.${env:HOST}:6379': { host: 'eu.h.example.com', password: null },
    'redis://${env:NAME}@${env:HOST}': { host: 'h.example.com', password: null },
    'redis://bob@${env:HOST}': { host: 'h.example.com', password: null },
    'redis://bob:${env:PASSWORD}@localhost': { host: 'localhost', password: 'pa@ss' },
    'redis://:${env:PASSWORD}@${env:HOST}': { host: 'h.example.com', password: 'pa@ss' },
    'redis://${env:CREDENTIALS}@localhost': { host: 'localhost', password: 'pa@ss' },
    'redis://${env:PLACE}': { host: 'h.example.com', password: 'pa@ss' },
    '${env:SCHEME}://${env:HOST}': { host: 'h.example.com', password: null },
  };
  for (const [text, { host, password }] of Object.entries(kept)) {
    it(`is read and kept as it is: ${text}`, () => {
      const url = readUrl(text, environment);
      assert.deepEqual({ host: url.host, password: url.password }, { host, password });
      assert.equal(urlToKeep(text, environment), text.trim());
    });
  }

  for (const text of [
    'redis://app:s3cret@${env:HOST}:6379',
    'redis://:s3cret@${env:HOST}',
    'redis://app:s3cret${env:PASSWORD}@${env:HOST}',
    'redis://app:${env:PASSWORD}s3cret@${env:HOST}',
    '${env:SCHEME}://app:s3cret@h',
    'redis://app:s3cret${env:AT_HOST}',
    'redis://s3cret${env:AT_HOST}',
    'redis://app:31337${env:AT_HOST}',
    'redis://${env:HOST}?password=s3cret',
    'redis://${env:HOST}#s3cret',
    'redis://${env:HOST}/s3cret',
    '${env:URL}?s3cret',
    's3cret${env:URL}',
    'redis://app:s3cret@h@${env:HOST}',
    'redis://:${env:RAW}@localhost',
  ]) {
    it(`is refused, and nothing of it is repeated: ${text}`, () => {
      for (const read of [readUrl, urlToKeep]) {
        if (read === urlToKeep && text.includes('RAW')) continue; // Its text holds nothing; its value does.
        assert.throws(
          () => read(text, environment),
          ({ name, message }: Error) => name === 'RedisUrlError' && !/s3cret|31337|pa@ss/.test(message),
        );
      }
    });
  }

  it('loses the password that it brings when it holds no variable', () => {
    assert.equal(urlToKeep('redis://bob:s3cret@localhost:6380'), 'redis://bob@localhost:6380');
  });
});
