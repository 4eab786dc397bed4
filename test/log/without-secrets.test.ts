import assert from 'node:assert/strict';
import { withoutSecrets } from '../../src/log/without-secrets';

const SECRET = 'hunter2';

/** What may be found around a password: URLs as people write them, and commands as Redis and its clients show them. */
const texts: readonly string[] = [
  `redis://:${SECRET}@h.example.com:6379`,
  `rediss://default:${SECRET}@h.example.com:6379/0`,
  `redis+sentinel://app:${SECRET}@h:26379`,
  `connect to 'redis://default:#${SECRET}@h' failed`,
  `redis://default:12/34${SECRET}@h:6379`,
  `redis://default:?${SECRET}@h:6379`,
  `redis://default:a@${SECRET}@h:6379`,
  `REDIS://${SECRET}@h`,
  `redis://app:${SECRET}@\${env:HOST}:6379`,
  `redis://h:6379?password=${SECRET}&db=1`,
  `ReplyError: ERR AUTH ${SECRET} called without any password configured`,
  `AUTH default ${SECRET}`,
  `HELLO 3 AUTH default ${SECRET} SETNAME lens`,
  `1339518083.107412 [0 127.0.0.1:60866] "auth" "default" "${SECRET}"`,
  `{ name: 'auth', args: ['default', '${SECRET}'] }`,
  `{"name":"auth","args":["${SECRET}"]}`,
  `{"host":"h","password":"${SECRET}"}`,
  `{ password: '${SECRET}', username: 'app' }`,
  `{ password: '${SECRET} with "quotes"' }`,
  `password=${SECRET}`,
  `requirepass ${SECRET}`,
  `CONFIG SET masterauth "${SECRET}"`,
  `first line\nredis://:${SECRET}@h\nlast line`,
];

describe('withoutSecrets', () => {
  for (const text of texts) {
    it(`takes the password out of ${text.replace('\n', ' ')}`, () => {
      assert.doesNotMatch(withoutSecrets(text), new RegExp(SECRET));
    });
  }

  it('keeps host and port, and the words around', () => {
    assert.equal(
      withoutSecrets(`Could not reach rediss://default:${SECRET}@h.example.com:6379, try again`),
      'Could not reach rediss://***@h.example.com:6379, try again',
    );
  });

  for (const text of [
    'NOAUTH Authentication required.',
    'WRONGPASS invalid username-password pair or user is disabled.',
    'redis://h.example.com:6379',
    'The rule secret-in-code failed on /work/shop/password.ts.',
    'at Object.<anonymous> (/work/@scope/queue.ts:3:1)',
    'see https://example.com/docs/a@b',
  ]) {
    it(`leaves as it is: ${text}`, () => assert.equal(withoutSecrets(text), text));
  }
});
