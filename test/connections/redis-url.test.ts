import assert from 'node:assert/strict';
import { parseRedisUrl, withoutPassword } from '../../src/connections/redis-url';
import { Random } from '../bench/support/random';

const plain = { host: 'localhost', port: 6379, database: 0, tls: false, username: null, password: null };

describe('parseRedisUrl', () => {
  for (const [url, expected] of [
    ['redis://localhost', plain],
    ['redis://localhost:6380/2', { ...plain, port: 6380, database: 2 }],
    ['rediss://localhost', { ...plain, tls: true }],
    ['REDIS://LocalHost', plain],
    ['  redis://localhost\n', plain],
    ['redis://localhost/', plain],
    ['redis://localhost?db=3', { ...plain, database: 3 }],
    ['redis://localhost/?db=3', { ...plain, database: 3 }],
    ['redis://:secret@localhost', { ...plain, password: 'secret' }],
    ['redis://bob:secret@localhost', { ...plain, username: 'bob', password: 'secret' }],
    ['redis://bob@localhost', { ...plain, username: 'bob' }],
    ['redis://bob:@localhost', { ...plain, username: 'bob' }],
    ['redis://@localhost', plain],
    ['redis://:p%40ss%2Fw%23%25@localhost', { ...plain, password: 'p@ss/w#%' }],
    ['redis://:a:b::@localhost', { ...plain, password: 'a:b::' }],
    ['redis://:a!$&\'()*+,;=^|{}[]"<>`~ü@localhost', { ...plain, password: 'a!$&\'()*+,;=^|{}[]"<>`~ü' }],
    ['redis://[::1]:6380', { ...plain, host: '::1', port: 6380 }],
    ['redis://bob:secret@[2001:DB8::1]', { ...plain, host: '2001:db8::1', username: 'bob', password: 'secret' }],
    ['redis://redis_1:6379', { ...plain, host: 'redis_1' }],
    ['redis://redis.bücher.example.', { ...plain, host: 'redis.bücher.example.' }],
    ['redis://10.0.0.7:1/15', { ...plain, host: '10.0.0.7', port: 1, database: 15 }],
    ['redis://localhost:65535', { ...plain, port: 65_535 }],
  ] as const) {
    it(`reads ${JSON.stringify(url)}`, () => assert.deepEqual(parseRedisUrl(url), expected));
  }

  const encode = /^In a user or a password, write % @ \/ \? # \\ and spaces as %25 %40 %2F %3F %23 %5C %20\.$/;
  const noDatabase = /^What follows the host is the number of a database/;
  const noPort = /^What follows the host and a colon is the number of a port/;
  const noHost = /neither a name nor an address|names no host/;
  const query = /^What follows \? is not read/;
  const refused: Record<string, RegExp> = {
    '': /^The URL is empty/,
    'localhost:6379': /starts with redis:\/\//,
    'redis:localhost': /starts with redis:\/\//,
    'redis:/localhost': /starts with redis:\/\//,
    'postgres://cret@localhost': /starts with redis:\/\//,
    'https://eu1.upstash.io': /the URL of a REST API/,
    'unix:///tmp/cret.sock': /^Unix sockets cannot be used/,
    'redis+unix:///tmp/cret.sock': /^Unix sockets cannot be used/,
    '/tmp/cret.sock': /^Unix sockets cannot be used/,
    'redis://': noHost,
    'redis:///': noHost,
    'redis:///tmp/cret.sock': noDatabase,
    'redis:///2': noHost,
    'redis://user:cret@': noHost,
    'redis://user:cret@:6379': noHost,
    'redis://user:cret': noPort,
    // A password that is not encoded: each of these was once read as another host, and kept.
    'redis://default:#cret@h.example.com:6379': encode,
    'redis://default:12#cret@h.example.com': encode,
    'redis://default:?cret@h.example.com': encode,
    'redis://default:12/cret@h.example.com': encode,
    'redis://default:cr@et@h.example.com': encode,
    'redis://default:cr\\et@h.example.com': encode,
    'redis://default:cr et@h.example.com': encode,
    'redis://default:cr\tet@h.example.com': encode,
    'redis://default:cr\net@h.example.com': encode,
    'redis://default:100%cret@h.example.com': encode,
    'redis://default:100%@h.example.com': encode,
    'redis://default:%FFcret@h.example.com': encode,
    'redis://:cret@h.example.com#x': encode,
    'redis://h.example.com#cret': encode,
    'redis://h.example.com\\cret': encode,
    'redis://h.example.com?password=cret': query,
    'redis://h.example.com?db=1&password=cret': noDatabase,
    'redis://h.example.com?db=1?db=2': query,
    'redis://h.example.com/1?db=2': query,
    'redis://h.example.com/cret': noDatabase,
    'redis://h.example.com/-1': noDatabase,
    'redis://h.example.com/1.5': noDatabase,
    'redis://h.example.com/0x1': noDatabase,
    'redis://h.example.com/1/cret': noDatabase,
    'redis://h.example.com?db=cret': noDatabase,
    'redis://h.example.com/99999999999': noDatabase,
    'redis://h.example.com:cret': noPort,
    'redis://h.example.com:': noPort,
    'redis://h.example.com:0': noPort,
    'redis://h.example.com:65536': noPort,
    'redis://h.example.com:-1': noPort,
    'redis://h.example.com:6379:cret': /in brackets/,
    'redis://::1': /in brackets/,
    'redis://[cret]': noHost,
    'redis://[::1': noHost,
    'redis://[::1]cret': noHost,
    'redis://[fe80::1%25eth0]': noHost,
    'redis://1.2.3': noHost,
    'redis://256.1.1.1': noHost,
    'redis://017700000001': noHost,
    'redis://-cret': noHost,
    'redis://cr%65t': noHost,
    'redis://${HOST}': noHost,
    'redis://a,b': noHost,
  };
  for (const [url, message] of Object.entries(refused)) {
    it(`refuses ${JSON.stringify(url)}, and repeats nothing of it`, () => {
      assert.throws(
        () => parseRedisUrl(url),
        ({ name, message: text }: Error) => name === 'RedisUrlError' && message.test(text) && !text.includes('cret'),
      );
    });
  }

  it('either takes a password as a whole, or refuses the URL: no part of it is ever taken for something else', () => {
    const random = new Random(20_260);
    const characters = [...':@/?#%\\[]&=+ \t\n$!\'"<>^`{|}~;,.-_', ...'aZ09é漢😀\u0000\u200b'];
    let taken = 0;
    for (let round = 0; round < 20_000; round++) {
      const password = `S3${Array.from({ length: random.between(0, 8) }, () => random.oneOf(characters)).join('')}S3`;
      const text = `redis://${random.oneOf(['', 'default', 'bob'])}:${password}@h.example.com:6380/2`;
      try {
        const { host, port, database, username, password: read } = parseRedisUrl(text);
        assert.deepEqual([host, port, database], ['h.example.com', 6380, 2], text);
        assert.equal(read, decodeURIComponent(password), text);
        assert.doesNotMatch(`${username} ${withoutPassword(text)}`, /S3/, text);
        taken++;
      } catch (error) {
        assert.equal((error as Error).name, 'RedisUrlError', text);
        assert.doesNotMatch((error as Error).message, /S3/);
        assert.throws(() => withoutPassword(text), { name: 'RedisUrlError' });
      }
      const encoded = parseRedisUrl(`redis://:${encodeURIComponent(password)}@h.example.com`);
      assert.equal(encoded.password, password);
    }
    assert.ok(taken > 1_000, `${taken} were taken`);
  });
});

describe('withoutPassword', () => {
  for (const [url, expected] of [
    ['redis://localhost:6379/0', 'redis://localhost:6379/0'],
    ['redis://:secret@localhost:6379/1', 'redis://localhost:6379/1'],
    ['rediss://bob:secret@eu1.example.com:6380', 'rediss://bob@eu1.example.com:6380'],
    ['redis://bo%40b:secret@[::1]', 'redis://bo%40b@[::1]'],
    ['redis://bob:@localhost', 'redis://bob@localhost'],
    [' redis://localhost ', 'redis://localhost'],
  ] as const) {
    it(`makes ${url.trim()} into ${expected}`, () => assert.equal(withoutPassword(url), expected));
  }
});
