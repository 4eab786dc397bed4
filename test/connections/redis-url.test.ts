import assert from 'node:assert/strict';
import { parseRedisUrl, withoutPassword } from '../../src/connections/redis-url';

const plain = { host: 'localhost', port: 6379, database: 0, tls: false, username: null, password: null };

describe('parseRedisUrl', () => {
  for (const [url, expected] of [
    ['redis://localhost', plain],
    ['redis://localhost:6380/2', { ...plain, port: 6380, database: 2 }],
    ['rediss://localhost', { ...plain, tls: true }],
    ['REDIS://localhost', plain],
    ['  redis://localhost\n', plain],
    ['redis://localhost/', plain],
    ['redis://localhost?db=3', { ...plain, database: 3 }],
    ['redis://:secret@localhost', { ...plain, password: 'secret' }],
    ['redis://bob:secret@localhost', { ...plain, username: 'bob', password: 'secret' }],
    ['redis://bob@localhost', { ...plain, username: 'bob' }],
    ['redis://:p%40ss%2Fw%23%25@localhost', { ...plain, password: 'p@ss/w#%' }],
    ['redis://:100%@localhost', { ...plain, password: '100%' }],
    ['redis://[::1]:6380', { ...plain, host: '::1', port: 6380 }],
  ] as const) {
    it(`reads ${JSON.stringify(url)}`, () => assert.deepEqual(parseRedisUrl(url), expected));
  }

  for (const [url, message] of [
    ['', /^The URL is empty/],
    ['localhost:6379', /starts with redis:\/\//],
    ['postgres://localhost', /starts with redis:\/\//],
    ['https://eu1.upstash.io', /the URL of a REST API/],
    ['redis://', /names no host|no URL/],
    ['redis://localhost:notaport', /no URL/],
    ['redis://:se/cret@localhost', /write @ \/ # \? % as/],
    ['redis://localhost/orders', /the number of a database/],
    ['redis://localhost/-1', /the number of a database/],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(url)}, without repeating it`, () => {
      assert.throws(
        () => parseRedisUrl(url),
        ({ name, message: text }: Error) => name === 'RedisUrlError' && message.test(text) && !text.includes('cret'),
      );
    });
  }
});

describe('withoutPassword', () => {
  for (const [url, expected] of [
    ['redis://localhost:6379/0', 'redis://localhost:6379/0'],
    ['redis://:secret@localhost:6379/1', 'redis://localhost:6379/1'],
    ['rediss://bob:secret@eu1.example.com:6380', 'rediss://bob@eu1.example.com:6380'],
    [' redis://localhost ', 'redis://localhost'],
  ] as const) {
    it(`makes ${url.trim()} into ${expected}`, () => assert.equal(withoutPassword(url), expected));
  }
});
