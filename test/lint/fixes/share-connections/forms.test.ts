import assert from 'node:assert/strict';
import { sharedConnections } from '../../../../src/lint/rules/shared-connections';
import { applyFix } from '../../support/edits';
import { assertFixLaws } from '../../support/fix-laws';
import { check, type Workspace, workspaceOf } from '../../support/lint';

const fixesOf = (workspace: Workspace) => check(sharedConnections, workspace)[0]?.fixes() ?? [];

/** The files after the preferred fix, or after the one of that title. */
function after(workspace: Workspace, title?: string): Record<string, string> {
  const fixes = fixesOf(workspace);
  const fix = fixes.find((each) => (title ? each.title === title : each.isPreferred));
  assert.ok(fix, `No such fix among: ${fixes.map((each) => each.title).join('; ')}`);
  return applyFix(workspaceOf(workspace), fix);
}

/** What a new pool gives to `new Redis(…)`. */
function connectionIn(pool: string | undefined): string {
  return /const connection = new Redis\(([\s\S]*?)\);?\n/.exec(pool ?? '')?.[1] ?? 'no connection';
}

const IMPORT = `import { closeOnShutdown, createClient } from './redis-pool';`;

describe('Share Redis connections, in every form of the arguments', () => {
  for (const [form, call, expected, connection] of [
    ['a name alone', `new Bull('mail')`, `new Bull('mail', { createClient })`, 'options'],
    [
      'a URL',
      `new Bull('mail', 'redis://10.0.0.1:6380/2')`,
      `new Bull('mail', { createClient })`,
      `'redis://10.0.0.1:6380/2', options`,
    ],
    [
      'a URL from the environment',
      `new Bull('mail', process.env.REDIS_URL!)`,
      `new Bull('mail', { createClient })`,
      'process.env.REDIS_URL!, options',
    ],
    [
      'a URL and options',
      `new Bull('mail', 'redis://a', { prefix: 'p' })`,
      `new Bull('mail', { prefix: 'p', createClient })`,
      `'redis://a', options`,
    ],
    [
      'a URL and options with TLS',
      `new Bull('mail', 'rediss://a', { redis: { tls: {} }, prefix: 'p' })`,
      `new Bull('mail', { createClient, prefix: 'p' })`,
      `'rediss://a', { ...options, tls: {} }`,
    ],
    [
      'options',
      `new Bull('mail', { redis: { host: 'h', port: 6380 } })`,
      `new Bull('mail', { createClient })`,
      `{ ...options, host: 'h', port: 6380 }`,
    ],
    [
      'options with a URL',
      `new Bull('mail', { redis: 'redis://a', prefix: 'p' })`,
      `new Bull('mail', { createClient, prefix: 'p' })`,
      `'redis://a', options`,
    ],
    [
      'options with a URL that may be undefined',
      `new Bull('mail', { redis: process.env.REDIS_URL })`,
      `new Bull('mail', { createClient })`,
      'process.env.REDIS_URL!, options',
    ],
    [
      'options without redis',
      `new Bull('mail', { settings: { lockDuration: 60_000 } })`,
      `new Bull('mail', { settings: { lockDuration: 60_000 }, createClient })`,
      'options',
    ],
    ['a call without new', `Bull('mail')`, `Bull('mail', { createClient })`, 'options'],
    ['type arguments', `new Bull<{ a: 1 }>('mail')`, `new Bull<{ a: 1 }>('mail', { createClient })`, 'options'],
  ] as const) {
    it(form, () => {
      const files = { 'queue.ts': `import Bull from 'bull';\n\nexport const mail = ${call};\n` };
      const result = after(files);
      assert.equal(
        result['queue.ts'],
        `import Bull from 'bull';\n${IMPORT}\n\nexport const mail = closeOnShutdown(${expected});\n`,
      );
      assert.equal(connectionIn(result['redis-pool.ts']), connection);
      assertFixLaws(sharedConnections, files);
    });
  }

  it('moves options over several lines as they are, with their comments', () => {
    const files = {
      'queue.ts': `import Bull from 'bull';

export const mail = new Bull('mail', {
  // Shared with the web app.
  redis: {
    host: process.env.REDIS_HOST, // set by Heroku
    tls: { rejectUnauthorized: false },
  },
  prefix: 'p',
});
`,
    };
    const result = after(files);
    assert.equal(
      result['queue.ts'],
      `import Bull from 'bull';
${IMPORT}

export const mail = closeOnShutdown(new Bull('mail', {
  // Shared with the web app.
  createClient,
  prefix: 'p',
}));
`,
    );
    assert.equal(
      connectionIn(result['redis-pool.ts']),
      `{
    ...options,
    host: process.env.REDIS_HOST, // set by Heroku
    tls: { rejectUnauthorized: false },
  }`,
    );
    assertFixLaws(sharedConnections, files);
  });

  it('takes constants and imports along that nothing else uses, and leaves the others', () => {
    const files = {
      'queue.ts': `import Bull from 'bull';
import { redisHost, attempts } from './config';

const PORT = 6380;
const DB = 2;
const redis = { host: redisHost, port: PORT, db: DB };

export const db = DB;
export const mail = new Bull('mail', { redis, defaultJobOptions: { attempts } });
`,
      'config.ts': `export const redisHost = process.env.REDIS_HOST ?? 'localhost';\nexport const attempts = 3;\n`,
    };
    const result = after(files);
    assert.equal(
      result['queue.ts'],
      `import Bull from 'bull';
import { attempts } from './config';
${IMPORT}

const DB = 2;

export const db = DB;
export const mail = closeOnShutdown(new Bull('mail', { createClient, defaultJobOptions: { attempts } }));
`,
    );
    assert.match(result['redis-pool.ts']!, /^import \{ redisHost \} from '.\/config';$/m);
    assert.match(
      result['redis-pool.ts']!,
      /const PORT = 6380;\n {2}const DB = 2;\n {2}const redis = \{ host: redisHost, port: PORT, db: DB \};\n/,
    );
    assert.equal(connectionIn(result['redis-pool.ts']), '{ ...options, ...redis }');
    assertFixLaws(sharedConnections, files);
  });

  it('puts createClient into the options object that the queues share', () => {
    const files = `import Bull from 'bull';

const options: Bull.QueueOptions = { redis: { host: 'h' }, prefix: 'p' };

export const mail = new Bull('mail', options);
export const sms = new Bull('sms', { ...options, prefix: 'q' });
`;
    assert.equal(
      after(files)['queue.ts'],
      `import Bull from 'bull';
${IMPORT}

const options: Bull.QueueOptions = { createClient, prefix: 'p' };

export const mail = closeOnShutdown(new Bull('mail', options));
export const sms = closeOnShutdown(new Bull('sms', { ...options, prefix: 'q' }));
`,
    );
    assert.ok(!fixesOf(files).some(({ title }) => title === 'Share Redis connections of this queue'));
    assertFixLaws(sharedConnections, files);
  });

  it('spreads an options variable that has no redis', () => {
    const files = `import Bull from 'bull';

const options = { prefix: 'p' };

export const mail = new Bull('mail', 'redis://a', options);
`;
    assert.match(
      after(files)['queue.ts']!,
      /closeOnShutdown\(new Bull\('mail', \{ \.\.\.options, createClient \}\)\);/,
    );
    assertFixLaws(sharedConnections, files);
  });

  for (const [where, code, expected] of [
    [
      'a class field',
      `export class Mailer {\n  private readonly queue = new Bull('mail');\n  send() {\n    return this.queue.add({});\n  }\n}`,
      `private readonly queue = closeOnShutdown(new Bull('mail', { createClient }));`,
    ],
    [
      'an object',
      `export const queues = {\n  mail: new Bull('mail'),\n};`,
      `  mail: closeOnShutdown(new Bull('mail', { createClient })),`,
    ],
    [
      'a map over names',
      `export const queues = ['a', 'b'].map((name) => new Bull(name));`,
      `['a', 'b'].map((name) => closeOnShutdown(new Bull(name, { createClient })));`,
    ],
    [
      'a cache',
      `let mail: Bull.Queue | undefined;\nexport const queue = () => (mail ??= new Bull('mail'));`,
      `(mail ??= closeOnShutdown(new Bull('mail', { createClient })));`,
    ],
    [
      'a cast',
      `export const mail = new Bull('mail') as Bull.Queue<string>;`,
      `{ createClient })) as Bull.Queue<string>;`,
    ],
    [
      'a default export',
      `export default new Bull('mail');`,
      `export default closeOnShutdown(new Bull('mail', { createClient }));`,
    ],
  ] as const) {
    it(`works in ${where}`, () => {
      const files = `import Bull from 'bull';\n\n${code}\n`;
      assert.ok(after(files)['queue.ts']!.includes(expected), after(files)['queue.ts']);
      assertFixLaws(sharedConnections, files);
    });
  }
});

describe('Share Redis connections, as the file is written', () => {
  it('CommonJS without semicolons, with tabs and double quotes', () => {
    const result = after({
      'queue.js': `"use strict"\n\nconst Queue = require("bull")\n\nmodule.exports = new Queue("mail", {\n\tprefix: "p"\n})\n`,
    });
    assert.equal(
      result['queue.js'],
      `"use strict"\n\nconst Queue = require("bull")\nconst { closeOnShutdown, createClient } = require("./redis-pool")\n\nmodule.exports = closeOnShutdown(new Queue("mail", {\n\tprefix: "p",\n\tcreateClient\n}))\n`,
    );
    assert.match(result['redis-pool.js']!, /^const Redis = require\("ioredis"\)\n/);
    assert.match(result['redis-pool.js']!, /\nmodule\.exports = \{ closeOnShutdown, createClient \}\n$/);
    assert.doesNotMatch(result['redis-pool.js']!, /;|'|^ /m);
  });

  it('Windows line ends', () => {
    const result = after({ 'queue.mjs': `import Bull from 'bull';\r\nexport const mail = new Bull('mail');\r\n` });
    for (const text of Object.values(result)) assert.doesNotMatch(text, /[^\r]\n/);
  });

  for (const [what, files, specifier] of [
    [
      'an ES module has its extension',
      { 'queue.mjs': `import Bull from 'bull';\nnew Bull('a');\n` },
      './redis-pool.mjs',
    ],
    [
      'a package of type module has extensions',
      { 'queue.js': `import Bull from 'bull';\nnew Bull('a');\n`, 'package.json': '{ "type": "module" }' },
      './redis-pool.js',
    ],
    [
      'TypeScript that writes .js writes it',
      { 'queue.ts': `import Bull from 'bull';\nimport './log.js';\nnew Bull('a');\n`, 'log.ts': 'export {};\n' },
      './redis-pool.js',
    ],
    [
      'nodenext wants .js',
      {
        'queue.ts': `import Bull from 'bull';\nnew Bull('a');\n`,
        'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
      },
      './redis-pool.js',
    ],
    ['a bundler wants none', { 'queue.ts': `import Bull from 'bull';\nnew Bull('a');\n` }, './redis-pool'],
  ] as const) {
    it(`${what}`, () => {
      const [text] = Object.values(after(files));
      assert.ok(text!.includes(`from '${specifier}'`), text);
    });
  }

  it('takes another name where createClient is taken', () => {
    const files = `import Bull from 'bull';\nimport { createClient } from 'redis';\n\nexport const cache = createClient();\nexport const mail = new Bull('mail');\n`;
    const text = after(files)['queue.ts']!;
    assert.ok(text.includes(`import { closeOnShutdown, createClient as createBullClient } from './redis-pool';`), text);
    assert.ok(text.includes(`new Bull('mail', { createClient: createBullClient })`), text);
  });
});

describe('Share Redis connections, over the workspace', () => {
  const queue = (name: string, redis = 'process.env.REDIS_URL!') =>
    `import Bull from 'bull';\nexport const ${name} = new Bull('${name}', ${redis});\n`;

  it('offers the workspace, the file, the queue, and the pool in the file', () => {
    const files = {
      'queues/a.ts': `${queue('a')}export const b = new Bull('b', process.env.REDIS_URL!);\n`,
      'worker.ts': queue('c'),
    };
    assert.deepEqual(
      fixesOf(files).map(({ title, isPreferred }) => [title, isPreferred]),
      [
        ['Share Redis connections with the 2 other queues', true],
        ['Share Redis connections of the 2 queues in this file', false],
        ['Share Redis connections of this queue', false],
        ['Share Redis connections, with the pool in this file', false],
      ],
    );
    const result = after(files);
    assert.ok(result['queues/redis-pool.ts']);
    assert.match(result['worker.ts']!, /from '\.\/queues\/redis-pool';/);
    assert.deepEqual(check(sharedConnections, result), []);
    assertFixLaws(sharedConnections, files);
  });

  it('leaves queues of another Redis alone', () => {
    const files = { 'a.ts': queue('a'), 'b.ts': queue('b'), 'c.ts': queue('c', `'redis://cache'`) };
    assert.equal(fixesOf(files)[0]!.title, 'Share Redis connections with another queue');
    const result = after(files);
    assert.equal(result['c.ts'], files['c.ts']);
    assert.match(result['b.ts']!, /createClient/);
  });

  it('leaves queues alone for which the rule is disabled', () => {
    const b = `import Bull from 'bull';\n// bull-lens-disable-next-line shared-connections -- on its own\nexport const b = new Bull('b', process.env.REDIS_URL!);\n`;
    const files = { 'a.ts': queue('a'), 'b.ts': b, 'c.ts': queue('c') };
    const result = after(files);
    assert.equal(result['b.ts'], b);
    assert.match(result['c.ts']!, /createClient/);
  });

  it('makes a pool of its own for another Redis', () => {
    const first = after({ 'a.ts': queue('a'), 'b.ts': queue('b') });
    const second = after({ 'c.ts': queue('c', `'redis://cache'`), ...first });
    assert.match(second['c.ts']!, /from '\.\/redis-pool-2';/);
    assert.equal(connectionIn(second['redis-pool-2.ts']), `'redis://cache', options`);
  });

  it('uses the pool that it made before, and its import', () => {
    const files = { 'a.ts': `${queue('a')}export const b = new Bull('b', process.env.REDIS_URL!);\n` };
    const first = after(files, 'Share Redis connections of this queue');
    const second = after(first, 'Share Redis connections of this queue');
    assert.equal(
      second['a.ts'],
      `import Bull from 'bull';
${IMPORT}
export const a = closeOnShutdown(new Bull('a', { createClient }));
export const b = closeOnShutdown(new Bull('b', { createClient }));
`,
    );
    assert.equal(second['redis-pool.ts'], first['redis-pool.ts']);
  });

  it('uses a pool that somebody wrote, if it is right and for the same Redis', () => {
    const pool = `import Redis from 'ioredis';
const url = process.env.REDIS_URL!;
const options = { maxRetriesPerRequest: null, enableReadyCheck: false };
const client = new Redis(url, options);
const subscriber = new Redis(url, options);
export const bullClients = (type: string) =>
  type === 'client' ? client : type === 'subscriber' ? subscriber : new Redis(url, options);
export const close = () => Promise.all([client.quit(), subscriber.quit()]);
`;
    const user = `import Bull from 'bull';\nimport { bullClients } from './lib/clients';\nexport const b = new Bull('b', { createClient: bullClients });\n`;
    const files = { 'a.ts': queue('a'), 'b.ts': user, 'lib/clients.ts': pool };
    const result = after(files);
    assert.equal(
      result['a.ts'],
      `import Bull from 'bull';\nimport { bullClients as createClient } from './lib/clients';\nexport const a = new Bull('a', { createClient });\n`,
    );
    assert.deepEqual(Object.keys(result), Object.keys(files));
    const elsewhere = after({ ...files, 'a.ts': queue('a', `'redis://cache'`) });
    assert.ok(elsewhere['redis-pool.ts']);
  });

  it('stays within the package', () => {
    const files = {
      'apps/a/queue.ts': queue('a'),
      'apps/a/package.json': '{ "name": "a" }',
      'apps/b/queue.ts': queue('b'),
      'apps/b/package.json': '{ "name": "b" }',
    };
    assert.deepEqual(
      fixesOf(files).map(({ title }) => title),
      ['Share Redis connections of this queue', 'Share Redis connections, with the pool in this file'],
    );
  });
});

describe('Share Redis connections is not offered', () => {
  for (const [why, code] of [
    [
      'for a redis that is not known',
      `export const make = (redis: Bull.QueueOptions['redis']) => new Bull('a', { redis });`,
    ],
    ['for a redis with a keyPrefix, which is Bull’s own prefix', `new Bull('a', { redis: { keyPrefix: 'acme' } });`],
    [
      'for a createClient inside redis, which is to be moved out',
      `new Bull('a', { redis: { createClient() {} } as object });`,
    ],
    ['for an exported constant', `export const redis = { host: 'h' };\nnew Bull('a', { redis });`],
    [
      'for a field of the class',
      `class A {\n  private redis = { host: 'h' };\n  queue = new Bull('a', { redis: this.redis });\n}`,
    ],
    ['for a subclass', `class Mail extends (Bull as any) {\n  constructor() {\n    super('a');\n  }\n}\nnew Mail();`],
    [
      'in a request handler',
      `export const post = async (req: unknown, res: unknown) => {\n  await new Bull('a').add({});\n};`,
    ],
    [
      'where the queue is closed again',
      `export async function count() {\n  const q = new Bull('a');\n  await q.close();\n}`,
    ],
    ['where an argument is ignored', `new (Bull as any)('a', { prefix: 'p' }, { redis: {} });`],
    [
      'where the options are somebody else’s too',
      `const options = { redis: { host: 'h' } };\nrun(options);\nnew Bull('a', options);`,
    ],
  ] as const) {
    it(why, () => assert.deepEqual(fixesOf(`import Bull from 'bull';\n${code}\n`), []));
  }

  it('in TypeScript where ioredis has other types than Bull takes', () => {
    const queue = `import Bull from 'bull';\nnew Bull('a');\n`;
    const packageJson = JSON.stringify({ dependencies: { bull: '^4.16.5', ioredis: '^6.0.0' } });
    assert.deepEqual(fixesOf({ 'queue.ts': queue, 'package.json': packageJson }), []);
    assert.ok(fixesOf({ 'queue.mjs': queue, 'package.json': packageJson }).length > 0);
  });

  it('for NestJS modules', () => {
    const code = `import { BullModule } from '@nestjs/bull';\nexport const imports = [BullModule.forRoot({ redis: { host: 'h' } }), BullModule.registerQueue({ name: 'a' })];\n`;
    assert.ok(check(sharedConnections, code).length > 0);
    assert.deepEqual(fixesOf(code), []);
  });
});
