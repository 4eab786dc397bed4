import assert from 'node:assert/strict';
import { blockingClientTimeout } from '../../../src/lint/rules/blocking-client-timeout';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(blockingClientTimeout, workspace).map(
    (finding) => `${underlined(finding, workspace)}: ${finding.message}`,
  );
}

const withOptions = (options: string, after = `mail.process(async () => undefined);`): string =>
  `import Bull from 'bull';\nimport Redis from 'ioredis';\nconst mail = new Bull('mail', ${options});\n${after}\n`;

const fails =
  'each wait fails with `Command timed out`, and a job that it takes then runs only once it is found stalled.';

describe('blocking-client-timeout', () => {
  it('is an error on the bclient of a createClient', () => {
    const code = withOptions(`{
  createClient(type) {
    if (type === 'client') return new Redis({ commandTimeout: 500 });
    return new Redis({ maxRetriesPerRequest: null, enableReadyCheck: false, commandTimeout: 1000 });
  },
}`);
    assert.deepEqual(said(code), [
      `commandTimeout: 1000: The bclient waits for jobs for 5 s at a time, longer than its commandTimeout (1 s): ${fails}`,
    ]);
    assert.equal(check(blockingClientTimeout, code)[0]?.severity, 'error');
  });

  it('is an error in redis, which all three connections get', () => {
    assert.deepEqual(
      said(withOptions(`{ redis: { host: 'redis', commandTimeout: 3000 }, settings: { drainDelay: 10 } }`)),
      [
        `commandTimeout: 3000: The bclient waits for jobs for 10 s at a time, longer than its commandTimeout (3 s): ${fails}`,
      ],
    );
  });

  it('knows a wait without end', () => {
    assert.match(
      said(withOptions(`{ redis: { commandTimeout: 60000 }, settings: { drainDelay: 0 } }`)).join(),
      /jobs without end, longer/,
    );
  });

  it('knows socketTimeout, and which ioredis has it', () => {
    const code = withOptions(`{ createClient: () => new Redis({ maxRetriesPerRequest: null, socketTimeout: 2000 }) }`);
    const withIoredis = (version: string): Workspace => ({
      'queue.ts': code,
      'package.json': JSON.stringify({ dependencies: { ioredis: version } }),
    });
    const cut =
      'socketTimeout: 2000: The bclient waits for jobs for 5 s at a time, longer than its socketTimeout (2 s): the connection is cut and made anew at each wait.';
    assert.deepEqual(said(withIoredis('^5.4.0')), [cut]);
    assert.deepEqual(said(withIoredis('^4.28.0')), []);
  });

  for (const [what, options, after] of [
    ['a timeout above drainDelay', `{ redis: { commandTimeout: 6000 } }`],
    ['a drainDelay below it', `{ redis: { commandTimeout: 3000 }, settings: { drainDelay: 2 } }`],
    [
      'a drainDelay that is not known',
      `{ redis: { commandTimeout: 3000 }, settings: { drainDelay: Number(process.env.D) } }`,
    ],
    ['a queue that only adds', `{ redis: { commandTimeout: 1000 } }`, `mail.add({});`],
    ['a number that is not known', `{ redis: { commandTimeout: Number(process.env.MS) } }`],
    ['a timeout on one path only', `{ redis: process.env.X ? { commandTimeout: 100 } : { host: 'redis' } }`],
    ['other clients', `{ createClient: (type) => new Redis({ ...(type === 'client' ? { commandTimeout: 9 } : {}) }) }`],
    ['other timeouts', `{ redis: { connectTimeout: 100, blockingTimeout: 100 } }`],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(said(withOptions(options, after)), []));
  }
});
