import assert from 'node:assert/strict';
import { noSharedBclient } from '../../../src/lint/rules/no-shared-bclient';
import { check, underlined } from '../support/lint';

const head = `import Bull from 'bull';
import Redis from 'ioredis';
const required = { maxRetriesPerRequest: null, enableReadyCheck: false };
const client = new Redis(required);
const subscriber = new Redis(required);
const bclient = new Redis(required);
`;
const twoQueues = (createClient: string) =>
  `${head}${createClient}\nexport const a = new Bull('a', { createClient });\nexport const b = new Bull('b', { createClient });\n`;

describe('no-shared-bclient', () => {
  const made = (client: string): string => `${head}${client}
export const a = make('a');
export const b = make('b');
`;

  it('counts the queues of a factory that a client is made once for', () => {
    const [finding] = check(
      noSharedBclient,
      made(
        `const make = (name: string) => new Bull(name, { createClient: (type) => (type === 'bclient' ? bclient : new Redis()) });`,
      ),
    );
    assert.match(finding?.message ?? '', /^bclient blocks .* Shared, 2 idle queues wait for each other, up to 5 s/);
  });

  it('says nothing of a factory that makes a client for each queue', () => {
    const code = `function make(name: string) {
  const own = new Redis(required);
  return new Bull(name, { createClient: (type) => (type === 'bclient' ? own : new Redis(required)) });
}`;
    assert.deepEqual(check(noSharedBclient, made(code)), []);
  });

  it('knows a client in a field that starts as null and is set by an async method', () => {
    const [finding] = check(
      noSharedBclient,
      `${head}export class Queues {
  private shared: Redis | null = null;
  async connect() {
    this.shared = new Redis(required);
  }
  createClient = (type: string) => (type === 'bclient' ? this.shared! : new Redis(required));
  mail = new Bull('mail', { createClient: this.createClient });
  print = new Bull('print', { createClient: this.createClient });
  async close() {
    await this.shared?.quit();
  }
}
`,
    );
    assert.match(finding?.message ?? '', /Shared, 2 idle queues wait/);
  });

  for (const [form, createClient] of [
    [
      'a switch',
      `function createClient(type: string) {
  switch (type) {
    case 'client': return client;
    case 'subscriber': return subscriber;
    case 'bclient': return bclient;
    default: throw new Error(type);
  }
}`,
    ],
    [
      'a default branch',
      `const createClient = (type: string) => {
  switch (type) {
    case 'client': return client;
    case 'subscriber': return subscriber;
    default: return bclient;
  }
};`,
    ],
    [
      'a ternary',
      `const createClient = (type: string) => (type === 'client' ? client : type === 'subscriber' ? subscriber : bclient);`,
    ],
    [
      'an if',
      `function createClient(type: string) {
  if (type === 'client') return client;
  if (type === 'subscriber') return subscriber;
  return bclient;
}`,
    ],
    [
      'a map',
      `const clients = { client, subscriber, bclient };\nconst createClient = (type: keyof typeof clients) => clients[type];`,
    ],
    [
      'a cache',
      `const cache: Record<string, Redis> = {};\nconst createClient = (type: string) => (cache[type] ??= new Redis(required));`,
    ],
  ] as const) {
    it(`warns of one bclient for two queues, in ${form}`, () => {
      const findings = check(noSharedBclient, twoQueues(createClient));
      assert.equal(findings.length, 1, JSON.stringify(findings));
      assert.equal(
        findings[0]!.message,
        'bclient blocks while it waits for jobs. Shared, 2 idle queues wait for each other, up to 5 s before a job starts. Give each queue its own.',
      );
      assert.match(underlined(findings[0]!, twoQueues(createClient)), /new Redis/);
    });
  }

  it('counts the queues of the whole workspace, and names their drainDelay', () => {
    const pool = `${head.replace(/^.*'bull'.*\n/, '')}
export const createClient = (type: string) => (type === 'client' ? client : type === 'subscriber' ? subscriber : bclient);\n`;
    const queue = (name: string) =>
      `import Bull from 'bull';\nimport { createClient } from './pool';\nexport const ${name} = new Bull('${name}', { createClient, settings: { drainDelay: 300 } });\n`;
    const workspace = { 'a.ts': queue('a'), 'b.ts': queue('b'), 'c.ts': queue('c'), 'pool.ts': pool };
    const [finding] = check(noSharedBclient, workspace);
    assert.match(finding!.message, /3 idle queues wait for each other, up to 600 s/);
    assert.match(underlined(finding!, workspace), /createClient/);
    assert.equal(finding!.related[0]!.file, 'pool.ts');
  });

  it('counts what one process makes, and of that what may wait for jobs', () => {
    const files = (code: Readonly<Record<string, string>>) => ({
      'queues.ts': `import Bull from 'bull';\nimport { createClient } from './pool';\nexport const a = new Bull('a', { createClient });\nexport const b = new Bull('b', { createClient });\n`,
      'pool.ts': `${head.replace(/^.*'bull'.*\n/, '')}export const createClient = (type: string) => ({ client, subscriber, bclient })[type];\n`,
      ...code,
    });
    const use = (code: string) => `import { a, b } from './queues';\n${code}\n`;
    const both = { 'worker.ts': use('a.process(run);\nb.process(run);') };
    assert.match(check(noSharedBclient, files(both))[0]!.message, /2 idle queues/);
    const apart = { 'worker.ts': use('a.process(run);\nb.add({});'), 'other.ts': use('a.add({});\nb.process(run);') };
    assert.deepEqual(check(noSharedBclient, files(apart)), []);
    const own = (name: string) =>
      `import Bull from 'bull';\nimport { createClient } from './pool';\nnew Bull('${name}', { createClient }).process(run);\n`;
    const { 'pool.ts': pool } = files({});
    assert.deepEqual(check(noSharedBclient, { 'a.ts': own('a'), 'b.ts': own('b'), 'pool.ts': pool }), []);
  });

  it('warns of one connection for client and bclient, with a single queue too', () => {
    const code = `${head}export const a = new Bull('a', { createClient: () => client });\n`;
    const [finding, ...rest] = check(noSharedBclient, code);
    assert.match(finding!.message, /As it is the client too, adds and lock renewals wait behind it/);
    assert.deepEqual(rest, []);
  });

  for (const [what, createClient] of [
    [
      'a bclient per queue beside shared clients',
      `const createClient = (type: string) => (type === 'client' ? client : type === 'subscriber' ? subscriber : new Redis(required));`,
    ],
    [
      'a cache that bclient passes by',
      `const cache: Record<string, Redis> = {};
const createClient = (type: string) => (type === 'bclient' ? new Redis(required) : (cache[type] ??= new Redis(required)));`,
    ],
    ['a new client at each call', `const createClient = () => new Redis(required);`],
    ['a duplicate at each call', `const createClient = () => client.duplicate();`],
  ] as const) {
    it(`says nothing of ${what}`, () => {
      assert.deepEqual(check(noSharedBclient, twoQueues(createClient)), []);
    });
  }

  it('says nothing of a bclient at module level that one queue has', () => {
    const code = `${head}export const a = new Bull('a', { createClient: (type) => ({ client, subscriber, bclient })[type] });\n`;
    assert.deepEqual(check(noSharedBclient, code), []);
  });
});
