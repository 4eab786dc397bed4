import assert from 'node:assert/strict';
import { secretInCode } from '../../../src/lint/rules/secret-in-code/index';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

function places(workspace: Workspace): string[] {
  return check(secretInCode, workspace).map((finding) => underlined(finding, workspace));
}

const bull = (options: string): string =>
  `import Bull from 'bull';\nimport Redis from 'ioredis';\nnew Bull('a', ${options});\n`;

describe('secret-in-code', () => {
  it('warns of a password in a URL, and does not repeat it', () => {
    const code = bull(`'redis://default:hx72Kq0b@redis.internal:6379/2'`);
    const [finding] = check(secretInCode, code);
    assert.equal(finding && underlined(finding, code), `'redis://default:hx72Kq0b@redis.internal:6379/2'`);
    assert.equal(
      finding?.message,
      'This Redis URL has its password in the code: whoever can read the repository has it. Read it from the environment, and change it.',
    );
    assert.doesNotMatch(JSON.stringify([finding?.message, finding?.related]), /hx72Kq0b/);
  });

  it('finds it wherever the connection is written', () => {
    assert.deepEqual(places(bull(`{ redis: 'redis://:hx72Kq0b@redis.internal' }`)), [
      `'redis://:hx72Kq0b@redis.internal'`,
    ]);
    assert.deepEqual(places(bull(`{ redis: { host: 'redis.internal', password: 'hx72Kq0b' } }`)), [`'hx72Kq0b'`]);
    assert.deepEqual(places(bull(`{ redis: { sentinels: [], sentinelPassword: 'hx72Kq0b' } }`)), [`'hx72Kq0b'`]);
    assert.deepEqual(places(bull('`redis://:hx72Kq0b@${process.env.REDIS_HOST}:6379`')), [
      '`redis://:hx72Kq0b@${process.env.REDIS_HOST}:6379`',
    ]);
    assert.deepEqual(
      places(
        bull(`{ createClient: () => new Redis('redis://:hx72Kq0b@redis.internal', { maxRetriesPerRequest: null }) }`),
      ),
      [`'redis://:hx72Kq0b@redis.internal'`],
    );
    assert.deepEqual(
      places(bull(`{ createClient: () => new Redis({ host: 'redis.internal', password: 'hx72Kq0b' }) }`)),
      [`'hx72Kq0b'`],
    );
  });

  it('says that it is the default of a variable', () => {
    const [finding] = check(secretInCode, bull(`process.env.REDIS_URL ?? 'redis://:hx72Kq0b@redis.internal'`));
    assert.match(finding?.message ?? '', /in the code, as the default of REDIS_URL: /);
    assert.deepEqual(finding?.fixes(), []);
  });

  it('is told in each file whose queues have it, at the first of them', () => {
    const workspace = {
      'queues.ts': `import Bull from 'bull';
import { redis } from './config';
export const a = new Bull('a', { redis });
export const b = new Bull('b', { redis });
`,
      'config.ts': `export const redis = { host: 'redis.internal', password: 'Tr4ctor-Pull' };\n`,
    };
    assert.deepEqual(places(workspace), ['{ redis }']);
    const shared = `import Bull from 'bull';
const redis = { host: 'redis.internal', password: 'Tr4ctor-Pull' };
new Bull('a', { redis });
new Bull('b', { redis });`;
    assert.deepEqual(places(shared), [`'Tr4ctor-Pull'`]);
  });

  it('says nothing of a password that comes from elsewhere, or of none', () => {
    for (const options of [
      `{ redis: { host: 'redis.internal', password: process.env.REDIS_PASSWORD } }`,
      '`redis://:${process.env.REDIS_PASSWORD}@redis.internal:6379`',
      `{ redis: { host: 'redis.internal', password: '' } }`,
      `'redis://default@redis.internal'`,
      `'redis://redis.internal:6379'`,
      `{ redis: { password: load() } }`,
    ]) {
      assert.deepEqual(places(bull(options)), [], options);
    }
  });

  it('says nothing of the place for a password', () => {
    for (const password of [
      '<password>',
      'YOUR_PASSWORD',
      'your-redis-password',
      'xxxxxxxx',
      '********',
      'changeme',
      '${PW}',
    ]) {
      assert.deepEqual(places(bull(`{ redis: { host: 'redis.internal', password: '${password}' } }`)), [], password);
    }
  });

  it("says nothing of a well-known word for the developer's own Redis", () => {
    assert.deepEqual(places(bull(`'redis://:password@localhost:6379'`)), []);
    assert.deepEqual(places(bull(`{ redis: { host: '127.0.0.1', password: 'foobared' } }`)), []);
    assert.deepEqual(places(bull(`{ redis: { password: 'redis' } }`)), []);
    assert.equal(places(bull(`{ redis: { host: 'redis.internal', password: 'password' } }`)).length, 1);
    assert.equal(places(bull(`'redis://:hx72Kq0b@localhost'`)).length, 1);
  });

  it('offers to read it from the environment, and leaves that to a person', () => {
    const options = bull(`{ redis: { host: 'redis.internal', password: 'hx72Kq0b' } }`);
    const [inOptions] = check(secretInCode, options).flatMap((finding) => finding.fixes());
    assert.equal(inOptions?.title, 'Read the password from process.env.REDIS_PASSWORD');
    assert.equal(inOptions.isPreferred, false);
    assert.deepEqual(
      inOptions.edits.map(({ newText }) => newText),
      ['process.env.REDIS_PASSWORD'],
    );
    assertFixLaws(secretInCode, options);

    const url = bull(`'redis://:hx72Kq0b@redis.internal:6379/2'`);
    const [inUrl] = check(secretInCode, url).flatMap((finding) => finding.fixes());
    assert.deepEqual(
      inUrl?.edits.map(({ newText }) => newText),
      ["`redis://:${encodeURIComponent(process.env.REDIS_PASSWORD ?? '')}@redis.internal:6379/2`"],
    );
    assertFixLaws(secretInCode, url);
  });
});
