import assert from 'node:assert/strict';
import { tlsDropped } from '../../../src/lint/rules/tls-dropped/index';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

function places(workspace: Workspace): string[] {
  return check(tlsDropped, workspace).map((finding) => underlined(finding, workspace));
}

function afterFixes(code: string): string | undefined {
  return assertFixLaws(tlsDropped, code)['queue.ts'];
}

describe('tls-dropped', () => {
  it('warns of a rediss:// URL without redis.tls', () => {
    const code = `import Bull from 'bull';
export const a = new Bull('a', 'rediss://eu1.upstash.io:6379');
`;
    assert.deepEqual(places(code), [`'rediss://eu1.upstash.io:6379'`]);
    assert.equal(
      check(tlsDropped, code)[0]?.message,
      'Bull takes host, port and password from a `rediss://` URL but not its TLS: this queue connects in the clear. Give `redis: { tls: {} }` as well.',
    );
  });

  it('adds the options, or redis, or tls to what is there', () => {
    assert.equal(
      afterFixes(`import Bull from 'bull';
export const a = new Bull('a', 'rediss://eu1.upstash.io');
`),
      `import Bull from 'bull';
export const a = new Bull('a', 'rediss://eu1.upstash.io', { redis: { tls: {} } });
`,
    );
    assert.match(
      afterFixes(`import Bull from 'bull';
export const a = new Bull('a', 'rediss://eu1.upstash.io', {
  prefix: 'shop',
});
`) ?? '',
      /prefix: 'shop',\n {2}redis: \{ tls: \{\} \},\n\}/,
    );
    assert.match(
      afterFixes(`import Bull from 'bull';
export const a = new Bull('a', 'rediss://eu1.upstash.io', {
  redis: { db: 1 },
});
`) ?? '',
      /redis: \{ db: 1, tls: \{\} \},/,
    );
  });

  it('makes the URL an argument where it is redis itself, which has no place for tls', () => {
    const code = `import Bull from 'bull';
export const b = new Bull('b', {
  redis: 'rediss://eu1.upstash.io',
});
`;
    assert.deepEqual(places(code), [`'rediss://eu1.upstash.io'`]);
    assert.equal(
      afterFixes(code),
      `import Bull from 'bull';
export const b = new Bull('b', 'rediss://eu1.upstash.io', {
  redis: { tls: {} },
});
`,
    );
  });

  it('knows what the Bull that is installed makes of a URL, and of redis beside it', () => {
    const said = (version: string, args: string) =>
      check(tlsDropped, {
        'queue.ts': `import Bull from 'bull';\nexport const a = new Bull('a', ${args});\n`,
        'package.json': JSON.stringify({ dependencies: { bull: version } }),
      }).map((finding) => [/Give|3\.18/.exec(finding.message)?.[0], finding.fixes().length]);
    const argument = `'rediss://eu1.upstash.io'`;
    assert.deepEqual(said('4.16.5', argument), [['Give', 1]]);
    assert.deepEqual(said('3.18.0', argument), [['Give', 1]]);
    assert.deepEqual(said('3.17.0', argument), [['3.18', 0]], 'redis replaces the URL');
    assert.deepEqual(said('3.17.0', `${argument}, { redis: { db: 1 } }`), []);
    assert.deepEqual(said('3.18.0', `${argument}, { redis: { db: 1 } }`), [['Give', 1]]);
    const own = `{ redis: ${argument} }`;
    assert.deepEqual(said('4.11.5', own), [['Give', 1]]);
    assert.deepEqual(said('4.11.4', own), [], 'it connects to 127.0.0.1');
    assert.deepEqual(said('3.12.1', own), [], 'ioredis reads the scheme');
  });

  it('adds tls to the options of one NestJS queue', () => {
    const code = `import { BullModule } from '@nestjs/bull';
export const module = BullModule.registerQueue({
  name: 'a',
  url: 'rediss://eu1.upstash.io',
});
`;
    assert.match(afterFixes(code) ?? '', /url: 'rediss:\/\/eu1\.upstash\.io',\n {2}redis: \{ tls: \{\} \},/);
  });

  it('reads a template, and the default of a variable', () => {
    const code = `import Bull from 'bull';
new Bull('a', \`rediss://:\${process.env.REDIS_PASSWORD}@\${process.env.REDIS_HOST}:\${process.env.REDIS_PORT}\`);
new Bull('b', process.env.REDIS_URL ?? 'rediss://eu1.upstash.io');`;
    assert.equal(places(code).length, 2);
    const [, byDefault] = check(tlsDropped, code);
    assert.match(byDefault?.message ?? '', /: without REDIS_URL this queue connects in the clear\./);
  });

  it('says nothing where TLS is on', () => {
    assert.deepEqual(
      places(`import Bull from 'bull';
const url = 'rediss://eu1.upstash.io';
new Bull('a', url, { redis: { tls: {} } });
new Bull('b', url, { redis: { tls: { servername: 'eu1.upstash.io' } } });
new Bull('c', url + '?tls=true');`),
      [],
    );
  });

  it('is dropped by a createClient too that only passes on what Bull hands over', () => {
    const withClient = (options: string) =>
      places(`import Bull from 'bull';
import Redis from 'ioredis';
new Bull('a', 'rediss://h', { createClient: (type, redisOpts) => new Redis(${options}) });`);
    assert.equal(withClient('redisOpts').length, 1);
    assert.equal(withClient('{ ...redisOpts, maxRetriesPerRequest: null }').length, 1);
    assert.deepEqual(withClient('{ ...redisOpts, tls: {} }'), []);
    assert.deepEqual(withClient(`'rediss://h', redisOpts`), []);
  });

  it('says nothing where it may be on, or where createClient connects', () => {
    assert.deepEqual(
      places(`import Bull from 'bull';
import { redis, createClient, options } from '@acme/config';
const url = 'rediss://eu1.upstash.io';
new Bull('a', url, { redis });
new Bull('b', url, options);
new Bull('c', url, { createClient });
new Bull('d', process.env.REDIS_URL!);
new Bull('e', 'redis://localhost');`),
      [],
    );
  });
});
