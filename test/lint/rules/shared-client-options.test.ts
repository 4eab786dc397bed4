import assert from 'node:assert/strict';
import { sharedClientOptions } from '../../../src/lint/rules/shared-client-options';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined } from '../support/lint';

const bull4 = JSON.stringify({ dependencies: { bull: '^4.16.5', ioredis: '^5.4.1' } });
const bull3 = JSON.stringify({ dependencies: { bull: '^3.29.3', ioredis: '^4.28.5' } });
const workspace = (code: string, packageJson = bull4) => ({
  'queue.ts': `import Bull from 'bull';\nimport Redis, { Cluster } from 'ioredis';\n${code}\n`,
  'package.json': packageJson,
});
const messages = (code: string, packageJson?: string) =>
  check(sharedClientOptions, workspace(code, packageJson)).map(({ message }) => message);

const BOTH =
  'Bull refuses this client as subscriber or bclient: enableReadyCheck and maxRetriesPerRequest are on, and so the process dies at process(). Set maxRetriesPerRequest: null and enableReadyCheck: false.';

describe('shared-client-options', () => {
  it('is an error for clients with the defaults of ioredis', () => {
    const code = `new Bull('a', { createClient: (type) => new Redis(process.env.REDIS_URL!) });`;
    const [finding, ...rest] = check(sharedClientOptions, workspace(code));
    assert.equal(finding!.message, BOTH);
    assert.equal(finding!.severity, 'error');
    assert.equal(underlined(finding!, workspace(code)), 'new Redis(process.env.REDIS_URL!)');
    assert.deepEqual(rest, []);
  });

  it('says nothing of a queue that only adds or looks: it makes neither; and warns where that is not known', () => {
    const code = `import { run } from 'runner';\nconst mail = new Bull('mail', { createClient: () => new Redis() });\n`;
    const severities = (use: string) =>
      check(sharedClientOptions, workspace(code + use)).map(({ severity }) => severity);
    assert.deepEqual(severities('mail.add({});'), []);
    assert.deepEqual(severities('mail.getJobCounts();'), []);
    assert.deepEqual(severities('run(mail);'), ['warning']);
    assert.deepEqual(severities('mail.process(run);'), ['error']);
    assert.deepEqual(severities(`mail.add({});\nmail.on('global:failed', run);`), ['error']);
  });

  it('tells each wrong client once, however many queues have it', () => {
    const code = `
const subscriber = new Redis();
const createClient = (type: string) => (type === 'subscriber' ? subscriber : new Redis('redis://localhost'));
new Bull('a', { createClient });
new Bull('b', { createClient });`;
    assert.deepEqual(messages(code), [BOTH, BOTH]);
  });

  it('names the option that is still on', () => {
    const code = `new Bull('a', { createClient: () => new Redis({ maxRetriesPerRequest: null }) });`;
    assert.match(messages(code)[0]!, /bclient: enableReadyCheck is on/);
  });

  it('knows what Bull hands over: enableReadyCheck is off, maxRetriesPerRequest is not', () => {
    const code = `new Bull('a', { redis: { host: 'h' }, createClient: (_type, opts) => new Redis(opts!) });`;
    assert.match(messages(code)[0]!, /bclient: maxRetriesPerRequest is on/);
  });

  it('is an error for a duplicate of a client with the defaults, unless it is given others', () => {
    const duplicate = (override: string) =>
      `const base = new Redis();\nnew Bull('a', { createClient: (type) => (type === 'client' ? base : base.duplicate(${override})) });`;
    assert.deepEqual(messages(duplicate('')), [BOTH]);
    assert.deepEqual(messages(duplicate('{ maxRetriesPerRequest: null, enableReadyCheck: false }')), []);
  });

  it('is an error for a cluster without redisOptions', () => {
    const code = `new Bull('a', { createClient: () => new Cluster([{ host: 'h' }]) });`;
    assert.match(messages(code)[0]!, /enableReadyCheck is on/);
  });

  it('warns of a keyPrefix, in Bull 3 too', () => {
    const options = `{ keyPrefix: 'acme:', maxRetriesPerRequest: null, enableReadyCheck: false }`;
    const code = `new Bull('a', { createClient: () => new Redis(${options}) });`;
    for (const version of [bull4, bull3]) {
      const [finding, ...rest] = check(sharedClientOptions, workspace(code, version));
      assert.match(finding!.message, /A keyPrefix on a client from createClient splits Bull’s keys/);
      assert.equal(underlined(finding!, workspace(code)), `keyPrefix: 'acme:'`);
      assert.deepEqual(rest, []);
    }
  });

  for (const [what, code] of [
    [
      'both options off',
      `new Bull('a', { createClient: () => new Redis({ maxRetriesPerRequest: null, enableReadyCheck: false }) });`,
    ],
    [
      'what Bull hands over with maxRetriesPerRequest off',
      `new Bull('a', { redis: { host: 'h' }, createClient: (_t, opts) => new Redis({ ...opts, maxRetriesPerRequest: null }) });`,
    ],
    [
      'the plain client, which Bull does not check',
      `new Bull('a', { createClient: (type) => type === 'client' ? new Redis() : new Redis({ maxRetriesPerRequest: null, enableReadyCheck: false }) });`,
    ],
    [
      'options that are not known',
      `export const make = (options: object) => new Bull('a', { createClient: () => new Redis(options) });`,
    ],
    [
      'a cluster with redisOptions',
      `new Bull('a', { createClient: () => new Cluster([{ host: 'h' }], { redisOptions: { password: 'x' } }) });`,
    ],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(messages(code), []));
  }

  it('says nothing with Bull 3, and where the version is not known', () => {
    const code = `new Bull('a', { createClient: () => new Redis() });`;
    assert.deepEqual(messages(code, bull3), []);
    assert.deepEqual(messages(code, '{}'), []);
  });

  describe('its fix', () => {
    const made = (client: string) =>
      workspace(`export const mail = new Bull('mail', { createClient: () => ${client} });`);
    const BOTH_SET = 'maxRetriesPerRequest: null, enableReadyCheck: false';
    for (const [client, expected] of [
      [`new Redis()`, `new Redis({ ${BOTH_SET}`],
      [`new Redis(process.env.REDIS_URL!)`, `new Redis(process.env.REDIS_URL!, {`],
      [`new Redis({ host: 'h' })`, `new Redis({ host: 'h', ${BOTH_SET}`],
      [
        `new Redis({ maxRetriesPerRequest: 3, host: 'h' })`,
        `maxRetriesPerRequest: null, host: 'h', enableReadyCheck: false`,
      ],
    ] as const) {
      it(`sets both on ${client}`, () => {
        const after = assertFixLaws(sharedClientOptions, made(client))['queue.ts']!.replace(/\s+/g, ' ');
        assert.ok(after.includes(expected), after);
      });
    }

    it('puts both behind what Bull hands over', () => {
      const after = assertFixLaws(
        sharedClientOptions,
        workspace(`export const mail = new Bull('mail', { createClient: (_type, opts) => new Redis(opts!) });`),
      );
      assert.match(after['queue.ts']!.replace(/\s+/g, ' '), new RegExp(`\\.\\.\\.opts, ${BOTH_SET}`));
    });

    it('puts both behind a spread', () => {
      const after = assertFixLaws(
        sharedClientOptions,
        workspace(
          `export const mail = new Bull('mail', { createClient: (_type, opts) => new Redis({ enableReadyCheck: true, ...opts }) });`,
        ),
      );
      assert.match(after['queue.ts']!.replace(/\s+/g, ' '), new RegExp(`\\.\\.\\.opts, ${BOTH_SET}`));
    });

    it('gives a cluster redisOptions', () => {
      const after = assertFixLaws(sharedClientOptions, made(`new Cluster([{ host: 'h' }])`));
      assert.ok(after['queue.ts']!.replace(/\s+/g, ' ').includes(`redisOptions: { ${BOTH_SET} }`), after['queue.ts']);
    });
  });
});
