import assert from 'node:assert/strict';
import { rules } from '../../../../src/lint/rules';
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

const IMPORT = `import { closeOnShutdown, createClient } from './redis-pool';`;

describe('Share Redis connections, in every form of the arguments', () => {
  for (const [form, call, expected] of [
    ['a name alone', `new Bull('mail')`, `new Bull('mail', { createClient })`],
    ['a URL', `new Bull('mail', 'redis://a/2')`, `new Bull('mail', 'redis://a/2', { createClient })`],
    [
      'a URL from the environment',
      `new Bull('mail', process.env.REDIS_URL!)`,
      `new Bull('mail', process.env.REDIS_URL!, { createClient })`,
    ],
    [
      'options behind a URL from the environment',
      `new Bull('mail', process.env.REDIS_URL!, { prefix: 'p' })`,
      `new Bull('mail', process.env.REDIS_URL!, { prefix: 'p', createClient })`,
    ],
    [
      'options with an address',
      `new Bull('mail', { redis: { host: 'h', port: 6380 } })`,
      `new Bull('mail', { redis: { host: 'h', port: 6380 }, createClient })`,
    ],
    [
      'options with a URL',
      `new Bull('mail', { redis: process.env.REDIS_URL })`,
      `new Bull('mail', { redis: process.env.REDIS_URL, createClient })`,
    ],
    [
      'options with a prefix in redis, which Bull takes out of it',
      `new Bull('mail', { redis: { keyPrefix: 'acme' } })`,
      `new Bull('mail', { redis: { keyPrefix: 'acme' }, createClient })`,
    ],
    ['no options, said so', `new Bull('mail', undefined)`, `new Bull('mail', { createClient })`],
    ['a constant', `new Bull('mail', options)`, `new Bull('mail', { ...options, createClient })`],
    [
      'a constant of another file',
      `new Bull('mail', 'redis://a', shared)`,
      `new Bull('mail', 'redis://a', { ...shared, createClient })`,
    ],
    [
      'what a function makes',
      `new Bull('mail', optionsFor('mail'))`,
      `new Bull('mail', { ...optionsFor('mail'), createClient })`,
    ],
    [
      'a condition',
      `new Bull('mail', options ?? shared)`,
      `new Bull('mail', { ...(options ?? shared), createClient })`,
    ],
    ['a cast', `new Bull('mail', options as object)`, `new Bull('mail', { ...(options as object), createClient })`],
    ['a call without new', `Bull('mail')`, `Bull('mail', { createClient })`],
    ['type arguments', `new Bull<{ a: 1 }>('mail')`, `new Bull<{ a: 1 }>('mail', { createClient })`],
  ] as const) {
    it(form, () => {
      const before = `import Bull from 'bull';
import { shared } from './shared';

const options = { prefix: 'p' };
const optionsFor = (name: string) => ({ prefix: name });
`;
      const files = {
        'queue.ts': `${before}export const mail = ${call};\nexport { options, optionsFor, shared };\n`,
        'shared.ts': `export const shared = { prefix: 's' };\n`,
      };
      const result = after(files);
      assert.equal(
        result['queue.ts'],
        files['queue.ts'].replace(call, `closeOnShutdown(${expected})`).replace(/;\n\n/, `;\n${IMPORT}\n\n`),
      );
      assertFixLaws(sharedConnections, files);
    });
  }

  it('leaves options over several lines as they are, with their comments', () => {
    const files = {
      'queue.ts': `import Bull from 'bull';

export const mail = new Bull('mail', {
  // Shared with the web app.
  redis: {
    host: process.env.REDIS_HOST, // set by Heroku
    tls: { rejectUnauthorized: false },
  },
  prefix: 'p', // ours
});
`,
    };
    assert.equal(
      after(files)['queue.ts'],
      `import Bull from 'bull';
${IMPORT}

export const mail = closeOnShutdown(new Bull('mail', {
  // Shared with the web app.
  redis: {
    host: process.env.REDIS_HOST, // set by Heroku
    tls: { rejectUnauthorized: false },
  },
  prefix: 'p', // ours
  createClient,
}));
`,
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
      'a class with a method for its options',
      `export class Mailer {\n  queue = new Bull('mail', this.options());\n  private options() {\n    return { redis: { host: 'h' } };\n  }\n}`,
      `queue = closeOnShutdown(new Bull('mail', { ...this.options(), createClient }));`,
    ],
    [
      'a subclass',
      `export class Mail extends Bull {\n  constructor() {\n    super('mail');\n    this.setMaxListeners(20);\n  }\n}\nexport const mail = new Mail();`,
      `    super('mail', { createClient });\n    closeOnShutdown(this);\n    this.setMaxListeners(20);`,
    ],
    [
      'a subclass that takes its options',
      `class Mail extends Bull {\n  constructor(name: string, options?: Bull.QueueOptions) {\n    super(name, options);\n  }\n}\nexport const a = new Mail('a'), b = new Mail('b', { prefix: 'p' });`,
      `super(name, { ...options, createClient });`,
    ],
    [
      'a factory',
      `export const make = (name: string) => new Bull(name, { redis: { host: 'h' } });\nexport const mail = make('mail');`,
      `closeOnShutdown(new Bull(name, { redis: { host: 'h' }, createClient }));`,
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
    [
      'a function that closes its queue again',
      `export async function count() {\n  const mail = new Bull('mail');\n  await mail.close();\n}`,
      `const mail = closeOnShutdown(new Bull('mail', { createClient }));`,
    ],
  ] as const) {
    it(`works in ${where}`, () => {
      const files = `import Bull from 'bull';\n\n${code}\n`;
      assert.ok(after(files)['queue.ts']!.includes(expected), after(files)['queue.ts']);
      assertFixLaws(sharedConnections, files);
    });
  }

  it('works in an ES5 class', () => {
    const files = {
      'queue.js': `const Bull = require('bull');\nfunction Mail() {\n  Bull.call(this, 'mail');\n}\nrequire('util').inherits(Mail, Bull);\nmodule.exports = new Mail();\n`,
    };
    assert.ok(
      after(files)['queue.js']!.includes(`  Bull.call(this, 'mail', { createClient });\n  closeOnShutdown(this);\n`),
    );
  });
});

describe('Share Redis connections in NestJS', () => {
  const module = (imports: string) => `import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';

@Module({
  imports: [
    ${imports},
  ],
})
export class AppModule {}
`;
  const IMPORTED = `import { createClient, RedisPoolModule } from './redis-pool';`;

  for (const [where, imports, expected] of [
    [
      'the configuration that forRoot shares',
      `BullModule.forRoot({ redis: { host: 'h' } }),\n    BullModule.registerQueue({ name: 'a' }, { name: 'b' })`,
      `BullModule.forRoot({ redis: { host: 'h' }, createClient }),\n    RedisPoolModule,\n    BullModule.registerQueue({ name: 'a' }, { name: 'b' })`,
    ],
    [
      'what the factory of forRootAsync returns',
      `BullModule.forRootAsync({ useFactory: () => ({ redis: 'redis://h' }) }),\n    BullModule.registerQueue({ name: 'a' })`,
      `BullModule.forRootAsync({ useFactory: () => ({ redis: 'redis://h', createClient }) }),\n    RedisPoolModule,\n    BullModule.registerQueue({ name: 'a' })`,
    ],
    [
      'the options of registerQueue where nothing is shared',
      `BullModule.registerQueue({ name: 'a', redis: { host: 'h' } })`,
      `BullModule.registerQueue({ name: 'a', redis: { host: 'h' }, createClient }),\n    RedisPoolModule`,
    ],
  ] as const) {
    it(`goes into ${where}, with a module that closes the pool`, () => {
      const result = after(module(imports));
      assert.equal(
        result['queue.ts'],
        module(expected).replace(`'@nestjs/common';\n`, `'@nestjs/common';\n${IMPORTED}\n`),
      );
      assert.match(result['redis-pool.ts']!, /async onApplicationShutdown\(\) \{/);
      assert.doesNotMatch(result['redis-pool.ts']!, /SIGTERM|closeOnShutdown/);
      assert.deepEqual(check(sharedConnections, result), []);
    });
  }

  it('closes no connection of NestJS with the last queue that code makes itself', () => {
    const files = {
      'app.module.ts': module(`BullModule.registerQueue({ name: 'a' })`),
      'queue.ts': `import Bull from 'bull';\nexport const b = new Bull('b');\n`,
    };
    const pool = after(files)['redis-pool.ts']!;
    assert.doesNotMatch(pool, /SIGTERM|on\('close'/);
    assert.match(
      pool,
      /await Promise\.all\(Array\.from\(queues, \(queue\) => queue\.close\(\)\)\);\n {4}await closeConnections/,
    );
  });

  it('goes into forRoot of another file, for all queues at once', () => {
    const files = {
      'mail.module.ts': module(`BullModule.registerQueue({ name: 'mail' })`),
      'sms.module.ts': module(`BullModule.registerQueue({ name: 'sms' })`),
      'app.module.ts': module(`BullModule.forRoot({})`),
    };
    const result = after(files);
    assert.match(result['app.module.ts']!, /BullModule\.forRoot\(\{ createClient \}\),\n    RedisPoolModule,/);
    for (const file of ['mail.module.ts', 'sms.module.ts'] as const) assert.equal(result[file], files[file]);
    assert.deepEqual(check(sharedConnections, result), []);
  });

  const REGISTER = `BullModule.registerQueue({ name: 'a' }, { name: 'b' })`;
  for (const [what, declared, listed] of [
    ['a constant', `export const queues = ${REGISTER};`, 'queues'],
    ['an arrow function', `export const queues = () => ${REGISTER};`, 'queues()'],
    ['a function', `export function queues() {\n  return ${REGISTER};\n}`, 'queues()'],
  ] as const) {
    const head = `import { BullModule } from '@nestjs/bull';\n`;
    const shared = REGISTER.replaceAll(/'(.)' /g, `'$1', createClient `);
    const withPool = module(listed).replace(listed, `${listed},\n    RedisPoolModule`);

    it(`goes into the queues that ${what} of the file holds, with a module that closes the pool`, () => {
      const files = { 'queue.ts': module(listed).replace(head, `${head}${declared}\n`) };
      const result = after(files)['queue.ts']!;
      assert.ok(result.includes(declared.replace(REGISTER, shared)), result);
      assert.ok(result.includes(`    ${listed},\n    RedisPoolModule,\n`), result);
      assert.deepEqual(check(sharedConnections, after(files)), []);
    });

    it(`goes into the queues that ${what} of another file holds, with a module that closes the pool`, () => {
      const imports = (text: string) => text.replace(head, `import { queues } from './queues';\n`);
      const files = { 'queues.ts': `${head}\n${declared}\n`, 'app.module.ts': imports(module(listed)) };
      const result = after(files);
      assert.ok(result['queues.ts']!.includes(declared.replace(REGISTER, shared)), result['queues.ts']);
      assert.equal(
        result['app.module.ts'],
        imports(withPool).replace(`/common';\n`, `/common';\nimport { RedisPoolModule } from './redis-pool';\n`),
      );
      assert.deepEqual(check(sharedConnections, result), []);
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

  it('leaves what is behind the last import where it is', () => {
    const start = `import Bull from 'bull'; `;
    for (const [behind, kept] of [
      ['\n', `${start}\n${IMPORT}\n`],
      ['// ours \n', `${start}// ours \n${IMPORT}\n`],
      ['export const n = 1;\n', `import Bull from 'bull';\n${IMPORT} export const n = 1;\n`],
    ] as const) {
      const text = after({ 'queue.ts': `${start}${behind}export const mail = new Bull('mail');\n` })['queue.ts']!;
      assert.ok(text.startsWith(kept), text);
    }
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
      'nodenext wants .js in a package of type module',
      {
        'queue.ts': `import Bull from 'bull';\nnew Bull('a');\n`,
        'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
        'package.json': '{ "type": "module" }',
      },
      './redis-pool.js',
    ],
    [
      'nodenext wants none in another package, where a test runner would not find it',
      {
        'queue.ts': `import Bull from 'bull';\nnew Bull('a');\n`,
        'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
        'package.json': '{ "name": "nest-app" }',
      },
      './redis-pool',
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

  it('takes queues of another Redis too, each with its own connections', () => {
    const files = { 'a.ts': queue('a'), 'b.ts': queue('b'), 'c.ts': queue('c', `'redis://cache'`) };
    assert.equal(fixesOf(files)[0]!.title, 'Share Redis connections with the 2 other queues (one pair for each Redis)');
    assert.match(after(files)['c.ts']!, /new Bull\('c', 'redis:\/\/cache', \{ createClient \}\)/);
  });

  it('leaves queues alone for which the rule is disabled', () => {
    const b = `import Bull from 'bull';\n// bull-lens-disable-next-line shared-connections -- on its own\nexport const b = new Bull('b', process.env.REDIS_URL!);\n`;
    const files = { 'a.ts': queue('a'), 'b.ts': b, 'c.ts': queue('c') };
    const result = after(files);
    assert.equal(result['b.ts'], b);
    assert.match(result['c.ts']!, /createClient/);
  });

  it('lies where production code lies, and leaves tests, scripts and build output alone', () => {
    const elsewhere = ['__tests__/queue.ts', 'dist/queue.ts', 'scripts/clean.ts', 'src/queue.test.ts'];
    const files = {
      'src/queue.ts': queue('a'),
      ...Object.fromEntries(elsewhere.map((path) => [path, queue('b')])),
      'worker.ts': queue('c'),
    };
    const result = after(files);
    assert.ok(result['src/redis-pool.ts']);
    assert.match(result['worker.ts']!, /from '\.\/src\/redis-pool'/);
    for (const path of elsewhere) assert.equal(result[path], queue('b'));
  });

  for (const [file, pool] of [
    ['api/orders.ts', 'redis-pool.ts'],
    ['api/controllers/MailController.ts', 'redis-pool.ts'],
    ['src/pages/api/mail.ts', 'src/redis-pool.ts'],
    ['src/queues/mail.ts', 'src/queues/redis-pool.ts'],
  ] as const) {
    it(`lies where no framework takes it for something else: for ${file} at ${pool}`, () => {
      assert.ok(after({ [file]: queue('a'), 'package.json': '{}' })[pool]);
    });
  }

  for (const [files, pool] of [
    [['src/queues/mail.ts', 'src/services/reports/queue.ts'], 'src/redis-pool.ts'],
    [['src/mail/queues/a.ts', 'src/mail/b.ts'], 'src/mail/redis-pool.ts'],
    [['server/a.ts', 'worker/b.ts'], 'server/redis-pool.ts'],
  ] as const) {
    it(`lies in the folder of all that use it: for ${files.join(' and ')} at ${pool}`, () => {
      const result = after(Object.fromEntries(files.map((file, i) => [file, queue(`queue${i}`)])));
      assert.ok(result[pool], Object.keys(result).join());
      assert.deepEqual(check(sharedConnections, result), []);
    });
  }

  it('stays within what a Dockerfile makes an image of', () => {
    const files = { 'server/a.ts': queue('a'), 'worker/b.ts': queue('b'), 'worker/Dockerfile': 'FROM node\n' };
    const result = after(files);
    assert.ok(result['server/redis-pool.ts']);
    assert.equal(result['worker/b.ts'], files['worker/b.ts']);
  });

  it('hides nothing of a queue from the other rules', () => {
    const files = {
      'queue.js': `const Bull = require('bull');\nconst mail = new Bull('mail', 'rediss://h', { settings: { lockDuration: 1000, lockRenewTime: 900 } });\nmail.process(async () => {});\nmail.add({});\nnew Bull('feeds', { redis: { url: process.env.REDIS_URL, lockDuration: 1 } });\nnew Bull('sms', { redis: { ur1: 'redis://h', uri: 'redis://h' } });\n`,
    };
    const others = rules.filter((rule) => rule !== sharedConnections);
    const said = (all: Workspace) => others.flatMap((rule) => check(rule, all).map(({ message }) => message));
    const before = said(files);
    assert.ok(before.length >= 6, before.join('\n'));
    assert.deepEqual(said(after(files)), before);
  });

  it('takes JavaScript and TypeScript together only where TypeScript reads JavaScript', () => {
    const files = {
      'a.ts': queue('a'),
      'b.js': `const Bull = require('bull');\nmodule.exports = new Bull('b');\n`,
    };
    assert.equal(after(files)['b.js'], files['b.js']);
    const tsconfig = '{ "compilerOptions": { "allowJs": true } }';
    assert.match(after({ ...files, 'tsconfig.json': tsconfig })['b.js']!, /require\('\.\/redis-pool'\)/);
  });

  it('uses the pool that it made before, and its import', () => {
    const files = { 'a.ts': `${queue('a')}export const b = new Bull('b', process.env.REDIS_URL!);\n` };
    const first = after(files, 'Share Redis connections of this queue');
    const second = after(first, 'Share Redis connections of this queue');
    assert.equal(
      second['a.ts'],
      `import Bull from 'bull';
${IMPORT}
export const a = closeOnShutdown(new Bull('a', process.env.REDIS_URL!, { createClient }));
export const b = closeOnShutdown(new Bull('b', process.env.REDIS_URL!, { createClient }));
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
      `import Bull from 'bull';\nimport { bullClients as createClient } from './lib/clients';\nexport const a = new Bull('a', process.env.REDIS_URL!, { createClient });\n`,
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
    const result = after(files);
    assert.ok(result['apps/a/redis-pool.ts']);
    assert.equal(result['apps/b/queue.ts'], files['apps/b/queue.ts']);
  });
});

describe('Share Redis connections, and the ioredis that the code gets', () => {
  const queue = `import Bull from 'bull';\nexport const mail = new Bull('mail');\n`;
  const manifest = (dependencies: Record<string, string>): string =>
    `${JSON.stringify({ name: 'shop', dependencies }, null, 2)}\n`;

  for (const [what, dependencies, imported, added] of [
    ['5 where it is declared', { bull: '^4.16.5', ioredis: '^5.4.1' }, `import { Redis } from 'ioredis';`, null],
    ['6 where it is declared', { bull: '^4.16.5', ioredis: '^6.0.0' }, `import { Redis } from 'ioredis';`, null],
    ['4 where it is declared', { bull: '^4.16.5', ioredis: '^4.28.5' }, `import Redis from 'ioredis';`, null],
    ['that of Bull 3', { bull: '3.29.3' }, `import Redis from 'ioredis';`, '^4.28.5'],
    ['that of Bull 4.10.1', { bull: '4.10.1' }, `import Redis from 'ioredis';`, '^4.28.5'],
    ['that of Bull 4.10.2', { bull: '4.10.2' }, `import { Redis } from 'ioredis';`, '^5.3.2'],
    ['that of the newest Bull 4', { bull: '^4.0.0' }, `import { Redis } from 'ioredis';`, '^5.3.2'],
  ] as const) {
    it(`is ${what}`, () => {
      const files = { 'queue.ts': queue, 'package.json': manifest({ ...dependencies, zod: '^3.0.0' }) };
      const result = after(files);
      assert.ok(result['redis-pool.ts']!.includes(`\n${imported}\n`), result['redis-pool.ts']);
      const all = added ? { ...dependencies, ioredis: added } : dependencies;
      assert.equal(result['package.json'], manifest({ ...all, zod: '^3.0.0' }));
      const [first] = fixesOf(files);
      assert.equal(first?.title.endsWith(`(adds ioredis ${added} to package.json)`), added !== null, first?.title);
    });
  }

  it('is given to Bull with other types by a cast', () => {
    const files = { 'queue.ts': queue, 'package.json': manifest({ bull: '^4.16.5', ioredis: '^6.0.0' }) };
    assert.match(after(files)['redis-pool.ts']!, /return connection as unknown as BullClient;/);
    const javascript = { 'queue.mjs': queue, 'package.json': files['package.json'] };
    assert.doesNotMatch(after(javascript)['redis-pool.mjs']!, /BullClient|createClient\(type:/);
  });

  it('is imported as Bull is, where ioredis is its class', () => {
    const files = {
      'queue.ts': queue.replace('Bull from', '* as Bull from'),
      'package.json': manifest({ bull: '3.0.0' }),
    };
    assert.match(after(files)['redis-pool.ts']!, /import \* as Redis from 'ioredis';/);
  });

  it('needs neither a new Node nor a new TypeScript', () => {
    for (const file of ['queue.ts', 'queue.js']) {
      const pool = Object.entries(after({ [file]: queue })).find(([path]) => path.startsWith('redis-pool'))![1];
      assert.doesNotMatch(pool, /\?\?=|\?\.|\bimport \{[^}]*\btype\b|\.finally\(|\.at\(/);
      // Compiled for ES5, only an array can be spread.
      assert.doesNotMatch(pool, /\[\.\.\.|for \(/);
    }
  });
});

describe('Share Redis connections is not offered, and the menu says why', () => {
  it('where the Bull that is installed would hand the pool a URL instead of options', () => {
    const why = (bull: string, redis: string) =>
      check(sharedConnections, {
        'queue.js': `const Bull = require('bull');\nconst config = require('config');\nconst mail = new Bull('mail', { redis: ${redis} });\nmail.process(send);\n`,
        'package.json': JSON.stringify({ dependencies: { bull } }),
      })[0]?.whyNoFix?.() ?? null;
    const because =
      'Share Redis connections is not offered here: Bull before 3.25 hands a URL in redis to createClient as it is';
    assert.equal(why('3.12.1', 'process.env.REDIS_URL'), because);
    assert.equal(why('^3.12.1', `'redis://cache'`), because);
    assert.equal(why('3.12.1', `config.get('redis')`), because);
    assert.equal(
      why('^3.12.1', `config.get('redis')`),
      null,
      'the newest of these is installed, which reads options only',
    );
    assert.equal(why('3.12.1', `{ host: process.env.REDIS_HOST }`), null);
    assert.equal(why('3.25.0', 'process.env.REDIS_URL'), null);
    assert.equal(why('4.16.5', 'process.env.REDIS_URL'), null);
  });

  for (const [why, code] of [
    [
      'redis is a client, and Bull reads no address from a client',
      `import Redis from 'ioredis';\nnew Bull('a', { redis: new Redis() as object });`,
    ],
    [
      'each request makes this queue anew',
      `export const post = async (req: unknown, res: unknown) => {\n  await new Bull('a').add({});\n};`,
    ],
    [
      'it has a createClient in redis, which belongs beside it',
      `new (Bull as any)('a', { redis: { createClient: () => null } });`,
    ],
    ['Bull does not read its options', `new (Bull as any)('a', undefined, { prefix: 'p' });`],
    [
      'it is not certain what its arguments are',
      `const args = ['a', { prefix: 'p' }] as const;\nnew (Bull as any)(...args);`,
    ],
  ] as const) {
    it(why, () => {
      const [finding] = check(sharedConnections, `import Bull from 'bull';\n${code}\n`);
      assert.deepEqual(finding?.fixes(), []);
      assert.equal(finding.whyNoFix?.(), `Share Redis connections is not offered here: ${why}`);
    });
  }

  it('BullModule.registerQueue stands in no list of imports', () => {
    const [finding] = check(
      sharedConnections,
      `import { BullModule } from '@nestjs/bull';\nexport const queues = BullModule.registerQueue({ name: 'a' });\n`,
    );
    assert.match(finding?.whyNoFix?.() ?? '', /: BullModule\.registerQueue stands in no list of imports$/);
  });

  it('says nothing where it is offered', () => {
    const [finding] = check(sharedConnections, `import Bull from 'bull';\nnew Bull('a');\n`);
    assert.equal(finding?.whyNoFix?.(), null);
  });
});
