import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { sharedConnections } from '../../../../src/lint/rules/shared-connections';
import { startRedis, type RedisServer } from '../../../support/redis';
import { waitFor } from '../../../support/wait-for';
import { applyFix } from '../../support/edits';
import { check } from '../../support/lint';
import { run, type Running } from './running';

const NAMES = [
  'intake',
  'parsing',
  'matching',
  'pricing',
  'approval',
  'dispatch',
  'billing',
  'mail',
  'sms',
  'audit',
  'sync',
];

type Files = Readonly<Record<string, string>>;

/** Eleven consumers as a user writes them; each job prints a line when it begins and another when it ends. */
const workspaces: Readonly<Record<string, { readonly main: string; readonly files: Files }>> = {
  'TypeScript, a URL from the environment': {
    main: 'queues.ts',
    files: {
      'queues.ts': `import Bull from 'bull';

const redisUrl = process.env.REDIS_URL || 'redis://127.0.0.1:6379';

${NAMES.map((name) => `export const ${name} = new Bull('${name}', redisUrl);`).join('\n')}

for (const queue of [${NAMES.join(', ')}]) {
  void queue.process(async (job) => {
    console.log('begin', queue.name);
    await new Promise((resolve) => setTimeout(resolve, job.data.ms));
    console.log('end', queue.name);
  });
}
`,
    },
  },
  'CommonJS, options in every call, a file for each queue': {
    main: 'index.js',
    files: {
      'queues/intake.js': queueFile('intake'),
      ...Object.fromEntries(NAMES.slice(1).map((name) => [`queues/${name}.js`, queueFile(name)])),
      'index.js': NAMES.map((name) => `require('./queues/${name}')`).join('\n') + '\n',
    },
  },
  'ES modules, options in a constant': {
    main: 'queues.mjs',
    files: {
      'queues.mjs': `import Queue from "bull";

const options = {
  redis: { host: process.env.REDIS_HOST, port: Number(process.env.REDIS_PORT) },
  settings: { maxStalledCount: 2 },
};

${NAMES.map((name) => `const ${name} = new Queue("${name}", options);`).join('\n')}

for (const queue of [${NAMES.join(', ')}]) {
  queue.process(async (job) => {
    console.log("begin", queue.name);
    await new Promise((resolve) => setTimeout(resolve, job.data.ms));
    console.log("end", queue.name);
  });
}
`,
    },
  },
};

function queueFile(name: string): string {
  return `const Queue = require('bull')

const queue = new Queue('${name}', {
  redis: { host: process.env.REDIS_HOST, port: process.env.REDIS_PORT },
  defaultJobOptions: { attempts: 2 }
})

queue.process(async job => {
  console.log('begin', queue.name)
  await new Promise(resolve => setTimeout(resolve, job.data.ms))
  console.log('end', queue.name)
})

module.exports = queue
`;
}

/** Programs that end when their queues are closed; each prints `done`. */
const ending: Readonly<Record<string, string>> = {
  'a producer': `const mail = new Queue('mail', process.env.REDIS_URL);
mail.add({}).then(() => mail.close()).then(() => console.log('done'));
`,
  'a consumer that is closed in the middle of a job': `const mail = new Queue('mail', process.env.REDIS_URL);
mail.process(async () => {
  setTimeout(() => mail.close().then(() => console.log('done')), 10);
  await new Promise((resolve) => setTimeout(resolve, 100));
});
mail.add({});
`,
  'two queues, one of which is made anew after the other is closed': `const url = process.env.REDIS_URL;
(async () => {
  for (const name of ['mail', 'sms']) {
    const queue = new Queue(name, url);
    const job = await queue.add({});
    queue.process(async () => {});
    await job.finished();
    await queue.close();
  }
  console.log('done');
})();
`,
};

/** Several queues of NestJS with their processors, in one module. */
const NEST: Files = {
  'main.ts': `import 'reflect-metadata';
import { BullModule, Process, Processor } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const redis = { host: process.env.REDIS_HOST, port: Number(process.env.REDIS_PORT) };

${['mail', 'sms', 'audit'].map(nestProcessor).join('\n')}
@Module({
  imports: [
    BullModule.forRoot({ redis }),
    BullModule.registerQueue({ name: 'mail' }, { name: 'sms' }),
    BullModule.registerQueue({ name: 'audit' }),
  ],
  providers: [MailProcessor, SmsProcessor, AuditProcessor],
})
class AppModule {}

void NestFactory.createApplicationContext(AppModule, { logger: ['error'] }).then((app) => {
  app.enableShutdownHooks();
  console.log('ready');
});
`,
  'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }\n',
};

function nestProcessor(name: string): string {
  return `@Processor('${name}')
class ${name[0]!.toUpperCase()}${name.slice(1)}Processor {
  @Process()
  async handle(job: { data: { ms: number } }) {
    console.log('begin ${name}');
    await new Promise((resolve) => setTimeout(resolve, job.data.ms));
    console.log('end ${name}');
  }
}
`;
}

describe('Share Redis connections, against a real Redis', () => {
  let redis: RedisServer;
  let observer: Redis;
  let running: Running | undefined;
  before(async () => {
    redis = await startRedis();
    observer = redis.connect();
  });
  afterEach(async () => {
    await running?.remove();
    await waitFor(async () => (await connections(observer)) === 0, { message: 'its connections to go' });
    await observer.flushall();
  });
  after(() => redis.stop());

  for (const [what, { main, files }] of Object.entries(workspaces)) {
    describe(what, () => {
      it('has 33 connections before', async () => {
        running = run(files, main, redis);
        await hasConnections(33, running);
      });

      it('has 13 after, and works, and closes everything on SIGTERM', async () => {
        running = run(afterFix(files), main, redis);
        await hasConnections(13, running);
        for (const name of NAMES) await addJob(observer, name, 400);
        await hasPrinted(
          running,
          NAMES.map((name) => `begin ${name}`),
        );

        const { code, signal } = await running.terminate();

        assert.deepEqual({ code, signal }, { code: 0, signal: null }, running.output());
        for (const name of NAMES) {
          assert.match(running.output(), new RegExp(`end ${name}`), 'SIGTERM waits for the jobs that run');
          assert.equal(await observer.zcard(`bull:${name}:completed`), 1, 'and their results are written');
        }
        assert.doesNotMatch(running.output(), /MaxListenersExceeded|unhandled|Connection is closed/i);
        assert.equal(await connections(observer), 0);
      });
    });
  }

  for (const [when, made, count] of [
    ['before', () => NEST, 9],
    ['after', () => afterFix(NEST), 5],
  ] as const) {
    it(`NestJS has ${count} connections for 3 queues ${when}, and closes them on SIGTERM once the jobs have ended`, async () => {
      const queues = ['mail', 'sms', 'audit'];
      running = run(made(), 'main.ts', redis);
      await hasPrinted(running, ['ready']);
      await hasConnections(count, running);
      for (const name of queues) await addJob(observer, name, 400);
      await hasPrinted(
        running,
        queues.map((name) => `begin ${name}`),
      );

      // NestJS ends a process by the signal that it got.
      assert.deepEqual(await running.terminate(), { code: null, signal: 'SIGTERM' }, running.output());
      for (const name of queues) {
        assert.match(running.output(), new RegExp(`end ${name}`));
        assert.equal(await observer.zcard(`bull:${name}:completed`), 1);
      }
      assert.doesNotMatch(running.output(), /MaxListenersExceeded|unhandled|Connection is closed/i);
    });
  }

  it('with the pool in the file: the same', async () => {
    const { main, files } = workspaces['TypeScript, a URL from the environment']!;
    running = run(afterFix(files, 'Share Redis connections, with the pool in this file'), main, redis);
    await hasConnections(13, running);
    assert.deepEqual(await running.terminate(), { code: 0, signal: null }, running.output());
  });

  for (const [what, code] of Object.entries(ending)) {
    it(`ends by itself, as before: ${what}`, async () => {
      const files = { 'queue.js': `const Queue = require('bull');\n${code}` };
      for (const each of [files, afterFix(files)]) {
        running = run(each, 'queue.js', redis);
        assert.deepEqual(await running.ended(), { code: 0, signal: null }, running.output());
        assert.match(running.output(), /^done$/m);
        await running.remove();
      }
    });
  }

  it('has as many connections as there are Redis databases, where one createClient serves several', async () => {
    const files = {
      'queue.js': `const Queue = require('bull');
const url = process.env.REDIS_URL;
for (const [name, db] of [['a', 0], ['b', 0], ['c', 1], ['d', 1]]) {
  new Queue(name, url, { redis: { db } }).process(async () => {});
}
`,
    };
    running = run(afterFix(files), 'queue.js', redis);
    // A client and a subscriber for each of the two, a bclient for each of the four.
    await hasConnections(8, running);
    assert.deepEqual(await running.terminate(), { code: 0, signal: null }, running.output());
  });

  it('shares connections that are named after their queues, as Bull 3 names them', async () => {
    const files = {
      'queue.js': `const Queue = require('bull');
for (const name of ['a', 'b', 'c']) {
  new Queue(name, process.env.REDIS_URL, { redis: { connectionName: 'bull:' + name } }).process(async () => {});
}
`,
    };
    running = run(afterFix(files), 'queue.js', redis);
    await hasConnections(5, running);
    assert.deepEqual(await running.terminate(), { code: 0, signal: null }, running.output());
  });

  for (const [packages, range] of [
    [{ bull: 'bull-3', ioredis: 'ioredis-4' }, '^4.28.5'],
    [{ ioredis: 'ioredis-4' }, '^4.28.5'],
    [{ ioredis: 'ioredis-6' }, '^6.0.0'],
  ] as const) {
    const bull = 'bull' in packages ? '^3.29.3' : '^4.16.5';
    it(`does the same jobs with fewer connections where the code has bull ${bull} and ioredis ${range}`, async () => {
      const before = {
        'queue.js': `const Queue = require('bull');
for (const name of ['a', 'b', 'c']) {
  new Queue(name, process.env.REDIS_URL).process(async () => console.log('done', name));
}
`,
        'package.json': JSON.stringify({ dependencies: { bull, ioredis: range } }),
      };
      for (const [files, count] of [
        [before, 9],
        [afterFix(before), 5],
      ] as const) {
        running = run(files, 'queue.js', redis, packages);
        await hasConnections(count, running);
        for (const name of ['a', 'b', 'c']) await addJob(observer, name, 0);
        await hasPrinted(
          running,
          ['a', 'b', 'c'].map((name) => `done ${name}`),
        );
        const { signal } = await running.terminate();
        // Without the fix nothing listens for the signal.
        assert.equal(signal, count === 9 ? 'SIGTERM' : null, running.output());
        assert.doesNotMatch(running.output(), /MaxListenersExceeded|unhandled|Missing lock|Error:/i);
        await running.remove();
        await waitFor(async () => (await connections(observer)) === 0, { message: 'its connections to go' });
        await observer.flushall();
      }
    });
  }

  it('leaves the end of the process to the other listeners of SIGTERM', async () => {
    const files = {
      'queue.js': `const Queue = require('bull');
const mail = new Queue('mail', process.env.REDIS_URL);
mail.process(async () => {});
const server = require('node:http').createServer().listen(0);
process.once('SIGTERM', () => setTimeout(() => server.close(() => (process.exitCode = 7)), 300));
`,
    };
    running = run(afterFix(files), 'queue.js', redis);
    await hasConnections(3, running);
    assert.deepEqual(await running.terminate(), { code: 7, signal: null }, running.output());
  });

  it('ends a process that a server would keep alive', async () => {
    const files = {
      'queue.js': `const Queue = require('bull');
const mail = new Queue('mail', process.env.REDIS_URL);
mail.process(async () => {});
require('node:http').createServer().listen(0);
`,
    };
    running = run(afterFix(files), 'queue.js', redis);
    await hasConnections(3, running);
    assert.deepEqual(await running.terminate(), { code: 0, signal: null }, running.output());
  });

  it('connects with the TLS that the queue had', async () => {
    const secure = await startRedis({ tls: true, password: 'secret' });
    try {
      const files = {
        'queue.js': `const Queue = require('bull');
const mail = new Queue('mail', process.env.REDIS_URL, { redis: { tls: {} } });
mail.process(async () => {});
`,
      };
      running = run(afterFix(files), 'queue.js', secure);
      const secureObserver = secure.connect();
      await waitFor(async () => (await connections(secureObserver)) === 3, { message: '3 TLS connections' });
      assert.deepEqual(await running.terminate(), { code: 0, signal: null }, running.output());
    } finally {
      await secure.stop();
    }
  });

  async function hasConnections(count: number, { output }: Running): Promise<void> {
    await waitFor(async () => (await connections(observer)) === count, {
      message: `${count} connections; it printed: ${output()}`,
    }).catch(async (error: unknown) => {
      throw new Error(`${await connections(observer)} connections, not ${count}. ${output()}`, { cause: error });
    });
  }
});

/** All connections but the observer's own. */
async function connections(observer: Redis): Promise<number> {
  return (
    String(await observer.client('LIST'))
      .trim()
      .split('\n').length - 1
  );
}

/** As Bull's add() does, without another queue's connections. */
async function addJob(redis: Redis, queue: string, ms: number): Promise<void> {
  const job = {
    name: '__default__',
    data: JSON.stringify({ ms }),
    opts: '{"attempts":1,"delay":0}',
    timestamp: Date.now(),
  };
  await redis.hset(`bull:${queue}:1`, { ...job, delay: 0, priority: 0 });
  await redis.lpush(`bull:${queue}:wait`, '1');
}

async function hasPrinted({ output }: Running, lines: readonly string[]): Promise<void> {
  await waitFor(() => lines.every((line) => output().includes(line)), { message: `the lines ${lines.join(', ')}` });
}

function afterFix(files: Files, title?: string): Files {
  const fixes = check(sharedConnections, files)[0]!.fixes();
  const fix = fixes.find((each) => (title ? each.title === title : each.isPreferred));
  assert.ok(fix, `No such fix among ${fixes.map((each) => each.title).join('; ')}`);
  return applyFix(files, fix);
}
