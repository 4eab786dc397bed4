import assert from 'node:assert/strict';
import { ignoredOption } from '../../../src/lint/rules/ignored-option/index';
import { assertFixLaws } from '../support/fix-laws';
import { check, underlined, type Workspace } from '../support/lint';

/** What the rule says of the first file: `underlined text: message`. */
function said(workspace: Workspace): string[] {
  return check(ignoredOption, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

/** The first file after all fixes, which are held to the laws of fixes. */
function afterFixes(workspace: Workspace): string | undefined {
  return Object.values(assertFixLaws(ignoredOption, workspace))[0];
}

function js(code: string): Record<string, string> {
  return { 'queue.js': code };
}

describe('ignored-option', () => {
  describe('createClient', () => {
    const inRedis = js(`const Bull = require('bull');
const { createClient } = require('./clients');

module.exports = new Bull('orders', {
  redis: {
    createClient,
  },
  prefix: 'shop',
});
`);

    it('inside redis is never called', () => {
      assert.deepEqual(said(inRedis), [
        'createClient: Bull never calls a createClient inside `redis`; this queue connects to 127.0.0.1:6379. Move it beside `redis`.',
      ]);
    });

    it('inside redis beside a host: the queue opens its own connections there', () => {
      const [first] = said(js(`require('bull')('orders', { redis: { host: 'redis', createClient: () => client } });`));
      assert.match(first ?? '', /this queue opens its own connections\. Move it beside `redis`\.$/);
    });

    it('moves out of redis, and an empty redis goes', () => {
      assert.equal(
        afterFixes(inRedis),
        `const Bull = require('bull');
const { createClient } = require('./clients');

module.exports = new Bull('orders', {
  prefix: 'shop',
  createClient,
});
`,
      );
    });

    it('moves as it is written, a function over several lines included', () => {
      const code = `import Bull from 'bull';
import Redis from 'ioredis';

export const mail = new Bull('mail', {
  redis: {
    host: 'redis.internal',
    createClient(type: string) {
      return new Redis("redis://redis.internal", { connectionName: type });
    },
  } as object,
});
`;
      assert.equal(
        afterFixes(code),
        `import Bull from 'bull';
import Redis from 'ioredis';

export const mail = new Bull('mail', {
  createClient(type: string) {
    return new Redis("redis://redis.internal", { connectionName: type });
  },
});
`,
        'redis goes too, since this createClient does not read it',
      );
    });

    it('that is no function is not called, and close() leaves the clients open', () => {
      assert.deepEqual(
        said(
          js(`const Bull = require('bull');
const Redis = require('ioredis');
new Bull('mail', { createClient: new Redis() });`),
        ),
        [
          'createClient: new Redis(): `createClient` is no function here: Bull makes its own clients, and `close()` leaves them open.',
        ],
      );
    });
  });

  describe('redis', () => {
    const beside = js(`const Bull = require('bull');
const Redis = require('ioredis');

new Bull('mirror', {
  redis: { host: 'redis.internal' },
  createClient: () => new Redis({ maxRetriesPerRequest: null, enableReadyCheck: false }),
});
`);

    it('does nothing beside a createClient that does not read its second argument', () => {
      assert.deepEqual(said(beside), [
        "redis: { host: 'redis.internal' }: With createClient Bull makes no client itself, and this one does not read its second argument: `redis` does nothing.",
      ]);
      assert.ok(check(ignoredOption, beside)[0]?.unnecessary);
      assert.doesNotMatch(afterFixes(beside) ?? '', /redis:/);
    });

    it('is needed where createClient reads its second argument, or where it holds a keyPrefix', () => {
      const of = (redis: string, createClient: string): string[] =>
        said(
          js(`const Redis = require('ioredis');
require('bull')('mirror', { redis: ${redis}, createClient: ${createClient} });`),
        );
      assert.deepEqual(of(`{ host: 'a' }`, `(type, opts) => new Redis(opts)`), []);
      assert.deepEqual(of(`{ host: 'a' }`, `(...args) => make(...args)`), []);
      assert.deepEqual(of(`{ host: 'a' }`, `function () { return make(arguments[1]); }`), []);
      assert.deepEqual(of(`{ host: 'a' }`, `imported.createClient`), []);
      assert.deepEqual(of(`{ keyPrefix: 'shop' }`, `() => new Redis()`), []);
    });

    it('is needed by others where it comes from a shared object', () => {
      assert.deepEqual(
        said(
          js(`const Bull = require('bull');
const shared = { redis: { host: 'redis.internal' } };
new Bull('a', shared);
new Bull('b', { ...shared, createClient: () => make() });`),
        ),
        [],
      );
    });

    it('has no url', () => {
      const code = `import Bull from 'bull';

export const feeds = new Bull('feeds', { redis: { url: process.env.REDIS_URL } as object });
`;
      assert.deepEqual(said(code), [
        'url: process.env.REDIS_URL: ioredis has no option `url`: a URL takes the place of the `redis` object. Here it does nothing, and this queue connects to 127.0.0.1:6379.',
      ]);
      assert.match(afterFixes(code) ?? '', /new Bull\('feeds', \{ redis: process\.env\.REDIS_URL \}\)/);
    });

    it('has none for a createClient either that only hands it on, but for one that reads it', () => {
      const of = (createClient: string): number =>
        said(
          js(`const Redis = require('ioredis');
require('bull')('feeds', { redis: { url: 'redis://redis' }, createClient: ${createClient} });`),
        ).length;
      for (const [createClient, told] of [
        ['(type, opts) => new Redis(opts)', 1],
        ['(type, opts) => new Redis({ ...opts, lazyConnect: true })', 1],
        ['(type, opts) => new Redis(opts.url)', 0],
        ['(type, opts) => (opts.url ? new Redis(opts.url) : new Redis(opts))', 0],
        ['(type, { url, ...rest }) => new Redis(url, rest)', 0],
        ['(type, opts) => make(opts)', 0],
        ['imported.createClient', 0],
      ] as const) {
        assert.equal(of(createClient), told, createClient);
      }
    });

    it('with a host may have a url for somebody else', () => {
      assert.deepEqual(said(js(`require('bull')('feeds', { redis: { host: 'redis', url: 'redis://redis' } });`)), []);
    });

    it('has the names of ioredis, not those of node_redis', () => {
      const code = js(`const Bull = require('bull');
new Bull('feeds', { redis: { hostname: 'redis', auth_pass: process.env.REDIS_PASSWORD } });
`);
      assert.deepEqual(said(code), [
        "hostname: 'redis': ioredis has no option `hostname`: its name is `host`. Here it does nothing, and this queue connects to 127.0.0.1:6379.",
        'auth_pass: process.env.REDIS_PASSWORD: ioredis has no option `auth_pass`: its name is `password`. Here it does nothing.',
      ]);
      assert.match(afterFixes(code) ?? '', /redis: \{ host: 'redis', password: process\.env\.REDIS_PASSWORD \}/);
    });

    it('is no cluster', () => {
      const code = js(`require('bull')('a', { redis: { nodes: [{ host: 'node-1' }, { host: 'node-2' }] } });`);
      assert.match(
        said(code)[0] ?? '',
        /: ioredis has no option `nodes`: for a cluster, createClient returns `new Redis\.Cluster\(…\)`\. Here it does nothing, and this queue connects to 127\.0\.0\.1:6379\.$/,
      );
      assert.deepEqual(check(ignoredOption, code)[0]?.fixes(), []);
    });

    it('has no opts, as it had before Bull 3', () => {
      assert.deepEqual(said(js(`require('bull')('a', { redis: { opts: { createClient: () => client } } });`)), [
        'opts: { createClient: () => client }: `opts` is of Bull before version 3: its createClient goes beside `redis`, its other options into `redis`. Here it does nothing.',
      ]);
    });

    it('is no ioredis client', () => {
      const code = js(`const Bull = require('bull');
const Redis = require('ioredis');
exports.a = new Bull('a', { redis: new Redis({ host: 'redis.internal' }) });
`);
      assert.match(said(code)[0] ?? '', /its address is lost: the queue connects to 127\.0\.0\.1:6379/);
      assert.match(afterFixes(code) ?? '', /new Bull\('a', \{ redis: \{ host: 'redis\.internal' \} \}\)/);
    });

    it('is no client of node-redis', () => {
      for (const client of ["require('redis').createClient({ host: 'redis.internal' })", 'shared']) {
        const code = js(`const Bull = require('bull');
const { createClient } = require('redis');
const shared = createClient({ url: 'redis://redis.internal' });
exports.a = new Bull('a', { redis: ${client} });
`);
        assert.match(said(code)[0] ?? '', /this node-redis client .* connects to 127\.0\.0\.1:6379/);
        assert.deepEqual(
          check(ignoredOption, code).flatMap((finding) => finding.fixes()),
          [],
        );
      }
    });

    it('may be an instance of something else', () => {
      assert.deepEqual(
        said(
          js(`const Bull = require('bull');
const { RedisOptions } = require('@acme/config');
new Bull('a', { redis: new RedisOptions() });`),
        ),
        [],
      );
    });

    it('as a string does nothing beside a URL argument', () => {
      const code = js(`require('bull')('a', 'redis://one', { redis: 'redis://two' });\n`);
      assert.deepEqual(said(code), [
        "redis: 'redis://two': Beside a URL argument Bull reads only an object as `redis`: this URL does nothing.",
      ]);
      assert.equal(afterFixes(code), `require('bull')('a', 'redis://one', {});\n`);
    });

    it('with a keyPrefix wins over prefix', () => {
      assert.deepEqual(said(js(`require('bull')('a', { prefix: 'one', redis: { keyPrefix: 'two' } });`)), [
        "prefix: 'one': `redis.keyPrefix` wins over `prefix`, which does nothing.",
      ]);
    });
  });

  describe('arguments', () => {
    it('a third one after an options object', () => {
      const code = js(`const Bull = require('bull');
module.exports = new Bull('exports', { redis: { host: 'localhost' } }, { settings: { lockDuration: 120000 } });
`);
      assert.deepEqual(said(code), [
        '{ settings: { lockDuration: 120000 } }: Bull ignores what follows an options object. Put these options into the second argument.',
      ]);
      assert.match(
        afterFixes(code) ?? '',
        /new Bull\('exports', \{\s+redis: \{ host: 'localhost' \},\s+settings: \{ lockDuration: 120000 \},?\s+\}\);/,
      );
    });

    it('options behind null', () => {
      const code = js(`require('bull')('a', null, { prefix: 'shop' });\n`);
      assert.deepEqual(said(code), [
        "{ prefix: 'shop' }: The second argument is no URL and no object, so Bull ignores this one too: the queue runs on its defaults, at 127.0.0.1:6379.",
      ]);
      assert.equal(afterFixes(code), `require('bull')('a', { prefix: 'shop' });\n`);
    });

    it('options behind a URL that may be unset: information', () => {
      const code = `import Bull from 'bull';
export const a = new Bull('a', process.env.REDIS_URL!, { prefix: 'shop' });
`;
      const [finding] = check(ignoredOption, code);
      assert.equal(finding?.severity, 'information');
      assert.equal(finding?.unnecessary, false);
      assert.deepEqual(said(code), [
        'process.env.REDIS_URL!: Where REDIS_URL is not set, Bull ignores the options behind it too: the queue then runs on its defaults, at 127.0.0.1:6379.',
      ]);
      assert.match(
        afterFixes(code) ?? '',
        /new Bull\('a', \{\s+prefix: 'shop',\s+redis: process\.env\.REDIS_URL!,\s+\}\);/,
      );
    });

    it('options behind a URL that may be unset: once for a variable', () => {
      const queue = (name: string) =>
        `import Bull from 'bull';\nexport const ${name} = new Bull('${name}', process.env.REDIS_URL, { prefix: 'shop' });\n`;
      const files = { 'a.ts': queue('a'), 'b.ts': `${queue('b')}${queue('c').split('\n')[1]}\n` };
      assert.equal(said(files).length, 1);
      assert.deepEqual(said({ 'b.ts': files['b.ts'], 'a.ts': files['a.ts'] }), []);
    });

    for (const [what, code] of [
      [
        'thrown',
        `if (!process.env.REDIS_URL) throw new Error('REDIS_URL');\nnew Bull('a', process.env.REDIS_URL, { prefix });`,
      ],
      [
        'returned',
        `const url = process.env.REDIS_URL;\nfunction start() {\n  if (!url) return null;\n  return new Bull('a', url, { prefix });\n}`,
      ],
      [
        'exited',
        `const url = process.env.REDIS_URL;\nif (!url) {\n  log('no Redis');\n  process.exit(1);\n}\nnew Bull('a', url, { prefix });`,
      ],
      ['asserted', `assert(process.env.REDIS_URL);\nnew Bull('a', process.env.REDIS_URL, { prefix });`],
      ['another to fall back to', `new Bull('a', process.env.REDIS_URL || process.env.REDIS_TLS_URL, { prefix });`],
    ] as const) {
      it(`says nothing of a URL that may be unset where the code has ${what}`, () => {
        assert.deepEqual(said(`import Bull from 'bull';\nconst prefix = 'shop';\n${code}\n`), []);
      });
    }

    it('says nothing where the URL has a default, or where nothing is behind it', () => {
      assert.deepEqual(
        said(`import Bull from 'bull';
new Bull('a', process.env.REDIS_URL ?? 'redis://localhost', { prefix: 'shop' });
new Bull('b', process.env.REDIS_URL!);`),
        [],
      );
    });

    it('port and host, as Bull took them before version 3: an error', () => {
      const code = js(`var Queue = require('bull');
var queue = Queue('phantom', 6379, '127.0.0.1');
`);
      assert.equal(check(ignoredOption, code)[0]?.severity, 'error');
      assert.deepEqual(said(code), [
        "6379, '127.0.0.1': Since version 3 Bull takes no port and host as arguments: the constructor throws `Options must be a valid object`.",
      ]);
      assert.match(afterFixes(code) ?? '', /Queue\('phantom', \{ redis: \{ port: 6379, host: '127\.0\.0\.1' \} \}\)/);
    });
  });

  describe('a name in the wrong object', () => {
    it('of the settings', () => {
      const code = js(`const Bull = require('bull');

module.exports = new Bull('images', {
  redis: { host: 'localhost' },
  lockDuration: 120000, // twice the budget
  stalledInterval: 60000,
});
`);
      assert.deepEqual(said(code), [
        'lockDuration: 120000: Bull reads `lockDuration` only in `settings`. Here it does nothing, and a lock lasts 30 s.',
        'stalledInterval: 60000: Bull reads `stalledInterval` only in `settings`. Here it does nothing, and Bull looks for stalled jobs every 30 s.',
      ]);
      const after = afterFixes(code) ?? '';
      assert.match(after, /settings: \{\s+lockDuration: 120000, \/\/ twice the budget\s+stalledInterval: 60000,\s+\}/);
    });

    it('of the job options', () => {
      const code = js(`require('bull')('webhooks', { attempts: 5, defaultJobOptions: { timeout: 45000 } });\n`);
      assert.deepEqual(said(code), [
        'attempts: 5: Bull reads `attempts` only in `defaultJobOptions` or in the options of `add()`. Here it does nothing, and a job is tried once unless `add()` says otherwise.',
      ]);
      assert.equal(
        afterFixes(code),
        `require('bull')('webhooks', { defaultJobOptions: { timeout: 45000, attempts: 5 } });\n`,
      );
    });

    it('is taken away where the right place has it too', () => {
      const code = js(`require('bull')('a', { lockDuration: 1, settings: { lockDuration: 60000 } });\n`);
      assert.match(said(code)[0] ?? '', /Here it does nothing: the one that is in its place holds\.$/);
      assert.equal(afterFixes(code), `require('bull')('a', { settings: { lockDuration: 60000 } });\n`);
    });

    it('a limiter in settings limits nothing', () => {
      const code = js(`const options = { settings: { limiter: { max: 10, duration: 1000 } } };
require('bull')('limited', options);
`);
      assert.deepEqual(said(code), [
        'limiter: { max: 10, duration: 1000 }: Bull reads `limiter` only beside `settings`. Here it does nothing, and the queue is not limited.',
      ]);
      assert.match(afterFixes(code) ?? '', /const options = \{ limiter: \{ max: 10, duration: 1000 \} \};/);
    });

    it('the host of Redis at the top', () => {
      const code = js(`require('bull')('a', { host: 'redis', port: 6380 });\n`);
      assert.match(said(code)[0] ?? '', /only in `redis`\. Here it does nothing, and this queue connects to 127/);
      assert.match(afterFixes(code) ?? '', /redis: \{ host: 'redis', port: 6380 \}/);
    });

    it('several of one object of another file: told together', () => {
      const workspace = {
        'queue.js': `const Bull = require('bull');\nmodule.exports = new Bull('a', require('./redis'));\n`,
        'redis.js': `module.exports = { host: 'redis', port: 6380, attempts: 5, password: process.env.SECRET };\n`,
      };
      assert.deepEqual(said(workspace), [
        "require('./redis'): Bull reads `host`, `port`, and `password` only in `redis`. Here they do nothing, and this queue connects to 127.0.0.1:6379.",
        "require('./redis'): Bull reads `attempts` only in `defaultJobOptions` or in the options of `add()`. Here it does nothing, and a job is tried once unless `add()` says otherwise.",
      ]);
    });

    it('in an object of another file: told where the options are given, fixed where they are written', () => {
      const workspace = {
        'queue.js': `const Bull = require('bull');\nmodule.exports = new Bull('a', require('./options'));\n`,
        'options.js': `module.exports = { lockDuration: 60000 };\n`,
      };
      const [finding] = check(ignoredOption, workspace);
      assert.equal(finding && underlined(finding, workspace), `require('./options')`);
      assert.deepEqual(
        finding?.related.map(({ file }) => file),
        ['options.js'],
      );
      assert.equal(finding?.unnecessary, false);
      assert.equal(
        assertFixLaws(ignoredOption, workspace)['options.js'],
        `module.exports = { settings: { lockDuration: 60000 } };\n`,
      );
    });

    it('once, where queues share the object', () => {
      assert.equal(
        said(
          js(`const Bull = require('bull');
const shared = { lockDuration: 60000 };
new Bull('a', shared);
new Bull('b', shared);`),
        ).length,
        1,
      );
    });

    it('says nothing where other code reads the name from the object', () => {
      assert.deepEqual(
        said(
          js(`const Bull = require('bull');
const config = { redis: { host: 'redis' }, concurrency: 5, attempts: 3 };
const queue = new Bull('a', config);
queue.process(config.concurrency, work);
queue.add({}, { attempts: config.attempts });`),
        ),
        [],
      );
    });

    it('says nothing where a subclass may read it', () => {
      assert.deepEqual(
        said(
          js(`const Bull = require('bull');
class Tracked extends Bull {
  constructor(name, options) {
    super(name, options);
    this.limit = options.timeout;
  }
}
new Tracked('a', { timeout: 5000 });`),
        ),
        [],
      );
    });

    it('leaves what a spread may bring as it is', () => {
      const code = js(`require('bull')('a', { ...unknown, lockDuration: 60000 });`);
      assert.deepEqual(said(code), [
        'lockDuration: 60000: Bull reads `lockDuration` only in `settings`. Here it does nothing.',
      ]);
      assert.deepEqual(check(ignoredOption, code)[0]?.fixes(), []);
    });
  });

  describe('a name of another library', () => {
    it("connection is BullMQ's", () => {
      const code = js(`const Bull = require('bull')
const connection = { host: 'redis.internal' }

module.exports = new Bull('ported', { connection })
`);
      assert.deepEqual(said(code), [
        "connection: `connection` is BullMQ's: Bull reads `redis`. Here it does nothing, and this queue connects to 127.0.0.1:6379.",
      ]);
      assert.match(afterFixes(code) ?? '', /new Bull\('ported', \{ redis: connection \}\)/);
    });

    it('concurrency is an argument of process()', () => {
      const code = js(`require('bull')('a', { concurrency: 5 });`);
      assert.deepEqual(said(code), [
        'concurrency: 5: Bull has no option `concurrency`: it is an argument of `process()`. Here it does nothing.',
      ]);
      assert.deepEqual(check(ignoredOption, code)[0]?.fixes(), []);
    });

    it('says nothing of what a NestJS module reads itself', () => {
      assert.deepEqual(
        said(`import { BullModule } from '@nestjs/bull';
BullModule.registerQueue({ name: 'a', configKey: 'main', url: 'redis://redis', processors: [] });`),
        [],
      );
    });
  });

  describe('a value that is in the wrong unit or below the default, which would do harm where it is read', () => {
    for (const [options, isPreferred] of [
      ['{ timeout: 60000 }', true],
      ['{ timeout: 50 }', false],
      ['{ attempts: 50 }', true],
      ['{ lockDuration: 30 }', false],
      ['{ lockDuration: process.env.LOCK }', true],
      ['{ lockDuration: 20000 }', false],
      ['{ maxStalledCount: 0 }', false],
      ['{ maxStalledCount: 1 }', true],
      ["{ prefix: 'p' }, { settings: { maxStalledCount: 0 } }", false],
      ['{ drainDelay: 5000 }', false],
      ['{ drainDelay: 5 }', true],
      ['{ settings: { defaultJobOptions: { attempts: 3, timeout: 50 } } }', false],
      ['{ settings: { defaultJobOptions: { attempts: 3, timeout: 50000 } } }', true],
      ["{ prefix: 'p' }, { settings: { lockDuration: 30 } }", false],
      ["{ prefix: 'p' }, { settings: { lockDuration: 30000 } }", true],
      ['null, { settings: { lockDuration: 30 } }', false],
      ['null, { settings: { lockDuration: 30000 } }', true],
    ] as const) {
      it(`is moved ${isPreferred ? 'unasked' : 'by hand only'}: ${options}`, () => {
        const [finding] = check(ignoredOption, js(`require('bull')('typos', ${options});`));
        assert.deepEqual(
          finding?.fixes().map((fix) => fix.isPreferred),
          [isPreferred],
        );
      });
    }
  });

  describe('a misspelt name', () => {
    it('gets the nearest right one', () => {
      const code = js(`require('bull')('typos', {
  defaultJobOption: { attempts: 3 },
  limitter: { max: 10, duration: 1000 },
  settings: { lockduration: 60000 },
});
`);
      assert.deepEqual(said(code), [
        "defaultJobOption: { attempts: 3 }: Bull has no option `defaultJobOption`; the nearest is `defaultJobOptions`. Here it does nothing, and jobs get Bull's default options.",
        'limitter: { max: 10, duration: 1000 }: Bull has no option `limitter`; the nearest is `limiter`. Here it does nothing, and the queue is not limited.',
        'lockduration: 60000: Bull has no option `lockduration`; the nearest is `lockDuration`. Here it does nothing, and a lock lasts 30 s.',
      ]);
      assert.equal(
        afterFixes(code),
        `require('bull')('typos', {
  defaultJobOptions: { attempts: 3 },
  limiter: { max: 10, duration: 1000 },
  settings: { lockDuration: 60000 },
});
`,
      );
    });

    it('in the job options too', () => {
      assert.deepEqual(said(js(`require('bull')('typos', { defaultJobOptions: { attemps: 3 } });`)), [
        'attemps: 3: Bull has no option `attemps`; the nearest is `attempts`. Here it does nothing, and a job is tried once unless `add()` says otherwise.',
      ]);
    });

    it('that is like nothing of Bull is left to whoever reads it', () => {
      assert.deepEqual(said(js(`require('bull')('a', { tenant: 'x', defaultJobOptions: { traceId: 1 } });`)), []);
    });
  });

  it('says nothing of options in their place', () => {
    assert.deepEqual(
      said(`import Bull from 'bull';
new Bull('complete', {
  redis: { host: 'localhost', DB: 3, tls: {}, keyPrefix: 'shop', maxRetriesPerRequest: null },
  limiter: { max: 10, duration: 5000, groupKey: 'tenant' },
  metrics: { maxDataPoints: 120 },
  skipVersionCheck: true,
  defaultJobOptions: { attempts: 3, backoff: { type: 'jitter' }, timeout: 20000, removeOnFail: { age: 3600 } },
  settings: { lockDuration: 60000, backoffStrategies: { jitter: () => 500 }, isSharedChildPool: true },
} as Bull.QueueOptions);`),
      [],
    );
  });

  it('says nothing of an option that is given as undefined', () => {
    assert.deepEqual(said(js(`require('bull')('a', { connection: undefined, lockDuration: undefined });`)), []);
  });

  describe('a variable that may be unset', () => {
    const two =
      "import Bull from 'bull';\nnew Bull('a', process.env.REDIS_URL, { prefix: 'q' });\nnew Bull('b', process.env.REDIS_URL, { prefix: 'q' });\n";

    it('is told once, at the first queue of the workspace', () => {
      assert.equal(said({ 'a.ts': two }).length, 1);
      assert.equal(said({ 'b.ts': two, 'a.ts': two }).length, 0);
      assert.equal(said({ 'b.ts': two.replaceAll('REDIS_URL', 'OTHER_URL'), 'a.ts': two }).length, 1);
    });

    for (const asked of [
      "if (!process.env.REDIS_URL) throw new Error('REDIS_URL');",
      'const url = process.env.REDIS_URL;\nif (!url) process.exit(1);',
      'assert(process.env.REDIS_URL);',
    ]) {
      it(`is not told to somebody whose code asks for it: ${asked.split('\n').at(-1)}`, () => {
        assert.deepEqual(said({ 'a.ts': two.replace("'bull';", `'bull';\n${asked}`) }), []);
      });
    }
  });

  describe('a URL in redis', () => {
    const queue =
      "import Bull from 'bull';\nnew Bull('a', { redis: process.env.REDIS_URL });\nnew Bull('b', { redis: 'redis://cache:6379' });\n";
    const withBull = (range: string) => ({
      'a.ts': queue,
      'package.json': JSON.stringify({ dependencies: { bull: range } }),
    });

    it('is read since Bull 4.11.5, and by ioredis before 3.25', () => {
      assert.equal(said(withBull('~4.10.0')).length, 2);
      assert.equal(said(withBull('^3.29.3')).length, 2);
      assert.match(said(withBull('4.11.4'))[0]!, /3\.25 to 4\.11\.4.*127\.0\.0\.1:6379/);
      assert.deepEqual(said(withBull('^4.11.5')), []);
      assert.deepEqual(said(withBull('^4.8.0')), [], 'a later one may be installed');
      assert.deepEqual(said(withBull('3.12.1')), []);
      assert.deepEqual(said(withBull('^3.12.1')), [], 'one of both kinds may be installed');
      assert.equal(said(withBull('3.25.0')).length, 2);
    });

    it('wins over a URL argument before Bull 3.18', () => {
      const beside = (version: string) =>
        said({
          'a.ts': "import Bull from 'bull';\nnew Bull('a', 'redis://a:6379', { redis: 'redis://b:6379' });\n",
          'package.json': JSON.stringify({ dependencies: { bull: version } }),
        });
      assert.deepEqual(
        ['3.17.0', '^3.4.0', '3.18.0', '4.16.5'].map((version) => beside(version).length),
        [0, 0, 1, 1],
      );
    });
  });

  describe('a name that other code reads', () => {
    const reader = {
      'c.ts':
        "import type { Job } from 'bull';\nexport const left = (job: Job) => job.opts.attempts;\nexport const url = (req: Request) => req.url;\n",
    };

    it('is not read where another object has the same name', () => {
      const queue = "import Bull from 'bull';\nconst options = { attempts: 3, redis: {} };\nnew Bull('a', options);\n";
      assert.equal(said({ 'a.ts': queue, ...reader }).length, 1);
    });

    it('is read where it is read from the object that holds it', () => {
      for (const read of [
        'console.log(options.attempts);',
        'export const { attempts } = options;',
        'use(options);\nconsole.log(other.attempts);',
      ]) {
        const queue = `import Bull from 'bull';\nconst options = { attempts: 3, redis: {} };\nnew Bull('a', options);\n${read}\n`;
        assert.deepEqual(said({ 'a.ts': queue }), [], read);
      }
      const shared =
        "import Bull from 'bull';\nexport const options = { attempts: 3, redis: {} };\nnew Bull('a', options);\n";
      assert.deepEqual(
        said({ 'a.ts': shared, 'b.ts': "import { options } from './a';\nexport const bull = options.attempts;\n" }),
        [],
      );
    });
  });

  describe('an object that other packages get too', () => {
    const queue = (from: string) => `import Bull from 'bull';\nimport ${from} './redis';\nnew Bull('a', config);\n`;
    const isTold = (files: Workspace) => check(ignoredOption, files).length > 0;

    for (const [who, use] of [
      ['a client of ioredis', `import { Redis } from 'ioredis';\nexport const cache = new Redis(config);\n`],
      ['a client of node-redis', `import { createClient } from 'redis';\nexport const cache = createClient(config);\n`],
      [
        'a client, as a part of what it gets',
        `import { createClient } from 'redis';\ncreateClient({ socket: config });\n`,
      ],
      ['a client, in a copy', `import { Redis } from 'ioredis';\nnew Redis({ ...config, db: 2 });\n`],
    ] as const) {
      it(`keeps what is right for ${who}`, () => {
        const own = `const config = { host: 'h', password: 'p' };\n`;
        assert.equal(isTold({ 'a.ts': `import Bull from 'bull';\n${own}new Bull('a', config);\n${use}` }), false);
        const config = `export const config = { host: 'h', password: 'p' };\n`;
        const cache = `import { config } from './redis';\n${use}`;
        assert.equal(isTold({ 'a.ts': queue('{ config } from'), 'redis.ts': config, 'cache.ts': cache }), false);
        const byDefault = cache.replace('{ config }', 'config');
        assert.equal(
          isTold({
            'a.ts': queue('config from'),
            'redis.ts': `export default { host: 'h' };\n`,
            'cache.ts': byDefault,
          }),
          false,
        );
      });
    }

    it('is Bull’s alone where the others get something else of the module', () => {
      const config = `export const config = { host: 'h' };\nexport const cache = { host: 'c' };\n`;
      const other = `import { cache, config } from './redis';\nimport { Redis } from 'ioredis';\nnew Redis(cache);\nconsole.log(config);\n`;
      assert.equal(isTold({ 'a.ts': queue('{ config } from'), 'redis.ts': config, 'cache.ts': other }), true);
    });
  });

  describe('a comment of what moves moves with it', () => {
    for (const [what, before, after] of [
      [
        'behind it',
        `{\n  attempts: 3, // thrice\n  prefix: 'p', // short\n}`,
        `{\n  prefix: 'p', // short\n  defaultJobOptions: {\n    attempts: 3, // thrice\n  },\n}`,
      ],
      [
        'above it',
        `{\n  // thrice:\n  // the mail server is slow\n  attempts: 3,\n  prefix: 'p',\n}`,
        `{\n  prefix: 'p',\n  defaultJobOptions: {\n    // thrice:\n    // the mail server is slow\n    attempts: 3,\n  },\n}`,
      ],
      [
        'on its line',
        `{ /* thrice */ attempts: 3, prefix: 'p' /* short */ }`,
        `{\n  prefix: 'p' /* short */,\n  defaultJobOptions: { /* thrice */ attempts: 3 },\n}`,
      ],
      [
        'into an object that has others',
        `{\n  attempts: 3, // thrice\n  defaultJobOptions: { delay: 9 },\n}`,
        `{\n  defaultJobOptions: {\n    delay: 9,\n    attempts: 3, // thrice\n  },\n}`,
      ],
      [
        'above an empty line: it speaks of all that follows',
        `{\n  // of the shop\n\n  attempts: 3,\n  prefix: 'p',\n}`,
        `{\n  // of the shop\n\n  prefix: 'p',\n  defaultJobOptions: { attempts: 3 },\n}`,
      ],
      [
        'out of an object that goes',
        `{\n  redis: {\n    // one for all\n    createClient, // pooled\n  },\n  prefix: 'p',\n}`,
        `{\n  prefix: 'p',\n  // one for all\n  createClient, // pooled\n}`,
      ],
    ] as const) {
      it(what, () => {
        const head = `const Bull = require('bull');\nconst { createClient } = require('./clients');\n`;
        const queue = (options: string) => js(`${head}module.exports = new Bull('orders', ${options});\n`);
        assert.equal(afterFixes(queue(before)), queue(after)['queue.js']);
      });
    }

    it('out of an argument', () => {
      const after = afterFixes(
        `import Bull from 'bull';
export const a = new Bull(
  'a',
  process.env.REDIS_URL!, // the one of Heroku
  // what all have
  { prefix: 'shop' },
);
`,
      );
      assert.match(
        after ?? '',
        /'a',\s+\/\/ what all have\s+\{\s+prefix: 'shop',\s+redis: process\.env\.REDIS_URL!, \/\/ the one of Heroku\s+\},/,
      );
    });

    it('from one argument into another', () => {
      const after = afterFixes(
        js(`const Bull = require('bull');
module.exports = new Bull('a', { redis: { host: 'h' } }, {
  prefix: 'shop', // of the shop
});
`),
      );
      assert.match(after ?? '', /redis: \{ host: 'h' \},\s+prefix: 'shop', \/\/ of the shop\s+\}\);/);
    });

    it('between port and host', () => {
      const after = afterFixes(js(`require('bull')('a', 6379 /* the usual */, 'h' /* here */);\n`));
      assert.equal(after, `require('bull')('a', { redis: { port: 6379 /* the usual */, host: 'h' } } /* here */);\n`);
    });
  });

  describe('the fix of several in one object', () => {
    for (const [layout, options] of [
      ['on one line', '{ removeOnComplete: 100, /* keep */ removeOnFail: 200 }'],
      ['over lines', '{\n  removeOnComplete: 100,\n  // keep\n  removeOnFail: 200,\n}'],
    ]) {
      it(`keeps each and its comment, ${layout}`, () => {
        const after = afterFixes(
          js(`const Bull = require('bull');\nmodule.exports = new Bull('orders', ${options});\n`),
        );
        assert.equal(after?.match(/defaultJobOptions/g)?.length, 1, after);
        assert.match(after, /removeOnComplete: 100/);
        assert.match(after, /removeOnFail: 200/);
        assert.match(after, /keep/);
      });
    }
  });

  it('gives no URL as redis to a Bull that reads none there', () => {
    const queue = `const Bull = require('bull');\nmodule.exports = new Bull('orders', process.env.REDIS_URL, { prefix: 'p' });\n`;
    const fixesFor = (version: string) =>
      check(ignoredOption, {
        'queue.js': queue,
        'package.json': JSON.stringify({ dependencies: { bull: version } }),
      }).flatMap((finding) => finding.fixes().map(({ title }) => title));
    assert.deepEqual(fixesFor('4.11.5'), ['Give the URL as redis']);
    assert.deepEqual(fixesFor('4.11.4'), []);
    assert.deepEqual(fixesFor('3.29.3'), []);
  });

  it('gives no redis beside a URL to a Bull that would read only one of them', () => {
    const fixesFor = (version: string) =>
      check(ignoredOption, {
        'queue.js': `const Bull = require('bull');\nmodule.exports = new Bull('orders', 'redis://cache', { tls: {} });\n`,
        'package.json': JSON.stringify({ dependencies: { bull: version } }),
      }).flatMap((finding) => finding.fixes().map(({ title }) => title));
    assert.deepEqual(fixesFor('3.18.0'), ['Move tls into redis']);
    assert.deepEqual(fixesFor('3.17.0'), []);
  });

  it('takes no argument away that only turns out to be nothing: which was meant is a guess', () => {
    const withUrl = (url: string) =>
      check(ignoredOption, {
        'queue.js': `const Bull = require('bull');\nconst { config } = require('./config');\nnew Bull('orders', ${url}, { prefix: 'p' });\n`,
        'config.js': `exports.config = { REDIS: 'redis://h' };\n`,
      }).map((finding) => finding.fixes().map(({ title }) => title));
    assert.deepEqual(withUrl('config.REDIS_URL'), [[]]);
    assert.deepEqual(withUrl('null'), [['Give the options as the second argument']]);
    assert.deepEqual(withUrl('undefined'), [['Give the options as the second argument']]);
  });

  it('renames what is misspelt by hand only: which name was meant is a guess', () => {
    const [finding] = check(
      ignoredOption,
      js(`new (require('bull'))('orders', { setings: { lockDuration: 60000 } });`),
    );
    assert.deepEqual(
      finding?.fixes().map(({ title, isPreferred }) => [title, isPreferred]),
      [['Rename setings to settings', false]],
    );
  });

  it('gives no name of somebody else’s connection as redis', () => {
    const fixesFor = (connection: string) =>
      check(ignoredOption, js(`require('bull')('a', { connection: ${connection} });\n`)).flatMap((finding) =>
        finding.fixes().map(({ title }) => title),
      );
    assert.deepEqual(fixesFor(`{ host: 'h' }`), ['Rename connection to redis']);
    assert.deepEqual(fixesFor(`(process.env.CONNECTION, 'bull')`), []);
    assert.deepEqual(fixesFor(`'bull'`), []);
  });

  it('moves no limiter that Bull would refuse', () => {
    const fixesFor = (limiter: string) =>
      check(ignoredOption, js(`require('bull')('a', { settings: { limiter: ${limiter} } });\n`)).flatMap((finding) =>
        finding.fixes().map(({ title }) => title),
      );
    assert.deepEqual(fixesFor('{ max: 1, duration: 1000 }'), ['Move limiter out of settings']);
    assert.deepEqual(fixesFor('{ max: 1, interval: 1000 }'), []);
  });

  it('makes no lock shorter than the one that the queue has unasked', () => {
    const isPreferred = (lock: number) =>
      check(ignoredOption, js(`require('bull')('a', { redis: { settings: { lockDuration: ${lock} } } });\n`))
        .flatMap((finding) => finding.fixes())
        .map((fix) => fix.isPreferred);
    assert.deepEqual(isPreferred(10_000), [false]);
    assert.deepEqual(isPreferred(60_000), [true]);
  });

  it('changes no file unasked that a compiler wrote', () => {
    const compiled = `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n`;
    const isPreferred = (head: string) =>
      check(ignoredOption, js(`${head}require('bull')('a', { attempts: 3 });\n`))
        .flatMap((finding) => finding.fixes())
        .map((fix) => fix.isPreferred);
    assert.deepEqual(isPreferred(''), [true]);
    assert.deepEqual(isPreferred(compiled), [false]);
  });
});
